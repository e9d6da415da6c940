// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::mapping {

// What a place of a template can be filled with.
enum class Name : std::uint8_t {
    Messages, // OpenAI's "messages"
    Prompt,   // all turns as text
    LastUser, // the text of the last user turn
    System,   // the system prompt; where it has a place, messages and prompt are without it
    Model,
    MaxTokens,
    Temperature,
    TopP,
    TopK,
    Seed,
    Stop,
    FrequencyPenalty,
    PresencePenalty,
    Stream,
    Tools,
    ToolChoice,
    ResponseFormat,
    User,
};
constexpr std::size_t nameCount = static_cast<std::size_t>(Name::User) + 1;
std::string_view nameOf(Name name);

// JSON values by name; empty: there is none.
class Values {
public:
    RawJson& operator[](Name name) { return m_values[static_cast<std::size_t>(name)]; }
    const RawJson& operator[](Name name) const { return m_values[static_cast<std::size_t>(name)]; }

private:
    std::array<RawJson, nameCount> m_values;
};

// A JSON text with places in its strings. The text is read as JSON first and the values are written as JSON into that
// structure: whatever they hold, they cannot add a member, end a string or open a place of their own.
class Template {
public:
    // Errors: Invalid invalid_mapping with field "request", expected and found.
    static Result<Template> parse(std::string_view text);

    bool uses(Name name) const { return m_uses[static_cast<std::size_t>(name)]; }
    // A member or element that is one place without a value and without a default is left out.
    std::string fill(const Values& values) const;

private:
    struct Place {
        Name name = Name::Messages;
        RawJson otherwise; // the default; empty: none
    };
    struct Piece {
        std::string literal;
        std::optional<Place> place;
    };
    struct Node {
        enum class Kind { Raw, Object, Array, Place, Text } kind = Kind::Raw;
        std::string member; // the name, within an object
        RawJson raw;
        std::vector<Node> children;
        std::vector<Piece> pieces; // of a text; the one piece of a place
    };

    Result<Node> read(json::View view);
    Result<void> readText(const std::string& text, Node& node);
    Result<Place> readPlace(std::string_view inner);
    static bool isLeftOut(const Node& node, const Values& values);
    static void write(const Node& node, const Values& values, json::Writer& out);
    static std::string_view valueOf(const Place& place, const Values& values);

    Node m_root;
    std::array<bool, nameCount> m_uses{};
};

} // namespace gatehouse::dialects::mapping
