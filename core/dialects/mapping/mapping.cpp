// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/mapping.h"

#include "core/dialects/mapping/embedded.h"

#include <algorithm>
#include <map>

namespace gatehouse::dialects {
namespace {

using json::View;
using mapping::Pointer;

tl::unexpected<Error> fault(std::string field, std::string expected, std::string found) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_mapping";
    error.message = "The field \"" + field + "\" must be " + expected + "; found " + found + ".";
    error.field = std::move(field);
    error.expected = std::move(expected);
    error.found = std::move(found);
    return tl::unexpected(std::move(error));
}

std::optional<std::string> textIn(View object, std::string_view name) {
    const auto value = object[name];
    return value.isString() ? std::optional(value.text()) : std::nullopt;
}

MappingPlaces placesIn(View object) {
    return {textIn(object, "text"),         textIn(object, "tool_calls"),    textIn(object, "finish"),
            textIn(object, "input_tokens"), textIn(object, "output_tokens"), textIn(object, "error"),
            textIn(object, "skip")};
}

using BuiltIn = std::map<std::string, MappingSource, std::less<>>;

// The text is part of the program; a test reads all of it.
BuiltIn readBuiltIn() {
    BuiltIn all;
    const auto document = json::Document::parse(mapping::embeddedMappings());
    if (!document)
        return all;
    for (const View item : document->root()["mappings"].children()) {
        MappingSource source;
        source.path = textIn(item, "path");
        source.streamPath = textIn(item, "stream_path");
        source.request = item["request"].compact();
        source.answer = placesIn(item["answer"]);
        source.stream = placesIn(item["stream"]);
        source.framing = textIn(item["stream"], "framing");
        source.end = textIn(item["stream"], "end");
        all.emplace(item["id"].text(), std::move(source));
    }
    return all;
}

const BuiltIn& builtIn() {
    static const auto all = readBuiltIn();
    return all;
}

void take(std::optional<std::string>& into, const std::optional<std::string>& change) {
    if (change)
        into = change;
}

void takePlaces(MappingPlaces& into, const MappingPlaces& changes) {
    take(into.text, changes.text);
    take(into.toolCalls, changes.toolCalls);
    take(into.finish, changes.finish);
    take(into.inputTokens, changes.inputTokens);
    take(into.outputTokens, changes.outputTokens);
    take(into.error, changes.error);
    take(into.skip, changes.skip);
}

// Reads the pointers of an answer or of a stream and remembers the first that is none.
class PlacesReader {
public:
    PlacesReader(std::string where, const MappingPlaces& source) : m_where(std::move(where)), m_source(source) {}

    Result<Mapping::Places> run() {
        Mapping::Places places;
        read("text", m_source.text, places.text);
        read("tool_calls", m_source.toolCalls, places.toolCalls);
        read("finish", m_source.finish, places.finish);
        read("input_tokens", m_source.inputTokens, places.inputTokens);
        read("output_tokens", m_source.outputTokens, places.outputTokens);
        read("error", m_source.error, places.error);
        read("skip", m_source.skip, places.skip);
        if (!m_fault.empty())
            return fault(m_where + m_fault, "a JSON pointer such as /choices/0/text", "another text");
        return places;
    }

private:
    void read(std::string_view name, const std::optional<std::string>& text, std::optional<Pointer>& into) {
        // An empty text takes a place away; the text itself may be the whole body.
        if (!text || (text->empty() && name != "text") || !m_fault.empty())
            return;
        into = Pointer::parse(*text);
        if (!into)
            m_fault = name;
    }

    std::string m_where;
    const MappingPlaces& m_source;
    std::string m_fault;
};

} // namespace

std::vector<std::string_view> Mapping::names() {
    std::vector<std::string_view> names;
    for (const auto& [name, source] : builtIn())
        names.emplace_back(name);
    return names;
}

Result<std::shared_ptr<const Mapping>> Mapping::make(std::string_view use, const MappingSource& changes,
                                                     bool enveloped) {
    MappingSource source;
    if (!use.empty()) {
        const auto found = builtIn().find(use);
        if (found == builtIn().end())
            return fault("use", "the name of a mapping of the product", "another text");
        source = found->second;
    }
    take(source.path, changes.path);
    take(source.streamPath, changes.streamPath);
    take(source.request, changes.request);
    take(source.framing, changes.framing);
    take(source.end, changes.end);
    takePlaces(source.answer, changes.answer);
    takePlaces(source.stream, changes.stream);
    if (!source.request)
        return fault("request", "a JSON text with places (or use: the name of a mapping)", "nothing");
    auto request = mapping::Template::parse(*source.request);
    if (!request)
        return tl::unexpected(std::move(request.error()));
    std::shared_ptr<Mapping> made(new Mapping(std::move(*request)));
    auto answer = PlacesReader("answer.", source.answer).run();
    auto stream = answer ? PlacesReader("stream.", source.stream).run() : answer;
    if (!stream)
        return tl::unexpected(std::move(stream.error()));
    if (!answer->text)
        return fault("answer.text", "a JSON pointer: where the text of an answer stands", "nothing");
    const auto framing = source.framing.value_or("none");
    if (framing != "none" && !stream->text)
        return fault("stream.text", "a JSON pointer: where the text of an event stands", "nothing");
    made->m_path = source.path.value_or("");
    made->m_streamPath = source.streamPath.value_or("");
    made->m_answer = std::move(*answer);
    made->m_stream = std::move(*stream);
    made->m_framing = framing == "sse" ? Framing::Sse : framing == "lines" ? Framing::Lines : Framing::None;
    made->m_end = source.end.value_or("");
    made->m_enveloped = enveloped;
    return std::shared_ptr<const Mapping>(std::move(made));
}

} // namespace gatehouse::dialects
