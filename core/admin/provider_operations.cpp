// SPDX-License-Identifier: Apache-2.0
// Trying providers out: a test stage by stage, of what is saved or of a draft, and the list of a provider's models.
#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/new_operation.h"
#include "core/admin/offload.h"
#include "core/admin/operation.h"
#include "core/admin/provider_probe.h"
#include "core/base/text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t mostSecret = std::size_t{16} << 10U;
constexpr std::size_t mostModelName = 256;
constexpr std::int64_t mostKeys = 64;
constexpr const char* idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";
constexpr const char* modelSchema =
    R"({"type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f]{1,256}$", "examples": ["gpt-4o-mini"]})";

using Prepared = std::shared_ptr<tl::expected<std::shared_ptr<const ProbeInput>, Answer>>;

Prepared notPossible(Answer answer) {
    return std::make_shared<Prepared::element_type>(tl::unexpected(std::move(answer)));
}

Prepared possible(ProbeInput input) {
    return std::make_shared<Prepared::element_type>(std::make_shared<const ProbeInput>(std::move(input)));
}

tl::unexpected<Refused> wrong(contract::FaultCode code, std::string_view field, std::string expected) {
    const contract::Path document;
    const contract::Path member(document, field);
    return refused(contract::Faults{
        contract::makeFault(code, field.empty() ? document : member, std::move(expected), "something else")});
}

std::size_t charactersOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool isLine(std::string_view text, std::size_t most) {
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return !text.empty() && charactersOf(text) <= most && std::none_of(text.begin(), text.end(), isControl);
}

struct Draft {
    json::value provider;
    SharedSecret key;
    std::string model;
};

// No message repeats the key.
Outcome<Draft> draftIn(json::value& body) {
    auto* object = body.if_object();
    if (object == nullptr)
        return wrong(contract::FaultCode::WrongType, "", "an object with provider, and perhaps key and model");
    Draft draft;
    for (auto& member : *object) {
        const std::string_view name = member.key();
        auto& value = member.value();
        if (name == "provider") {
            draft.provider = std::move(value);
        } else if (name == "key") {
            if (!value.is_string() || !isLine(value.get_string(), mostSecret))
                return wrong(contract::FaultCode::InvalidValue, "key", "1 to 16384 characters, none of control");
            draft.key = std::make_shared<const Secret>(std::string_view(value.get_string()));
        } else if (name == "model") {
            if (!value.is_string() || !isLine(value.get_string(), mostModelName))
                return wrong(contract::FaultCode::InvalidValue, "model", "1 to 256 characters, none of control");
            draft.model = value.get_string();
        } else {
            return wrong(contract::FaultCode::UnknownField, "", "only provider, key and model");
        }
    }
    if (draft.provider.is_null())
        return wrong(contract::FaultCode::MissingField, "provider", "the provider to test");
    return draft;
}

Prepared prepareDraft(AdminDependencies& with, Request& request) {
    auto body = parseBody(request.body);
    wipe(request.body); // it may have held a key
    if (!body)
        return notPossible(problemAnswer(body.error()));
    auto draft = draftIn(*body);
    if (!draft)
        return notPossible(problemAnswer(draft.error()));
    auto provider = with.control.draftProvider(draft->provider, draft->key, request.actor);
    if (!provider)
        return notPossible(problemAnswer(provider.error()));
    ProbeInput input;
    input.provider = std::move(*provider);
    input.model = std::move(draft->model);
    return possible(std::move(input));
}

const config::Provider* savedProvider(const AdminDependencies& with, config::SnapshotPtr& holding,
                                      const Request& request) {
    holding = with.control.configuration()->snapshot;
    return holding->provider(request.place("id"));
}

Prepared prepareSaved(AdminDependencies& with, Request& request) {
    config::SnapshotPtr holding;
    const auto* provider = savedProvider(with, holding, request);
    if (provider == nullptr)
        return notPossible(noSuchObject(config::Kind::Provider, request.place("id")));
    if (request.has("model") && !isLine(request.parameter("model"), mostModelName))
        return notPossible(problemAnswer(400, "invalid_parameter", "A model is 1 to 256 characters, none of control."));
    if (const auto noted = with.control.note("provider.test", "providers", provider->id, request.actor); !noted)
        return notPossible(problemAnswer(noted.error()));
    ProbeInput input;
    input.provider = *provider;
    input.model = request.parameter("model");
    if (const auto key = parseUnsigned(request.parameter("key")))
        input.key = static_cast<std::size_t>(*key);
    return possible(std::move(input));
}

Task<ProbeReport> probe(AdminDependencies& with, Executor executor, std::shared_ptr<const ProbeInput> input) {
    const auto upstream = with.freshUpstream(executor);
    auto* authorizer = with.authorizer ? with.authorizer(executor) : nullptr;
    auto report = co_await probeProvider(*upstream, std::move(input), authorizer);
    co_return report;
}

Answer noUpstream() {
    return problemAnswer(503, "not_available", "This gateway sends no calls, so it cannot test providers.");
}

Task<Answer> testPrepared(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request,
                          Prepared (*prepare)(AdminDependencies&, Request&)) {
    if (!with.freshUpstream)
        co_return noUpstream();
    auto post = [&with](std::function<void()> work) { return with.controlThread.post(std::move(work)); };
    std::function<Prepared()> work = [&with, request, prepare] { return prepare(with, *request); };
    const auto prepared = co_await offload(executor, std::move(post), std::move(work));
    if (!prepared)
        co_return problemAnswer(503, "busy", "The gateway has too many admin requests waiting; try again soon.");
    if (!**prepared)
        co_return std::move((*prepared)->error());
    const auto report = co_await probe(with, executor, ***prepared);
    auto answer = jsonAnswer(200, toJson(report));
    answer.with("Cache-Control", "no-store");
    co_return answer;
}

