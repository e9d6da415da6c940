// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/prompt.h"

#include "core/base/text.h"
#include "core/contract/json_text.h"
#include "core/contract/prompt_specs.h"
#include "core/prompts/check.h"
#include "core/prompts/schema_tools.h"

#include <set>
#include <utility>

namespace gatehouse::prompts {
namespace {

namespace json = boost::json;
using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::Path;
using contract::quoted;

constexpr std::size_t mostAnswerBytes = std::size_t{4} * 1024 * 1024;

Fault faultAt(const Path& path, std::string detail) {
    auto fault = contract::makeFault(FaultCode::Conflict, path, {}, {});
    fault.detail = std::move(detail);
    return fault;
}

void appendMember(std::string& out, std::string_view name, std::string_view jsonText) {
    out.append(",\"").append(name).append("\":").append(jsonText);
}

std::string parametersOf(const contract::PromptParametersSpec& spec) {
    std::string out;
    if (spec.temperature)
        appendMember(out, "temperature", *spec.temperature);
    if (spec.topP)
        appendMember(out, "top_p", *spec.topP);
    if (spec.maxTokens)
        appendMember(out, "max_completion_tokens", std::to_string(*spec.maxTokens));
    if (!spec.stop.empty()) {
        json::array stop(spec.stop.begin(), spec.stop.end());
        std::string text;
        appendJson(text, stop);
        appendMember(out, "stop", text);
    }
    if (spec.seed)
        appendMember(out, "seed", std::to_string(*spec.seed));
    if (spec.reasoningEffort) {
        std::string text;
        appendJsonString(text, *spec.reasoningEffort);
        appendMember(out, "reasoning_effort", text);
    }
    return out;
}

std::string answerForm(const json::value& schema) {
    std::string text = R"({"type":"json_schema","json_schema":{"name":"answer","strict":)";
    text += isStrictSchema(schema) ? "true" : "false";
    text += ",\"schema\":";
    appendJson(text, schema);
    return text + "}}";
}

// Providers fetch it themselves; the gateway never does.
bool isImage(std::string_view text) {
    return text.starts_with("https://") || text.starts_with("http://") || text.starts_with("data:image/");
}

void appendParts(std::string& out, const RenderedMessage& message) {
    out += '[';
    if (!message.content.empty()) {
        out += R"({"type":"text","text":)";
        appendJsonString(out, message.content);
        out += "},";
    }
    for (const auto& image : message.images) {
        out += R"({"type":"image_url","image_url":{"url":)";
        appendJsonString(out, image);
        out += "}},";
    }
    out.back() = ']';
}

void appendMessage(std::string& out, const RenderedMessage& message) {
    out += R"({"role":)";
    appendJsonString(out, message.role);
    out += ",\"content\":";
    if (message.images.empty())
        appendJsonString(out, message.content);
    else
        appendParts(out, message);
    out += '}';
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Error unfit(std::string message) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "answer_unfit";
    error.message = std::move(message);
    return error;
}

// Compiles the templates of a version and gathers what is wrong with them.
class TemplateShop {
public:
    TemplateShop(const contract::PromptVersionSpec& spec, const Path& path, Faults& faults)
        : m_spec(spec), m_faults(faults) {
        for (const auto& variable : spec.variables)
            m_names.insert(variable.name);
        const Path partials(path, "partials");
        for (std::size_t i = 0; i < spec.partials.size(); ++i) {
            const auto& [name, content] = spec.partials[i];
            if (!m_partials.emplace(name, content).second)
                m_faults.push_back(
                    faultAt(Path(Path(partials, i), "name"), "the partial " + quoted(name) + " stands here twice"));
        }
    }

    Template make(const std::string& source, const Path& path) {
        auto made =
            Template::compile(source, m_partials, [this](std::string_view name) { return m_names.contains(name); });
        if (made)
            return std::move(*made);
        m_faults.push_back(faultAt(path, made.error().text()));
        return {};
    }

