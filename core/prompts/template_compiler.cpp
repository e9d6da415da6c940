// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/template_compiler.h"

#include "core/base/text.h"
#include "core/contract/fault.h"

#include <algorithm>
#include <tuple>

namespace gatehouse::prompts {
namespace {

constexpr std::size_t mostPrograms = 1'000;
constexpr std::size_t longestName = 256;
constexpr std::size_t mostNameParts = 8;

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

bool isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isNamePart(std::string_view text) {
    return !text.empty() && isNameStart(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return isNameStart(c) || (c >= '0' && c <= '9') || c == '-';
    });
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return isBlank(c) || c == '\n'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

// Of a character in UTF-8: any byte but its first.
bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Each line of a partial stands as far to the right as its tag.
std::string indented(std::string_view source, std::string_view indent) {
    if (indent.empty() || source.empty())
        return std::string(source);
    std::string out(indent);
    for (std::size_t i = 0; i < source.size(); ++i) {
        out += source[i];
        if (source[i] == '\n' && i + 1 < source.size())
            out += indent;
    }
    return out;
}

struct Tag {
    char sort = 'v'; // v & { # ^ / > ! =
    std::string_view content;
    std::size_t begin = 0;
    std::size_t end = 0;
};

} // namespace

// One pass over one text.
class TemplateReader {
public:
    TemplateReader(TemplateCompiler& compiler, std::string_view source, std::string_view name, std::string_view indent,
                   bool inSection)
        : m_compiler(compiler), m_source(source), m_indent(indent), m_inSection(inSection) {
        m_program->name = name;
    }

    tl::expected<ProgramPointer, TemplateFault> read() {
        while (!m_fault) {
            const auto at = m_source.find(m_open, m_at);
            if (at == std::string_view::npos)
                break;
            text(m_at, at);
            if (const auto tag = tagAt(at))
                take(*tag);
        }
        if (!m_fault)
            text(m_at, m_source.size());
        if (!m_fault && !m_sections.empty()) {
            const auto& node = m_program->nodes[m_sections.back()];
            m_fault = TemplateFault{m_program->name, node.line, node.column,
                                    "the section " + contract::quoted(node.text) + " has no end"};
        }
        if (!m_fault)
            measure();
        if (m_fault)
            return tl::unexpected(std::move(*m_fault));
        return m_program;
    }

private:
    void fail(std::size_t at, std::string message) {
        if (m_fault)
            return;
        const auto [line, column] = placeOf(at);
        m_fault = TemplateFault{m_program->name, line, column, std::move(message)};
    }

    // Tags come in order, so lines and columns are counted on from the last one.
    std::pair<std::size_t, std::size_t> placeOf(std::size_t at) {
        if (at < m_counted) {
            m_counted = 0;
            m_line = 1;
            m_column = 1;
        }
        for (; m_counted < at; ++m_counted) {
            const char c = m_source[m_counted];
            if (c == '\n') {
                ++m_line;
                m_column = 1;
            } else if (!isContinuation(c)) {
                ++m_column;
            }
        }
        return {m_line, m_column > m_indent.size() ? m_column - m_indent.size() : 1};
    }

    Node& add(NodeKind kind, std::size_t at) {
        auto& node = m_program->nodes.emplace_back();
        node.kind = kind;
        std::tie(node.line, node.column) = placeOf(at);
        return node;
    }

    void text(std::size_t from, std::size_t to) {
        if (to <= from)
            return;
        auto& nodes = m_program->nodes;
        const auto piece = m_source.substr(from, to - from);
        // Comments and changed delimiters leave two texts side by side.
        if (!nodes.empty() && nodes.back().kind == NodeKind::Text && nodes.size() != m_lastClosed)
            nodes.back().text += piece;
        else
            add(NodeKind::Text, from).text = piece;
    }

    std::optional<Tag> tagAt(std::size_t at) {
        Tag tag;
        tag.begin = at;
        std::size_t inside = at + m_open.size();
        const char first = inside < m_source.size() ? m_source[inside] : '\0';
        if (std::string_view("&{#^/>!=<$*").find(first) != std::string_view::npos && first != '\0') {
            tag.sort = first;
            ++inside;
        }
        std::string ending = m_close;
        if (tag.sort == '{')
            ending.insert(0, 1, '}');
        if (tag.sort == '=')
            ending.insert(0, 1, '=');
        const auto end = m_source.find(ending, inside);
        if (end == std::string_view::npos) {
            fail(at, "the tag " + contract::quoted(m_open) + " is not closed by " + contract::quoted(ending));
            return std::nullopt;
        }
        tag.content = trimmed(m_source.substr(inside, end - inside));
        tag.end = end + ending.size();
        return tag;
    }