Task<Answer> testSaved(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    return testPrepared(with, executor, std::move(request), prepareSaved);
}

Task<Answer> testDraft(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    return testPrepared(with, executor, std::move(request), prepareDraft);
}

// What failed at the provider is its failure (502); what the configuration lacks is told as a conflict.
Answer failedList(const ProbeReport& report) {
    const auto& verdict = report.verdict;
    const bool ours = report.status == 0 && verdict.field == "keys";
    Error error;
    error.kind = ours ? ErrorKind::Conflict : ErrorKind::Unavailable;
    error.code = verdict.code;
    error.field = verdict.field;
    error.message = verdict.sentence + (verdict.nextStep.empty() ? "" : " " + verdict.nextStep);
    return problemAnswer(ours ? 409 : 502, error);
}

Task<Answer> listModels(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (!with.freshUpstream)
        co_return noUpstream();
    config::SnapshotPtr holding;
    const auto* provider = savedProvider(with, holding, *request);
    if (provider == nullptr)
        co_return noSuchObject(config::Kind::Provider, request->place("id"));
    auto input = std::make_shared<ProbeInput>();
    input->provider = *provider;
    const auto report = co_await probe(with, executor, std::move(input));
    if (!report.ok())
        co_return failedList(report);
    const auto whole = toJson(report);
    auto answer = jsonAnswer(200, json::object{{"provider", request->place("id")},
                                               {"fetched_at", formatTime(with.clock.wall())},
                                               {"complete", report.models.complete},
                                               {"items", whole.at("models")}});
    co_return answer;
}

// Also what asks the key chain again: that may bring its password prompt to the person's screen.
Answer readKeys(AdminDependencies& with, const Request& request) {
    if (const auto noted = with.control.note("provider-keys.read", "providers", request.actor); !noted)
        return problemAnswer(noted.error());
    if (const auto done = with.control.reload(); !done)
        return problemAnswer(done.error());
    json::array warnings;
    for (const auto& warning : with.control.configuration()->warnings)
        warnings.emplace_back(warning);
    return jsonAnswer(200, json::object{{"warnings", std::move(warnings)}});
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    auto operation = newOperation(method, std::move(path), std::move(id), "providers", std::move(summary));
    if (operation.path.find('{') != std::string::npos)
        operation.idSchema = idSchema;
    return operation;
}

constexpr std::string_view testText =
    "Goes the way that a call would go, on a fresh connection: key, name resolution, connection, proxy, TLS, answer, "
    "authentication, list of models; each step with its time. `code` is stable, `sentence` and `next_step` are for "
    "people, `field` names the field of the provider that is most likely wrong. A provider that fails its test is "
    "answered with 200 and `ok: false`. Costs nothing unless `model` is given: then a call of one token is sent to "
    "it. Tests are written to the audit log.";

} // namespace

void addProviderOperations(Operations& out) {
    auto saved = makeOperation(http::Method::Post, "/admin/v1/providers/{id}/test", "testProvider", "Test a provider");
    saved.description = testText;
    auto model = textParameter("model", "Send a call of one token to this model as well.");
    model.schema = modelSchema;
    saved.parameters = {
        integerParameter("key", "Which of its keys, from 0. Default: the first that can be read.", 0, mostKeys - 1, 0),
        std::move(model)};
    saved.responses = {{200, "How it went.", {"application/json"}, "ProviderTest", false, false}};
    saved.problems = {404, 502};
    saved.run = AwaitRun{testSaved};
    saved.permission = contract::Permission::EditConfiguration;
    out.push_back(std::move(saved));

    auto draft = makeOperation(http::Method::Post, "/admin/v1/provider-tests", "testProviderDraft",
                               "Test a provider that is not saved");
    draft.description = std::string(testText) + " The provider is checked as one that is made; nothing of it is kept. "
                                                "A `key` given here is used for this test alone, in the place of "
                                                "those that the provider names.";
    draft.body = BodyInfo{{"application/json"}, "ProviderDraft"};
    draft.responses = {{200, "How it went.", {"application/json"}, "ProviderTest", false, false}};
    draft.problems = {409};
    draft.run = AwaitRun{testDraft};
    draft.permission = contract::Permission::EditConfiguration;
    out.push_back(std::move(draft));

    auto keys = makeOperation(http::Method::Post, "/admin/v1/provider-keys/read", "readProviderKeys",
                              "Read the providers' keys anew");
    keys.description = "After the key chain was unlocked, or a file or variable was put in place. Calls go on with the "
                       "keys that they have; new ones use what was read.";
    keys.responses = {
        {200, "What still could not be read, and other warnings.", {"application/json"}, "KeysRead", false, false}};
    keys.run = ControlRun(readKeys);
    keys.permission = contract::Permission::ManageSecrets;
    out.push_back(std::move(keys));

    auto models = makeOperation(http::Method::Get, "/admin/v1/providers/{id}/models", "listProviderModels",
                                "List the models that a provider offers");
    models.description =
        "Asked of the provider now, at most 5,000 of them and in bounded time. 502 tells what is wrong "
        "there, 409 what its configuration lacks, with the codes of its test.";
    models.responses = {{200, "What it offers.", {"application/json"}, "ProviderModels", false, false}};
    models.problems = {404, 409, 502};
    models.run = AwaitRun{listModels};
    models.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(models));
}

} // namespace gatehouse::admin
