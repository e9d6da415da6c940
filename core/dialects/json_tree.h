// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/conversation.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// JSON as a tree, for codecs, which must see every member: the tree is a table of views into the text, so that strings
// are decoded only when asked for and numbers stay as they were written. Values of one thread.
namespace gatehouse::dialects::json {

enum class Kind : std::uint8_t { Missing, Null, Boolean, Number, String, Array, Object };

struct Node {
    Kind kind = Kind::Missing;
    bool escaped = false;    // a string with backslashes in it
    std::uint32_t next = 0;  // the next member or element; 0: none
    std::uint32_t child = 0; // the first member or element; 0: none
    std::string_view name;   // of a member, decoded
    std::string_view text;   // a string without its quotes; any other value as it was written
};

struct Tree {
    std::vector<Node> nodes;
    std::vector<std::unique_ptr<std::string>> names; // those that had to be decoded
};

class Range;

// A light handle; the Document and the text that it was read from must outlive it. A value asked for what it is not
// gives the empty answer, so that readers look at kinds only where it matters.
class View {
public:
    View() = default;
    View(const Tree* tree, std::uint32_t index) : m_tree(tree), m_index(index) {}

    Kind kind() const { return m_tree ? node().kind : Kind::Missing; }
    // Neither missing nor null: clients send null for "not said".
    bool given() const { return kind() > Kind::Null; }
    bool isString() const { return kind() == Kind::String; }
    bool isNumber() const { return kind() == Kind::Number; }
    bool isObject() const { return kind() == Kind::Object; }
    bool isArray() const { return kind() == Kind::Array; }
    bool isTrue() const { return kind() == Kind::Boolean && node().text == "true"; }
    bool isFalse() const { return kind() == Kind::Boolean && node().text == "false"; }

    // The member of that name; missing when there is none.
    View operator[](std::string_view name) const;
    // Members or elements, in their order.
    Range children() const;
    std::size_t size() const;
    std::string_view name() const { return m_tree ? node().name : std::string_view{}; }

    // A string's text in UTF-8. The escape of a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.
    std::string text() const;
    // The same as a view where it can be one.
    BodyText bodyText() const;
    std::string_view numberText() const { return isNumber() ? node().text : std::string_view{}; }
    std::optional<std::int64_t> integer() const;
    std::optional<bool> boolean() const;
    // The value as it was written; a string with its quotes.
    std::string_view written() const;
    // The same without blanks between its tokens.
    RawJson compact() const;

private:
    const Node& node() const { return m_tree->nodes[m_index]; }

    const Tree* m_tree = nullptr;
    std::uint32_t m_index = 0;
};

class Range {
public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = View;
        using difference_type = std::ptrdiff_t;
        using pointer = const View*;
        using reference = View;
        Iterator(const Tree* tree, std::uint32_t index) : m_tree(tree), m_index(index) {}
        View operator*() const { return {m_tree, m_index}; }
        Iterator& operator++() {
            m_index = m_tree->nodes[m_index].next;
            return *this;
        }
        bool operator==(const Iterator& other) const { return m_index == other.m_index; }

    private:
        const Tree* m_tree;
        std::uint32_t m_index;
    };
    Range() = default;
    Range(const Tree* tree, std::uint32_t first) : m_tree(tree), m_first(first) {}
    Iterator begin() const { return {m_tree, m_first}; }
    Iterator end() const { return {m_tree, 0}; }

private:
    const Tree* m_tree = nullptr;
    std::uint32_t m_first = 0; // 0 is the outermost value, which is nobody's child
};

// One JSON object, read as strictly as walkStrictly() does, at most 256 deep.
class Document {
public:
    // Errors: those of walkStrictly(); invalid_json where the text is not an object.
    static Result<Document> parse(std::string_view text);
    View root() const { return {m_tree.get(), 0}; }

private:
    explicit Document(std::unique_ptr<Tree> tree) : m_tree(std::move(tree)) {}
    std::unique_ptr<Tree> m_tree; // on the heap, so that views stay good when the document moves
};

} // namespace gatehouse::dialects::json