    void take(const Tag& tag) {
        m_at = tag.end;
        std::string_view before;
        const bool alone =
            std::string_view("#^/>!=").find(tag.sort) != std::string_view::npos && standsAlone(tag, before);
        switch (tag.sort) {
        case 'v':
        case '&':
        case '{':
            return value(tag);
        case '#':
        case '^':
            return section(tag);
        case '/':
            return close(tag);
        case '>':
            return partial(tag, alone ? std::string(before) : std::string());
        case '!':
            return;
        case '=':
            return delimiters(tag);
        default:
            fail(tag.begin, "inheritance and dynamic names are not part of templates here");
        }
    }

    // A tag without output that has its line for itself takes the line away with it.
    bool standsAlone(const Tag& tag, std::string_view& before) {
        std::size_t lineStart = tag.begin;
        while (lineStart > 0 && isBlank(m_source[lineStart - 1]))
            --lineStart;
        if (lineStart > 0 && m_source[lineStart - 1] != '\n')
            return false;
        before = m_source.substr(lineStart, tag.begin - lineStart);
        std::size_t after = tag.end;
        while (after < m_source.size() && isBlank(m_source[after]))
            ++after;
        if (after < m_source.size() && m_source[after] != '\n')
            return false;
        auto& nodes = m_program->nodes;
        if (!before.empty() && !nodes.empty() && nodes.back().kind == NodeKind::Text) {
            nodes.back().text.resize(nodes.back().text.size() - before.size());
            if (nodes.back().text.empty())
                nodes.pop_back();
        }
        m_at = after < m_source.size() ? after + 1 : after;
        return true;
    }

    bool readName(const Tag& tag, Node& node, NodeKind kind) {
        node.text = tag.content;
        if (tag.content == ".") {
            if (!inSection())
                fail(tag.begin, "{{.}} stands for the item of a section and is outside of one");
            return !m_fault;
        }
        if (tag.content.size() > longestName) {
            fail(tag.begin, "a name has at most " + std::to_string(longestName) + " characters");
            return false;
        }
        std::size_t from = 0;
        for (;;) {
            const auto dot = tag.content.find('.', from);
            const auto part = tag.content.substr(from, dot == std::string_view::npos ? dot : dot - from);
            if (!isNamePart(part)) {
                fail(tag.begin, contract::quoted(tag.content) +
                                    " is not a name: letters, digits, _ and -, beginning with a letter or _; dots "
                                    "between the parts");
                return false;
            }
            node.path.emplace_back(part);
            if (dot == std::string_view::npos)
                break;
            from = dot + 1;
        }
        if (node.path.size() > mostNameParts)
            fail(tag.begin, "a name has at most " + std::to_string(mostNameParts) + " parts");
        note(tag, node, kind);
        return !m_fault;
    }

    void note(const Tag& tag, const Node& node, NodeKind) {
        const auto& first = node.path.front();
        const bool known = !m_compiler.m_knows || m_compiler.m_knows(first);
        if (known && (m_compiler.m_knows || !inSection()))
            m_compiler.m_names.insert(first);
        if (!known && !inSection())
            fail(tag.begin, "the variable " + contract::quoted(first) + " is not declared");
    }

    bool inSection() const { return m_inSection || m_depth > 0; }

    void value(const Tag& tag) { (void)readName(tag, add(NodeKind::Value, tag.begin), NodeKind::Value); }

    void section(const Tag& tag) {
        const auto kind = tag.sort == '#' ? NodeKind::Section : NodeKind::Inverted;
        if (!readName(tag, add(kind, tag.begin), kind))
            return;
        if (m_sections.size() == mostSectionDepth)
            return fail(tag.begin, "sections are nested deeper than " + std::to_string(mostSectionDepth));
        m_sections.push_back(m_program->nodes.size() - 1);
        // Nothing comes into view in an inverted section: what it asks about is not there.
        m_depth += kind == NodeKind::Section ? 1 : 0;
    }

    void close(const Tag& tag) {
        if (m_sections.empty())
            return fail(tag.begin, "nothing is open that " + contract::quoted(tag.content) + " could end");
        auto& node = m_program->nodes[m_sections.back()];
        if (node.text != tag.content)
            return fail(tag.begin, "the section " + contract::quoted(node.text) + " is open and ended as " +
                                       contract::quoted(tag.content));
        node.end = m_program->nodes.size();
        m_lastClosed = node.end;
        m_depth -= node.kind == NodeKind::Section ? 1 : 0;
        m_sections.pop_back();
    }

