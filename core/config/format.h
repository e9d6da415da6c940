// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatehouse::contract {
struct Document;
} // namespace gatehouse::contract

namespace gatehouse::config {

// How a configuration file is written.
enum class Format { Yaml, Json };

struct ParsedDocument;

} // namespace gatehouse::config
