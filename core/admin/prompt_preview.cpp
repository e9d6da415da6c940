// SPDX-License-Identifier: Apache-2.0
#include "core/admin/prompt_preview.h"

#include "core/admin/body.h"
#include "core/admin/object_field.h"
#include "core/admin/prompt_access.h"
#include "core/contract/product_descriptions.h"
#include "core/prompts/prompt.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

struct PreviewWish {
    const json::object* values = nullptr; // null: the examples
    prompts::Secrets secrets = prompts::Secrets::Masked;
};

struct Preview {
    json::array messages;
    json::value body;
    json::object values;
    json::array faults;

    void add(const contract::Faults& more) {
        for (const auto& fault : more)
            faults.push_back(json::object{{"field", fault.field}, {"message", fault.text()}});
    }
    json::object toJson() && {
        return {{"messages", std::move(messages)},
                {"body", std::move(body)},
                {"values", std::move(values)},
                {"faults", std::move(faults)}};
    }
};

// The request as it is sent, for who is about to send it: the values in it are those that came with the question.
void writeSecrets(const prompts::Prompt& prompt, const json::object& given, Preview& out) {
    const auto written = prompt.render(given);
    if (!written) {
        out.faults.push_back(json::object{{"field", written.error().field}, {"message", written.error().message}});
        return;
    }
    boost::system::error_code code;
    out.body = json::parse(written->body, code);
}

void render(const contract::PromptVersionSpec& spec, const PreviewWish& wanted, Preview& out) {
    const auto prompt = prompts::Prompt::compile(spec);
    if (!prompt)
        return out.add(prompt.error());
    const auto& variables = (*prompt)->variables();
    const auto given = wanted.values != nullptr ? *wanted.values : variables.examples();
    const auto taken = variables.take(given);
    if (!taken)
        return out.add(taken.error());
    out.values = variables.masked(*taken);
    prompts::RenderWish wish;
    wish.secrets = prompts::Secrets::Masked;
    const auto done = (*prompt)->render(given, wish);
    if (!done) {
        out.faults.push_back(json::object{{"field", done.error().field}, {"message", done.error().message}});
        return;
    }
    for (const auto& message : done->messages) {
        json::array images(message.images.begin(), message.images.end());
        out.messages.push_back(
            json::object{{"role", message.role}, {"content", message.content}, {"images", std::move(images)}});
    }
    if (wanted.secrets == prompts::Secrets::Written)
        return writeSecrets(**prompt, given, out);
    boost::system::error_code code;
    out.body = json::parse(done->body, code);
}

// A draft has no number yet, and its faults are what the preview tells.
void renderDraft(const json::object& draft, const PreviewWish& wanted, Preview& out) {
    auto body = draft;
    body.insert_or_assign("version", 1);
    contract::PromptVersionSpec spec;
    const auto faults = contract::readInto(spec, json::value(std::move(body)), contract::Form::Api);
    if (faults.empty())
        render(spec, wanted, out);
    else
        out.add(faults);
}

Answer previewAnswer(Preview preview) {
    auto answer = jsonAnswer(200, std::move(preview).toJson());
    answer.with("Cache-Control", "no-store");
    return answer;
}

} // namespace

Answer previewPrompt(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"prompt", "draft", "values", "secrets"});
    const auto pinned = fields.text("prompt", 130);
    const auto* draft = objectField(fields, "draft");
    PreviewWish wanted;
    wanted.values = objectField(fields, "values");
    if (fields.choice("secrets", {"masked", "written"}) == "written")
        wanted.secrets = prompts::Secrets::Written;
    if (!fields.ok())
        return problemAnswer(fields.faults());
    if (pinned.empty() == (draft == nullptr))
        return problemAnswer(409, "prompt_or_draft", "Give either a prompt, such as sentiment@3, or a draft.");
    Preview preview;
    if (draft != nullptr) {
        renderDraft(*draft, wanted, preview);
        return previewAnswer(std::move(preview));
    }
    const auto at = std::min(pinned.find('@'), pinned.size());
    const auto prompt = promptFor(with, request, pinned.substr(0, at), Permission::ViewPrompts);
    if (!prompt)
        return problemAnswer(prompt.error());
    const auto* version = versionNamed(*prompt, std::string_view(pinned).substr(std::min(at + 1, pinned.size())));
    if (version == nullptr)
        return problemAnswer(404, "not_found", "This prompt has no such version or label.");
    render(*version, wanted, preview);
    return previewAnswer(std::move(preview));
}

} // namespace gatehouse::admin