    void partial(const Tag& tag, std::string indent) {
        auto& node = add(NodeKind::Partial, tag.begin);
        node.text = tag.content;
        const auto found = m_compiler.m_partials.find(std::string(tag.content));
        if (found == m_compiler.m_partials.end())
            return fail(tag.begin, "there is no partial " + contract::quoted(tag.content));
        const TemplateCompiler::Key key{found->first, std::move(indent), inSection()};
        if (const auto done = m_compiler.m_done.find(key); done != m_compiler.m_done.end()) {
            node.partial = done->second;
            return;
        }
        auto& open = m_compiler.m_open;
        if (std::find(open.begin(), open.end(), key.name) != open.end()) {
            std::string way;
            for (auto from = std::find(open.begin(), open.end(), key.name); from != open.end(); ++from)
                way += *from + " → ";
            return fail(tag.begin, "the partials lead in a circle: " + way + key.name);
        }
        if (open.size() == mostPartialDepth)
            return fail(tag.begin, "partials are nested deeper than " + std::to_string(mostPartialDepth));
        if (m_compiler.m_done.size() == mostPrograms)
            return fail(tag.begin, "the template has too many partials at different indentations");
        open.push_back(key.name);
        auto program = m_compiler.compile(found->second, key.name, key.indent, key.inSection);
        open.pop_back();
        if (!program) {
            m_fault = std::move(program.error());
            return;
        }
        node.partial = *program;
        m_compiler.m_done.emplace(key, std::move(*program));
    }

    void delimiters(const Tag& tag) {
        const auto gap = tag.content.find_first_of(" \t\r\n");
        const auto open = tag.content.substr(0, gap);
        const auto close = gap == std::string_view::npos ? std::string_view() : trimmed(tag.content.substr(gap));
        const auto usable = [](std::string_view text) {
            return !text.empty() && text.size() <= 8 && text.find_first_of(" \t\r\n=") == std::string_view::npos;
        };
        if (!usable(open) || !usable(close))
            return fail(tag.begin, "delimiters are two texts of 1 to 8 characters without blanks and =");
        m_open = open;
        m_close = close;
    }

    void measure() {
        auto& program = *m_program;
        for (const auto& node : program.nodes) {
            program.tags += 1 + (node.partial ? node.partial->tags : 0);
            program.bytes +=
                (node.kind == NodeKind::Text ? node.text.size() : 0) + (node.partial ? node.partial->bytes : 0);
        }
        if (program.tags > mostExpandedTags)
            fail(0, "the template has more than " + std::to_string(mostExpandedTags) +
                        " tags with its partials in their places");
        if (program.bytes > mostExpandedBytes)
            fail(0, "the template has more than " + std::to_string(mostExpandedBytes) +
                        " bytes with its partials in their places");
    }

    TemplateCompiler& m_compiler;
    std::string_view m_source;
    std::string_view m_indent;
    bool m_inSection;
    std::shared_ptr<Template::Program> m_program = std::make_shared<Template::Program>();
    std::vector<std::size_t> m_sections; // nodes of those that are open
    std::size_t m_depth = 0;             // of them, those that bring an item into view
    std::size_t m_lastClosed = std::string_view::npos;
    std::string m_open = "{{";
    std::string m_close = "}}";
    std::size_t m_at = 0;
    std::size_t m_counted = 0; // how far line and column are counted
    std::size_t m_line = 1;
    std::size_t m_column = 1;
    std::optional<TemplateFault> m_fault;
};

tl::expected<ProgramPointer, TemplateFault> TemplateCompiler::compile(std::string_view source, std::string_view name,
                                                                      std::string_view indent, bool inSection) {
    TemplateFault fault{std::string(name), 1, 1, {}};
    if (source.size() > mostTemplateBytes)
        fault.message = "it has more than " + std::to_string(mostTemplateBytes) + " bytes";
    else if (!isValidUtf8(source) || source.find('\0') != std::string_view::npos)
        fault.message = "it is not a text in UTF-8";
    if (!fault.message.empty())
        return tl::unexpected(std::move(fault));
    const auto text = indented(source, indent);
    return TemplateReader(*this, text, name, indent, inSection).read();
}

} // namespace gatehouse::prompts
