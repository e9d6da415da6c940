// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/json_tree.h"

#include "core/dialects/json_strict.h"
#include "core/dialects/json_writer.h"

#include <charconv>
#include <functional>

namespace gatehouse::dialects::json {
namespace {

constexpr std::size_t deepest = 256;

Kind kindOf(Type type) {
    switch (type) {
    case Type::Object:
        return Kind::Object;
    case Type::Array:
        return Kind::Array;
    case Type::String:
        return Kind::String;
    case Type::Number:
        return Kind::Number;
    case Type::Boolean:
        return Kind::Boolean;
    case Type::Null:
        return Kind::Null;
    case Type::Invalid:
        break;
    }
    return Kind::Missing;
}

class TreeBuilder final : public Visitor {
public:
    TreeBuilder(std::string_view text, Tree& tree) : m_text(text), m_tree(tree) {}

    void value(std::size_t depth, std::string_view name, const Item& item) override {
        const auto index = static_cast<std::uint32_t>(m_tree.nodes.size());
        Node node;
        node.kind = kindOf(item.type);
        node.name = keep(name);
        node.escaped = item.escaped;
        if (item.type == Type::String)
            node.text = m_text.substr(item.begin + 1, item.end - item.begin - 2);
        else if (item.type != Type::Object && item.type != Type::Array)
            node.text = m_text.substr(item.begin, item.end - item.begin);
        m_tree.nodes.push_back(node);
        link(depth, index);
    }
    void close(std::size_t depth, const Item& item) override {
        m_tree.nodes[m_last[depth]].text = m_text.substr(item.begin, item.end - item.begin);
    }

private:
    // m_last[d]: the newest value with d containers around it.
    void link(std::size_t depth, std::uint32_t index) {
        if (depth > 0) {
            Node& parent = m_tree.nodes[m_last[depth - 1]];
            if (parent.child == 0)
                parent.child = index;
            else
                m_tree.nodes[m_last[depth]].next = index;
        }
        if (m_last.size() <= depth)
            m_last.resize(depth + 1);
        m_last[depth] = index;
    }
    std::string_view keep(std::string_view name) {
        const std::less<const char*> before;
        if (name.empty() || (!before(name.data(), m_text.data()) && before(name.data(), m_text.data() + m_text.size())))
            return name;
        m_tree.names.push_back(std::make_unique<std::string>(withoutSurrogates(std::string(name))));
        return *m_tree.names.back();
    }

    std::string_view m_text;
    Tree& m_tree;
    std::vector<std::uint32_t> m_last;
};

} // namespace

View View::operator[](std::string_view name) const {
    if (!isObject())
        return {};
    for (std::uint32_t at = node().child; at != 0; at = m_tree->nodes[at].next) {
        if (m_tree->nodes[at].name == name)
            return {m_tree, at};
    }
    return {};
}

Range View::children() const {
    return m_tree ? Range(m_tree, node().child) : Range();
}

std::size_t View::size() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const View child : children())
        ++count;
    return count;
}

std::string View::text() const {
    if (!isString())
        return {};
    if (!node().escaped)
        return std::string(node().text);
    std::string decoded;
    appendDecoded(decoded, node().text);
    return withoutSurrogates(std::move(decoded));
}

BodyText View::bodyText() const {
    if (isString() && !node().escaped)
        return BodyText::viewing(node().text);
    return BodyText::owning(text());
}

std::optional<std::int64_t> View::integer() const {
    const std::string_view number = numberText();
    std::int64_t value = 0;
    const char* const end = number.data() + number.size();
    const auto [stop, code] = std::from_chars(number.data(), end, value);
    if (number.empty() || code != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

std::optional<bool> View::boolean() const {
    if (kind() != Kind::Boolean)
        return std::nullopt;
    return isTrue();
}

std::string_view View::written() const {
    if (!m_tree)
        return {};
    if (!isString())
        return node().text;
    return {node().text.data() - 1, node().text.size() + 2};
}

RawJson View::compact() const {
    RawJson out;
    appendCompact(out, written());
    return out;
}

Result<Document> Document::parse(std::string_view text) {
    auto tree = std::make_unique<Tree>();
    TreeBuilder builder(text, *tree);
    if (auto walked = walkStrictly(text, deepest, builder); !walked)
        return tl::unexpected(std::move(walked.error()));
    if (tree->nodes.front().kind != Kind::Object)
        return failure(ErrorKind::Invalid, "invalid_json", "The JSON text is not an object.");
    return Document(std::move(tree));
}

} // namespace gatehouse::dialects::json
