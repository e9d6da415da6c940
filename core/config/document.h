// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/presets.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <string>
#include <string_view>

// The configuration file: text to a checked document. Pure functions; any thread.
namespace gatehouse::config {

enum class Format { Yaml, Json };

// Reads and checks all that can be known without the objects that stand: types, values, ids, references between what
// the file names and to presets. References to objects that only the admin API made are checked by planApply().
contract::Checked<contract::Document> parseDocument(std::string_view text, Format format, const Presets& presets);

// Every fault as a line "gatehouse.yaml:12: field: expected …, found …".
std::string report(const contract::Faults& faults, std::string_view fileName);

// The parts that a process reads at start only. Names of those that differ ("store", "server"): a change of them needs
// a restart. Certificate paths are part of "server".
std::vector<std::string> changedProcessParts(const contract::Document& running, const contract::Document& next);

// JSON Schema (draft 7) of the whole file, and the Markdown of docs/configuration.md, from the same description.
std::string schemaText();
std::string referenceText();

} // namespace gatehouse::config
