// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/document.h"
#include "core/config/objects.h"
#include "core/contract/document_spec.h"

#include <string>

// The objects as a file that would make them again. Deterministic, holds no secret, leaves out the process's own parts
// (store, cluster, server, demo) and fields at their default. Gateway keys stand as "hash:ID:DIGEST".
namespace gatehouse::config {

contract::Document documentOf(const Objects& objects);
std::string exportText(const Objects& objects, Format format);

// SHA-256 (hex) of the canonical form of the export: equal configurations have equal digests.
std::string digestOf(const Objects& objects);

} // namespace gatehouse::config
