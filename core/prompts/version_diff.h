// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::contract {
struct PromptVersionSpec;
}

namespace gatehouse::prompts {

struct LineChange {
    char mark = ' '; // ' ' in both, '-' before only, '+' after only
    std::string text;
};

// A field that differs, with its texts line by line.
struct FieldChange {
    std::string field;                 // "messages[0].content", "variables.text", "parameters.temperature", "model"
    std::optional<std::string> before; // nothing: it was not there
    std::optional<std::string> after;
    std::vector<LineChange> lines;
};

// The fields of a version as texts, in the order in which they are told; empty ones are left out.
class FieldTexts {
public:
    void add(std::string name, std::string text);
    // Each member: texts as they are, anything else as indented JSON.
    void addMembers(const std::string& prefix, const boost::json::object& object);
    const std::string* find(const std::string& name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return m_all; }

private:
    std::vector<std::pair<std::string, std::string>> m_all;
};

std::vector<FieldChange> differences(const FieldTexts& before, const FieldTexts& after);

// What differs between two versions of a prompt, for people: messages by their place, variables and partials by their
// names, schemas as indented JSON. Comment, author and time do not count. Pure.
std::vector<FieldChange> differences(const contract::PromptVersionSpec& before,
                                     const contract::PromptVersionSpec& after);

std::vector<LineChange> lineDifferences(const std::string& before, const std::string& after);

} // namespace gatehouse::prompts