    // Those that nobody uses must be right too.
    void checkPartials(const Path& path) {
        const Path partials(path, "partials");
        for (std::size_t i = 0; i < m_spec.partials.size(); ++i) {
            // Where it will stand is not known, so neither are the names.
            const auto made = Template::compile("{{#_}}{{>" + m_spec.partials[i].name + "}}{{/_}}", m_partials, {});
            if (!made)
                m_faults.push_back(faultAt(Path(Path(partials, i), "content"), made.error().text()));
        }
    }

private:
    const contract::PromptVersionSpec& m_spec;
    Faults& m_faults;
    PartialTexts m_partials;
    std::set<std::string, std::less<>> m_names;
};

} // namespace

contract::Checked<Prompt::Pointer> Prompt::compile(const contract::PromptVersionSpec& spec, const Path& path) {
    auto made = std::make_shared<Prompt>();
    Faults faults;
    auto variables = Variables::compile(spec.variables, Path(path, "variables"));
    if (variables)
        made->m_variables = std::move(*variables);
    else
        faults = std::move(variables.error());
    TemplateShop shop(spec, path, faults);
    const Path messages(path, "messages");
    for (std::size_t i = 0; i < spec.messages.size(); ++i) {
        const auto& message = spec.messages[i];
        const Path here(messages, i);
        Message compiled{message.role, shop.make(message.content, Path(here, "content")), {}};
        const Path images(here, "images");
        for (std::size_t j = 0; j < message.images.size(); ++j)
            compiled.images.push_back(shop.make(message.images[j], Path(images, j)));
        made->m_messages.push_back(std::move(compiled));
    }
    if (spec.messages.empty())
        faults.push_back(faultAt(messages, "a prompt has at least one message"));
    shop.checkPartials(path);
    made->m_model = spec.model;
    made->m_mostTokens = spec.parameters.maxTokens;
    made->m_tail = parametersOf(spec.parameters);
    if (spec.response && spec.response->schema) {
        auto schema = JsonSchema::compile(*spec.response->schema);
        if (schema)
            made->m_answer = std::move(*schema);
        else
            faults.push_back(faultAt(Path(Path(path, "response"), "schema"), schema.error().text()));
        appendMember(made->m_tail, "response_format", answerForm(*spec.response->schema));
        made->m_repairs = spec.response->repair;
    }
    if (!faults.empty())
        return tl::unexpected(std::move(faults));
    return Pointer(std::move(made));
}

Result<Rendered> Prompt::render(const json::object& values, const RenderWish& wish) const {
    auto taken = m_variables.take(values, wish.from);
    if (!taken)
        return tl::unexpected(contract::toError(taken.error()));
    if (wish.secrets == Secrets::Masked)
        *taken = m_variables.masked(*taken);
    Rendered out;
    RenderBudget budget;
    for (const auto& message : m_messages) {
        RenderedMessage made;
        made.role = message.role;
        auto done = message.content.render(*taken, made.content, budget);
        for (std::size_t i = 0; done && i < message.images.size(); ++i) {
            std::string image;
            done = message.images[i].render(*taken, image, budget);
            if (!done || isBlank(image))
                continue;
            if (wish.secrets == Secrets::Written && !isImage(image))
                return failure(ErrorKind::Invalid, "not_an_image",
                               "An image of the prompt is neither an http(s) address nor a data:image URL.");
            made.images.push_back(std::move(image));
        }
        if (!done)
            return tl::unexpected(std::move(done.error()));
        // A message that these values leave empty says nothing, and providers refuse it.
        if (!made.images.empty() || !isBlank(made.content))
            out.messages.push_back(std::move(made));
    }
    if (out.messages.empty())
        return failure(ErrorKind::Invalid, "prompt_empty", "With these values the prompt has no words.");
    out.body = bodyOf(out.messages, wish);
    return out;
}

std::string Prompt::bodyOf(const std::vector<RenderedMessage>& messages, const RenderWish& wish) const {
    std::size_t size = 256 + m_tail.size();
    for (const auto& message : messages) {
        size += 64 + message.content.size() + message.content.size() / 16;
        for (const auto& image : message.images)
            size += 64 + image.size();
    }
    std::string out;
    out.reserve(size);
    out += "{\"model\":";
    appendJsonString(out, wish.model.empty() ? std::string_view(m_model) : wish.model);
    out += ",\"messages\":";
    char between = '[';
    for (const auto& message : messages) {
        out += between;
        appendMessage(out, message);
        between = ',';
    }
    out += ']';
    out += m_tail;
    if (wish.stream)
        out += R"(,"stream":true,"stream_options":{"include_usage":true})";
    out += '}';
    return out;
}

Result<json::value> Prompt::checkAnswer(std::string_view text) const {
    if (!m_answer)
        return json::value(json::string_view(text));
    auto parsed = contract::parseJson(unfenced(text), mostAnswerBytes);
    if (!parsed)
        return tl::unexpected(unfit("The answer is not JSON."));
    const auto faults = m_answer->check(*parsed);
    if (faults.empty())
        return std::move(*parsed);
    std::string message = "The answer does not fit its schema: ";
    for (std::size_t i = 0; i < faults.size(); ++i)
        message.append(i == 0 ? "" : "; ").append(faults[i].text());
    return tl::unexpected(unfit(message + '.'));
}

std::string Prompt::repairMessage(const Error& fault) {
    return fault.message + " Answer again with the corrected JSON value alone: no other words, no code fence.";
}

std::string Prompt::repairBody(const Rendered& rendered, std::string_view answer, const Error& fault,
                               const RenderWish& wish) const {
    auto messages = rendered.messages;
    messages.push_back({"assistant", std::string(isBlank(answer) ? "…" : answer), {}});
    messages.push_back({"user", repairMessage(fault), {}});
    return bodyOf(messages, wish);
}

} // namespace gatehouse::prompts
