// SPDX-License-Identifier: Apache-2.0
#include "core/config/yaml.h"

#include "core/base/secret.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <cmath>
#include <unordered_map>
#include <vector>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>

namespace gatehouse::config {
namespace {

namespace json = boost::json;
using contract::Fault;
using contract::FaultCode;

struct Abort {
    Fault fault;
};

std::string pointerPart(std::string_view name) {
    return contract::Path(contract::Path(), name).pointer();
}

[[noreturn]] void abort(FaultCode code, std::size_t line, std::string field, std::string expected, std::string found) {
    Fault fault;
    fault.code = code;
    fault.line = line;
    fault.field = std::move(field);
    fault.expected = std::move(expected);
    fault.found = std::move(found);
    throw Abort{std::move(fault)};
}

std::optional<json::value> wholeNumber(std::string_view text) {
    int base = 10;
    std::string_view digits = text;
    bool negative = false;
    if (digits.starts_with("0x") || digits.starts_with("0o")) {
        base = digits[1] == 'x' ? 16 : 8;
        digits.remove_prefix(2);
    } else if (digits.starts_with('+') || digits.starts_with('-')) {
        negative = digits.front() == '-';
        digits.remove_prefix(1);
    }
    std::uint64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, code] = std::from_chars(digits.data(), end, number, base);
    if (digits.empty() || code != std::errc() || stop != end || number > std::uint64_t{1} << 62U)
        return std::nullopt;
    const auto value = static_cast<std::int64_t>(number);
    return json::value(negative ? -value : value);
}

std::optional<json::value> fraction(std::string_view text) {
    auto digits = text;
    if (digits.starts_with('+') || digits.starts_with('-'))
        digits.remove_prefix(1);
    // The core schema's form: a digit or '.' first, at least one digit; no inf, nan or hexadecimal.
    if (digits.empty() || digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos ||
        digits.find_first_of("0123456789") > 1 || digits.front() == 'e' || digits.front() == 'E')
        return std::nullopt;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, number);
    if (code != std::errc() || stop != end || !std::isfinite(number))
        return std::nullopt;
    return json::value(number);
}

json::value plainScalar(std::string_view text) {
    if (text == "true" || text == "True" || text == "TRUE")
        return json::value(true);
    if (text == "false" || text == "False" || text == "FALSE")
        return json::value(false);
    if (auto number = wholeNumber(text))
        return *number;
    if (auto number = fraction(text))
        return *number;
    return json::value(text);
}

// Builds the value from the parser's events.
class Builder final : public YAML::EventHandler {
public:
    explicit Builder(YamlDocument& document) : m_document(document) {}

    bool started() const { return m_documents > 0; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++m_documents > 1)
            abort(FaultCode::Syntax, lineOfMark(mark), "", "one YAML document", "a second one");
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        scalar(mark, anchor, json::value(), std::nullopt, "");
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        refuseTag(mark, tag);
        if (tag == "!") {
            scalar(mark, anchor, json::value(text), std::nullopt, text);
            return;
        }
        auto value = plainScalar(text);
        const bool typed = !value.is_string();
        scalar(mark, anchor, std::move(value), typed ? std::optional(text) : std::nullopt, text);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto known = m_anchors.find(anchor);
        if (known == m_anchors.end())
            abort(FaultCode::Syntax, lineOfMark(mark), fieldHere(), "an anchor that ends before its alias",
                  "an alias inside its own anchor");
        if (!m_frames.empty() && m_frames.back().isMap && !m_frames.back().hasName)
            abort(FaultCode::Syntax, lineOfMark(mark), fieldHere(), "a plain name", "an alias as a name");
        const auto& [value, nodes, bytes, pointer] = known->second;
        count(mark, nodes, bytes);
        if (m_frames.size() + depthOf(value) > mostYamlDepth)
            tooDeep(mark);
        const auto here = place(mark);
        copyWritten(pointer, here);
        attach(json::value(value));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, false);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, true);
    }
    void OnMapEnd() override { close(); }

