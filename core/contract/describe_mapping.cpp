// SPDX-License-Identifier: Apache-2.0
// Providers of no dialect: their headers, and how bodies are mapped.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

constexpr std::size_t longestTemplate = 16'384;

Type pointerType() {
    return patternText("a JSON pointer such as /choices/0/text, or an empty text for nowhere",
                       "^(/([^~/\\x00-\\x1f\\x7f]|~[01])*)*$", 512);
}

Type pathType() {
    return patternText(
        "a path such as /score, with {model} where the model's name stands",
        "^(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|\\{model\\})*)*(\\?[A-Za-z0-9._~=&%-]{1,256})?$", 512);
}

ObjectDescription header() {
    Describer<HeaderSpec> it("Header", "A header that goes with every request to the provider.");
    auto& name = it.field("name", &HeaderSpec::name, patternText("a header name", "^[A-Za-z][A-Za-z0-9-]{0,63}$", 64),
                          "Its name. Headers that the gateway sets itself, and those that hold a credential, cannot be "
                          "given.");
    name.required = true;
    name.example = "Databricks-Model-Provider-Service";
    it.field("value", &HeaderSpec::value, patternText("printable ASCII", "^[!-~]([ -~]*[!-~])?$", 512),
             "Its value. Not for secrets: it is shown and exported.")
        .required = true;
    return it.finish();
}

ObjectDescription answer() {
    Describer<MappingAnswerSpec> it("MappingAnswer", "Where the parts of a whole answer stand: JSON pointers.");
    it.field("text", &MappingAnswerSpec::text, pointerType(),
             "The text: a string, a number, or an array of which the strings are joined. An empty pointer is the whole "
             "answer, which may then be plain text.")
        .example = "/choices/0/message/content";
    it.field("tool_calls", &MappingAnswerSpec::toolCalls, pointerType(),
             "Tool calls in the form of OpenAI's `tool_calls`.");
    it.field("finish", &MappingAnswerSpec::finish, pointerType(),
             "Why it ended, in a word such as `stop` or `length`.");
    it.field("input_tokens", &MappingAnswerSpec::inputTokens, pointerType(), "Tokens of the prompt.");
    it.field("output_tokens", &MappingAnswerSpec::outputTokens, pointerType(),
             "Tokens of the answer; an array counts as many as it has elements.");
    it.field("error", &MappingAnswerSpec::error, pointerType(),
             "The text of an error. An answer that has one there is a failure, whatever its status.");
    return it.finish();
}

ObjectDescription stream() {
    Describer<MappingStreamSpec> it("MappingStream",
                                    "Where the parts of an answer stand in the events of a stream: JSON pointers.");
    it.field("framing", &MappingStreamSpec::framing, choiceType({"none", "sse", "lines"}),
             "How events are told apart: `sse` (server-sent events), `lines` (a JSON text a line), or `none`: the "
             "provider has no streams, and clients that want one get the whole answer as a stream.");
    it.field("text", &MappingStreamSpec::text, pointerType(), "The piece of text of an event.");
    it.field("finish", &MappingStreamSpec::finish, pointerType(), "Why it ended; null or absent until it does.");
    it.field("input_tokens", &MappingStreamSpec::inputTokens, pointerType(), "Tokens of the prompt.");
    it.field("output_tokens", &MappingStreamSpec::outputTokens, pointerType(), "Tokens of the answer so far.");
    it.field("error", &MappingStreamSpec::error, pointerType(), "The text of an error, which ends the stream.");
    it.field("skip", &MappingStreamSpec::skip, pointerType(),
             "A boolean: where it is true, the event's text is left out (a special token).");
    it.field(
        "end", &MappingStreamSpec::end, textType("a text", 64),
        "The data of the event that ends the stream, such as `[DONE]`. Without it and without `finish`, the end of "
        "the connection is the end.");
    return it.finish();
}

ObjectDescription mapping() {
    Describer<MappingSpec> it(
        "Mapping", "How chats become requests of a provider that speaks no dialect, and its answers chats again.");
    it.field("use", &MappingSpec::use,
             choiceType({"openai_messages", "tgi", "jumpstart", "triton_generate", "triton_trtllm", "tensor",
                         "databricks_inputs", "databricks_dataframe", "azureml_score"}),
             "A mapping of the product to begin with; the other fields replace its parts.");
    it.field("path", &MappingSpec::path, pathType(), "Behind `base_url`. Default: what the dialect has, else nothing.")
        .example = "/score";
    it.field("stream_path", &MappingSpec::streamPath, pathType(),
             "The path of requests for a stream, where it is another.");
    auto& request = it.field(
        "request", &MappingSpec::request, textType("a JSON text", longestTemplate),
        "The body, as JSON. In its strings `{{NAME}}` is a place: alone in a string it becomes the value itself "
        "(a number, a list), or its member is left out where there is none; within other text it becomes text. "
        "`{{NAME|3}}` has a default, in JSON. Names: `messages` (as OpenAI's), `prompt` (all turns as text), "
        "`last_user`, `system`, `model`, `max_tokens`, `temperature`, `top_p`, `top_k`, `seed`, `stop`, "
        "`frequency_penalty`, `presence_penalty`, `stream`, `tools`, `tool_choice`, `response_format`, `user`.");
    request.example = R"({"inputs":"{{prompt}}","parameters":{"max_new_tokens":"{{max_tokens|256}}"}})";
    it.field("answer", &MappingSpec::answer, objectType<MappingAnswerSpec>(), "Where an answer holds what.");
    it.field("stream", &MappingSpec::stream, objectType<MappingStreamSpec>(),
             "Where the events of a stream hold what.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<HeaderSpec>() {
    static const auto description = header();
    return description;
}
template <>
const ObjectDescription& descriptionOf<MappingAnswerSpec>() {
    static const auto description = answer();
    return description;
}
template <>
const ObjectDescription& descriptionOf<MappingStreamSpec>() {
    static const auto description = stream();
    return description;
}
template <>
const ObjectDescription& descriptionOf<MappingSpec>() {
    static const auto description = mapping();
    return description;
}

} // namespace gatehouse::contract
