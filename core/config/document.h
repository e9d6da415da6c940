// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/format.h"
#include "core/config/presets.h"
#include "core/contract/document_spec.h"
#include "core/contract/fault.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The configuration file: text to a checked document. Pure functions; any thread.
namespace gatehouse::config {

struct ParsedDocument {
    contract::Document document;
    std::map<std::string, std::size_t, std::less<>> lines; // by JSON pointer
    std::set<std::string, std::less<>> stated;             // top-level names that the text has

    // Fills in the lines of faults that were found later (planApply) and sorts them by line.
    void locate(contract::Faults& faults) const;
};

// Reads and checks what can be known without the objects that stand: types, values, ids, presets, features of this
// version. References between objects are planApply()'s, since the admin API may have made what they name.
contract::Checked<ParsedDocument> parseDocument(std::string_view text, Format format, const Presets& presets);

// For `gatehoused check`: everything, with nothing but the file. Empty when it is right.
contract::Faults checkDocument(std::string_view text, Format format, const Presets& presets);

// Every fault as a line "gatehouse.yaml:12: field: expected …, found …", with line ends.
std::string report(const contract::Faults& faults, std::string_view fileName);

// The parts that a process reads at start only ("store", "cluster", "server", "network", "demo"): those that "next"
// states and that differ from what runs. A change of them needs a restart.
std::vector<std::string> changedProcessParts(const contract::Document& running, const ParsedDocument& next);

// JSON Schema (draft 7) of the whole file, and the Markdown of docs/configuration.md, from the same description.
std::string schemaText();
std::string referenceText();

} // namespace gatehouse::config