private:
    struct Frame {
        bool isMap = false;
        bool hasName = false;
        std::string name;
        std::string pointer;
        std::string field;
        json::object object;
        json::array array;
        std::unordered_map<std::string, std::size_t> nameLines;
        YAML::anchor_t anchor = YAML::NullAnchor;
        std::size_t nodesBefore = 0;
        std::size_t bytesBefore = 0;
    };
    struct Anchored {
        json::value value;
        std::size_t nodes = 1;
        std::size_t bytes = 0;
        std::string pointer;
    };

    static std::size_t lineOfMark(const YAML::Mark& mark) { return static_cast<std::size_t>(mark.line) + 1; }

    static std::size_t depthOf(const json::value& value) {
        std::size_t deepest = 0;
        if (const auto* object = value.if_object()) {
            for (const auto& member : *object)
                deepest = std::max(deepest, depthOf(member.value()));
            return deepest + 1;
        }
        if (const auto* array = value.if_array()) {
            for (const auto& element : *array)
                deepest = std::max(deepest, depthOf(element));
            return deepest + 1;
        }
        return 0;
    }

    std::string fieldHere() const {
        if (m_frames.empty())
            return {};
        const auto& frame = m_frames.back();
        if (!frame.isMap)
            return frame.field + "[" + std::to_string(frame.array.size()) + "]";
        if (!frame.hasName)
            return frame.field;
        return frame.field.empty() ? frame.name : frame.field + "." + frame.name;
    }

    void refuseTag(const YAML::Mark& mark, const std::string& tag) const {
        if (!tag.empty() && tag != "?" && tag != "!")
            abort(FaultCode::Syntax, lineOfMark(mark), fieldHere(), "a value without tag",
                  "the tag " + contract::quoted(tag));
    }

    [[noreturn]] void tooDeep(const YAML::Mark& mark) const {
        abort(FaultCode::Syntax, lineOfMark(mark), "", "at most " + std::to_string(mostYamlDepth) + " levels", "more");
    }

    void count(const YAML::Mark& mark, std::size_t nodes, std::size_t bytes) {
        m_nodes += nodes;
        m_bytes += bytes;
        if (m_nodes > mostYamlNodes || m_bytes > 4 * mostYamlBytes)
            abort(FaultCode::Syntax, lineOfMark(mark), "",
                  "at most " + std::to_string(mostYamlNodes) + " values, aliases followed", "more");
    }

    // The pointer of the value that comes next; notes its line.
    std::string place(const YAML::Mark& mark) {
        std::string pointer;
        if (!m_frames.empty()) {
            const auto& frame = m_frames.back();
            pointer = frame.pointer;
            pointer += frame.isMap ? pointerPart(frame.name) : "/" + std::to_string(frame.array.size());
        }
        // A name's own line is nearer to what a person looks for than its value's.
        m_document.lines.emplace(pointer, lineOfMark(mark));
        return pointer;
    }

    void scalar(const YAML::Mark& mark, YAML::anchor_t anchor, json::value value, std::optional<std::string> written,
                const std::string& text) {
        count(mark, 1, text.size());
        if (!m_frames.empty() && m_frames.back().isMap && !m_frames.back().hasName) {
            name(mark, value.is_null() ? "null" : text);
            return;
        }
        const auto pointer = place(mark);
        if (written)
            m_document.plain.emplace(pointer, std::move(*written));
        if (anchor != YAML::NullAnchor)
            m_anchors[anchor] = {value, 1, text.size(), pointer};
        attach(std::move(value));
    }

    void name(const YAML::Mark& mark, const std::string& text) {
        auto& frame = m_frames.back();
        const auto line = lineOfMark(mark);
        const auto [known, fresh] = frame.nameLines.emplace(text, line);
        frame.name = text;
        frame.hasName = true;
        if (!fresh)
            abort(FaultCode::Duplicate, line, fieldHere(), "each name once",
                  contract::quoted(text) + " a second time (first on line " + std::to_string(known->second) + ")");
        m_document.lines.emplace(frame.pointer + pointerPart(text), line);
    }

    void attach(json::value value) {
        if (m_frames.empty()) {
            m_document.root = std::move(value);
            return;
        }
        auto& frame = m_frames.back();
        if (frame.isMap)
            frame.object[frame.name] = std::move(value);
        else
            frame.array.push_back(std::move(value));
        frame.hasName = false;
    }

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool isMap) {
        refuseTag(mark, tag);
        if (m_frames.size() >= mostYamlDepth)
            tooDeep(mark);
        if (!m_frames.empty() && m_frames.back().isMap && !m_frames.back().hasName)
            abort(FaultCode::Syntax, lineOfMark(mark), fieldHere(), "a plain name", "a list or map as a name");
        Frame frame;
        frame.isMap = isMap;
        frame.field = fieldHere();
        frame.pointer = place(mark);
        frame.anchor = anchor;
        frame.nodesBefore = m_nodes;
        frame.bytesBefore = m_bytes;
        count(mark, 1, 0);
        m_frames.push_back(std::move(frame));
    }

    void close() {
        Frame frame = std::move(m_frames.back());
        m_frames.pop_back();
        json::value value = frame.isMap ? json::value(std::move(frame.object)) : json::value(std::move(frame.array));
        if (frame.anchor != YAML::NullAnchor)
            m_anchors[frame.anchor] = {value, m_nodes - frame.nodesBefore, m_bytes - frame.bytesBefore, frame.pointer};
        attach(std::move(value));
    }

    // How numbers were written inside an anchor's value holds for its copy too.
    void copyWritten(const std::string& from, const std::string& to) {
        std::vector<std::pair<std::string, std::string>> copies;
        for (auto it = m_document.plain.lower_bound(from); it != m_document.plain.end() && it->first.starts_with(from);
             ++it) {
            const auto rest = std::string_view(it->first).substr(from.size());
            if (rest.empty() || rest.front() == '/')
                copies.emplace_back(to + std::string(rest), it->second);
        }
        for (auto& [pointer, text] : copies)
            m_document.plain.emplace(std::move(pointer), std::move(text));
    }

    YamlDocument& m_document;
    std::vector<Frame> m_frames;
    std::unordered_map<YAML::anchor_t, Anchored> m_anchors;
    std::size_t m_documents = 0;
    std::size_t m_nodes = 0;
    std::size_t m_bytes = 0;
};

