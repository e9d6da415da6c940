// SPDX-License-Identifier: Apache-2.0
#include "core/chains/step_forms.h"

#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::chains {
namespace {

namespace json = boost::json;

constexpr std::string_view jsonType = "application/json";

tl::unexpected<Error> wrongInput(std::string field, std::string expected) {
    auto error =
        failure(ErrorKind::Invalid, "chain_input_invalid", "Its input " + field + " must be " + expected + ".");
    error.value().field = std::move(field);
    error.value().expected = std::move(expected);
    return error;
}

std::optional<json::value> parsed(std::string_view text) {
    boost::system::error_code error;
    auto value = json::parse({text.data(), text.size()}, error);
    return error ? std::nullopt : std::optional(std::move(value));
}

} // namespace

Result<std::string> chatRequest(std::string_view model, const json::object& input) {
    json::object body{{"model", model}};
    json::array messages;
    for (const auto& member : input) {
        const std::string_view name = member.key();
        if (name == "messages") {
            if (!member.value().is_array())
                return wrongInput("messages", "a list of messages");
            messages = member.value().get_array();
        } else if (name != "system" && name != "prompt" && name != "model" && name != "stream") {
            body[name] = member.value();
        }
    }
    const auto text = [&input](std::string_view name) -> Result<std::string> {
        const auto* value = input.if_contains(name);
        if (value == nullptr)
            return std::string();
        if (!value->is_string())
            return wrongInput(std::string(name), "a text");
        return std::string(value->get_string());
    };
    const auto system = text("system");
    const auto prompt = text("prompt");
    if (!system || !prompt)
        return tl::unexpected(system ? prompt.error() : system.error());
    if (!system->empty())
        messages.insert(messages.begin(), json::object{{"role", "system"}, {"content", *system}});
    if (!prompt->empty())
        messages.push_back(json::object{{"role", "user"}, {"content", *prompt}});
    if (messages.empty())
        return wrongInput("prompt", "given, or messages");
    body["messages"] = std::move(messages);
    return json::serialize(body);
}

json::object chatOutput(std::string_view text) {
    json::object out{{"text", text}};
    const auto value = parsed(text);
    if (value && (value->is_object() || value->is_array()))
        out["json"] = *value;
    return out;
}

json::value promptOutput(json::value answer) {
    if (answer.is_object())
        return answer;
    if (answer.is_string())
        return json::object{{"text", std::move(answer)}};
    return json::object{{"value", std::move(answer)}};
}

json::value apiOutput(std::string_view contentType, std::string_view answer) {
    const bool isJson = equalsIgnoringCase(trim(contentType.substr(0, contentType.find(';'))), jsonType);
    auto value = isJson ? parsed(answer) : std::nullopt;
    if (!value)
        return json::object{{"text", answer}};
    if (value->is_object())
        return std::move(*value);
    return json::object{{"value", std::move(*value)}};
}

} // namespace gatehouse::chains
