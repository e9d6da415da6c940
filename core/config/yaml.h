// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/fault.h"
#include "core/contract/reader.h"

#include <boost/json/value.hpp>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::config {

inline constexpr std::size_t mostYamlBytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t mostYamlDepth = 64;
inline constexpr std::size_t mostYamlNodes = 1'000'000; // those that aliases repeat included

using LineMap = std::map<std::string, std::size_t, std::less<>>; // JSON pointer to line, from 1

// The line of a value, or of the nearest one around it; 0 where nothing is known.
std::size_t lineOf(const LineMap& lines, std::string_view pointer);

// A YAML text as a JSON value. Unquoted scalars have the types of the YAML 1.2 core schema (so "no" and "on" are
// texts), quoted ones are texts. Keeps how numbers and flags were written, for fields that want a text.
class YamlDocument final : public contract::ScalarSource {
public:
    boost::json::value root;
    LineMap lines;
    std::map<std::string, std::string, std::less<>> plain;

    std::optional<std::string_view> written(const std::string& pointer) const override;
};

// One document in UTF-8, within the bounds above; names once per map, scalars as names, no tags. An alias stands for a
// copy of its anchor's value.
contract::Checked<YamlDocument> parseYaml(std::string_view text);

// Text that parseYaml() reads back as the same value: block style, two blanks a level, texts quoted where they need it.
std::string writeYaml(const boost::json::value& value);

} // namespace gatehouse::config
