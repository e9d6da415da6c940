// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Texts and JSON bodies with places: "{{/query/page}}" stands for what a JSON pointer (RFC 6901) finds in the facts of
// a call, "{{/query/page|1}}" has a default. Values go in as data: they can open no place and end no string. Immutable;
// any thread.
namespace gatehouse::services {

// A text with places. Members of "facts": path, query, headers, body, caller, api, request_id; of answers also status.
class PlacedText {
public:
    // Errors: Invalid, whose message says what is wrong.
    static Result<PlacedText> parse(std::string_view text);
    // Nothing where it is one place alone, without a default, whose value is not there. A value that is no text is
    // written as JSON.
    std::optional<std::string> fill(const boost::json::object& facts) const;
    bool isPlaceAlone() const { return m_pieces.size() == 1 && m_pieces.front().place; }
    // Of a place alone, for JSON bodies: the value itself; a default is JSON where it can be read as such.
    std::optional<boost::json::value> valueIn(const boost::json::object& facts) const;
    bool uses(std::string_view member) const; // "body"
    bool isPlain() const;                     // without any place

private:
    struct Piece {
        std::string text; // a pointer where "place"
        bool place = false;
        std::optional<std::string> otherwise;
    };
    static const boost::json::value* find(const boost::json::object& facts, std::string_view pointer);
    std::vector<Piece> m_pieces;
};

// A JSON value whose strings may hold places. A string that is one place alone becomes the value; a member or element
// whose value is not there is left out.
class PlacedBody {
public:
    // Errors as above; at most 2,000 values, 32 deep.
    static Result<PlacedBody> parse(const boost::json::value& value);
    boost::json::value fill(const boost::json::object& facts) const;
    bool uses(std::string_view member) const;

private:
    struct Node {
        enum class Kind { Constant, Object, Array, Text } kind = Kind::Constant;
        std::string name; // within an object
        boost::json::value constant;
        PlacedText text;
        std::vector<Node> children;
    };
    static Result<Node> read(const boost::json::value& value, std::size_t depth, std::size_t& left);
    static std::optional<boost::json::value> fill(const Node& node, const boost::json::object& facts);
    static bool uses(const Node& node, std::string_view member);
    Node m_root;
};

} // namespace gatehouse::services
