// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/fault.h"
#include "core/contract/prompt_specs.h"

#include <map>
#include <string>

namespace gatehouse::config {

// A prompt as files that git can hold and people can read: prompt.yaml with all but the templates, and each message and
// partial of each version in a file of its own ("v2/1-system.mustache", "v2/partials/rules.mustache") that prompt.yaml
// names in the place of "content" as "file". Texts are kept to the byte.
using PromptFiles = std::map<std::string, std::string>; // path to text

PromptFiles writePromptFiles(const contract::PromptSpec& prompt);

// The other way round. prompt.yaml may stand in a folder; the others then stand below it. Faults name fields of
// prompt.yaml, with its lines; a file that nothing names is one too.
contract::Checked<contract::PromptSpec> readPromptFiles(const PromptFiles& files);

} // namespace gatehouse::config
