// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/template.h"

#include "core/base/text.h"
#include "core/contract/fault.h"
#include "core/prompts/template_compiler.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>

namespace gatehouse::prompts {
namespace {

namespace json = boost::json;

bool isTrue(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null:
        return false;
    case json::kind::bool_:
        return value.get_bool();
    case json::kind::array:
        return !value.get_array().empty();
    case json::kind::string:
        return !value.get_string().empty();
    default:
        return true;
    }
}

class Renderer {
public:
    Renderer(const json::object& values, std::string& out, RenderBudget& budget)
        : m_values(values), m_out(out), m_budget(budget) {}

    Result<void> run(const Template::Program& program) {
        if (walk(program, 0, program.nodes.size()))
            return {};
        return tl::unexpected(std::move(m_error));
    }

private:
    bool walk(const Template::Program& program, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            const auto& node = program.nodes[i];
            if (m_budget.steps == 0)
                return tooLarge("The prompt has too many parts.");
            --m_budget.steps;
            bool done = true;
            switch (node.kind) {
            case NodeKind::Text:
                done = append(node.text);
                break;
            case NodeKind::Value:
                done = value(program, node);
                break;
            case NodeKind::Partial:
                done = walk(*node.partial, 0, node.partial->nodes.size());
                break;
            case NodeKind::Section:
            case NodeKind::Inverted:
                done = section(program, node, i + 1);
                i = node.end - 1;
                break;
            }
            if (!done)
                return false;
        }
        return true;
    }

    bool append(std::string_view text) {
        if (text.size() > m_budget.bytes)
            return tooLarge("The prompt is too long with these values.");
        m_budget.bytes -= text.size();
        m_out += text;
        return true;
    }

    bool value(const Template::Program& program, const Node& node) {
        const auto* found = find(node);
        if (found == nullptr)
            return unknown(program, node);
        if (const auto* text = found->if_string())
            return append(*text);
        const auto before = m_out.size();
        appendValue(m_out, *found);
        const auto added = m_out.size() - before;
        if (added > m_budget.bytes)
            return tooLarge("The prompt is too long with these values.");
        m_budget.bytes -= added;
        return true;
    }

    bool section(const Template::Program& program, const Node& node, std::size_t from) {
        const auto* found = find(node);
        if (found == nullptr && m_items.empty())
            return unknown(program, node);
        const bool yes = found != nullptr && isTrue(*found);
        if (node.kind == NodeKind::Inverted)
            return yes || walk(program, from, node.end);
        if (!yes)
            return true;
        if (!found->is_array())
            return withItem(*found, program, from, node.end);
        for (const auto& item : found->get_array()) {
            if (!withItem(item, program, from, node.end))
                return false;
        }
        return true;
    }

    bool withItem(const json::value& item, const Template::Program& program, std::size_t from, std::size_t to) {
        m_items.push_back(&item);
        const bool done = walk(program, from, to);
        m_items.pop_back();
        return done;
    }

    // The first part is looked for from the innermost item outwards, the others in what it names.
    const json::value* find(const Node& node) const {
        if (node.path.empty())
            return m_items.empty() ? nullptr : m_items.back();
        const json::value* found = nullptr;
        for (auto item = m_items.rbegin(); found == nullptr && item != m_items.rend(); ++item) {
            if (const auto* object = (*item)->if_object())
                found = object->if_contains(node.path.front());
        }
        if (found == nullptr)
            found = m_values.if_contains(node.path.front());
        for (std::size_t i = 1; found != nullptr && i < node.path.size(); ++i) {
            const auto* object = found->if_object();
            found = object == nullptr ? nullptr : object->if_contains(node.path[i]);
        }
        return found;
    }

    bool unknown(const Template::Program& program, const Node& node) {
        const TemplateFault place{program.name, node.line, node.column,
                                  "nothing is given for " + contract::quoted(node.text)};
        m_error.kind = ErrorKind::Invalid;
        m_error.code = "unknown_name";
        m_error.message = "The prompt cannot be written: " + place.text() + '.';
        return false;
    }
    bool tooLarge(std::string message) {
        m_error.kind = ErrorKind::TooLarge;
        m_error.code = "prompt_too_large";
        m_error.message = std::move(message);
        return false;
    }

    const json::object& m_values;
    std::string& m_out;
    RenderBudget& m_budget;
    std::vector<const json::value*> m_items;
    Error m_error;
};

void appendNumber(std::string& out, double number) {
    std::array<char, 64> buffer{};
    const bool whole = std::abs(number) < 1e15 && number == std::floor(number);
    const auto done =
        whole ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(number))
              : std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    out.append(buffer.data(), done.ptr);
}

} // namespace

std::string TemplateFault::text() const {
    std::string out;
    if (!partial.empty())
        out = "partial " + contract::quoted(partial) + ", ";
    return out + "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + message;
}

tl::expected<Template, TemplateFault> Template::compile(std::string_view source, const PartialTexts& partials,
                                                        const KnowsName& knows) {
    TemplateCompiler compiler(partials, knows);
    auto program = compiler.compile(source, {}, {}, false);
    if (!program)
        return tl::unexpected(std::move(program.error()));
    Template made;
    made.m_program = std::move(*program);
    made.m_names.assign(compiler.names().begin(), compiler.names().end());
    return made;
}

Result<void> Template::render(const json::object& values, std::string& out, RenderBudget& budget) const {
    return Renderer(values, out, budget).run(*m_program);
}

bool Template::isPlain() const {
    for (const auto& node : m_program->nodes) {
        if (node.kind != NodeKind::Text)
            return false;
    }
    return true;
}

void appendJson(std::string& out, const json::value& value) {
    switch (value.kind()) {
    case json::kind::object: {
        char between = '{';
        for (const auto& member : value.get_object()) {
            out += between;
            appendJsonString(out, member.key());
            out += ':';
            appendJson(out, member.value());
            between = ',';
        }
        out += between == '{' ? "{}" : "}";
        return;
    }
    case json::kind::array: {
        char between = '[';
        for (const auto& item : value.get_array()) {
            out += between;
            appendJson(out, item);
            between = ',';
        }
        out += between == '[' ? "[]" : "]";
        return;
    }
    case json::kind::string:
        return appendJsonString(out, value.get_string());
    case json::kind::double_:
        return appendNumber(out, value.get_double());
    case json::kind::int64:
        out += std::to_string(value.get_int64());
        return;
    case json::kind::uint64:
        out += std::to_string(value.get_uint64());
        return;
    case json::kind::bool_:
        out += value.get_bool() ? "true" : "false";
        return;
    case json::kind::null:
        out += "null";
    }
}

void appendValue(std::string& out, const json::value& value) {
    if (const auto* text = value.if_string())
        out += std::string_view(*text);
    else if (!value.is_null())
        appendJson(out, value);
}

} // namespace gatehouse::prompts