Fault syntaxFault(std::size_t line, std::string expected, std::string found) {
    Fault fault;
    fault.code = FaultCode::Syntax;
    fault.line = line;
    fault.expected = std::move(expected);
    fault.found = std::move(found);
    return fault;
}

// The parser wants a stream; this one reads the text in place.
class ViewBuffer final : public std::streambuf {
public:
    explicit ViewBuffer(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

std::optional<Fault> checkBytes(std::string_view text) {
    if (text.size() > mostYamlBytes)
        return syntaxFault(0, "at most " + std::to_string(mostYamlBytes) + " bytes",
                           std::to_string(text.size()) + " bytes");
    if (!isValidUtf8(text) || text.find('\0') != std::string_view::npos)
        return syntaxFault(0, "a text in UTF-8", "other bytes");
    return std::nullopt;
}

} // namespace

std::size_t lineOf(const LineMap& lines, std::string_view pointer) {
    while (true) {
        if (const auto known = lines.find(pointer); known != lines.end())
            return known->second;
        const auto slash = pointer.rfind('/');
        if (slash == std::string_view::npos)
            return 0;
        pointer = pointer.substr(0, slash);
    }
}

std::optional<std::string_view> YamlDocument::written(const std::string& pointer) const {
    const auto known = plain.find(pointer);
    if (known == plain.end())
        return std::nullopt;
    return std::string_view(known->second);
}

contract::Checked<YamlDocument> parseYaml(std::string_view text) {
    if (auto fault = checkBytes(text))
        return tl::unexpected<contract::Faults>(contract::Faults{std::move(*fault)});
    YamlDocument document;
    Builder builder(document);
    std::string copy(text);
    ViewBuffer buffer(copy);
    std::istream stream(&buffer);
    try {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (Abort& abort) {
        gatehouse::wipe(copy);
        return tl::unexpected<contract::Faults>(contract::Faults{std::move(abort.fault)});
    } catch (const YAML::Exception& error) {
        gatehouse::wipe(copy);
        const auto line = error.mark.is_null() ? 0U : static_cast<std::size_t>(error.mark.line) + 1;
        return tl::unexpected<contract::Faults>(contract::Faults{syntaxFault(line, "YAML", error.msg)});
    }
    gatehouse::wipe(copy);
    return document;
}

} // namespace gatehouse::config
