// SPDX-License-Identifier: Apache-2.0
#include "core/admin/provider_probe.h"

#include "core/base/text.h"
#include "core/contract/json_text.h"
#include "core/dialects/crossing.h"
#include "core/providers/demo_upstream.h"
#include "core/providers/provider_request.h"
#include "core/routing/eligibility.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::AuthStyle;
using config::Provider;
using dialects::Dialect;
using dialects::Operation;
using http::UpstreamStage;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using State = ProbeStage::State;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds longestConnect{15'000};
constexpr milliseconds longestAnswer{30'000};
constexpr milliseconds longestCall{60'000};
constexpr milliseconds longestPause{15'000};
constexpr std::size_t mostPages = 20;
constexpr std::size_t mostErrorBytes = std::size_t{256} << 10U;
constexpr std::size_t mostProviderCode = 48;

// One question and its answer, read to its end.
struct Question {
    http::Endpoint endpoint;
    http::Method method = http::Method::Get;
    std::string target;
    std::vector<http::Field> fields;
    std::string body;
    milliseconds connect{0};
    milliseconds answer{0};
    std::size_t most = mostModelBytes;
};

struct Answered {
    int status = 0;
    std::string contentType;
    std::string body;
    bool tooLarge = false;
};

// Who asks, and how that is proven beside the fields.
struct Asker {
    http::Upstream& upstream;
    providers::Authorizer* authorizer = nullptr;
    const Provider& provider;
    const config::ProviderKey* key = nullptr;
};

Task<Result<Answered>> ask(const Asker& asker, const Question& question, http::UpstreamTiming& timing) {
    http::UpstreamRequest request;
    request.endpoint = &question.endpoint;
    request.method = question.method;
    request.target = question.target;
    request.fields = question.fields;
    if (!question.body.empty())
        request.body.emplace_back(question.body);
    request.connectTimeout = question.connect;
    request.firstByteTimeout = question.answer;
    request.idleTimeout = std::min(question.answer, longestPause);
    request.timing = &timing;
    if (asker.authorizer != nullptr) {
        auto proof = co_await asker.authorizer->authorize(asker.provider, asker.key, request);
        if (!proof)
            co_return tl::unexpected(std::move(proof.error()));
    }
    auto opened = co_await asker.upstream.open(std::move(request));
    if (!opened)
        co_return tl::unexpected(std::move(opened.error()));
    auto& call = **opened;
    Answered answered;
    answered.status = call.head().status;
    answered.contentType = toLower(call.head().field("content-type"));
    const auto most = answered.status == 200 ? question.most : mostErrorBytes;
    for (;;) {
        const auto piece = co_await call.next();
        if (!piece)
            co_return tl::unexpected(piece.error());
        if (piece->empty())
            break;
        if (answered.body.size() + piece->size() > most) {
            answered.tooLarge = true;
            break;
        }
        answered.body.append(*piece);
    }
    co_return answered;
}

bool isHtml(const Answered& answered) {
    return answered.contentType.starts_with("text/html") || trim(answered.body).starts_with('<');
}

// A provider's own word for what was wrong, where it is a plain word and so cannot carry anything else.
std::string plainWord(const json::value* value) {
    if (value == nullptr || !value->is_string())
        return {};
    const std::string_view text = value->get_string();
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
    return plain && text.size() <= mostProviderCode ? std::string(text) : std::string();
}

ProbeRefusal refusalOf(const Answered& answered) {
    ProbeRefusal refusal;
    refusal.status = answered.status;
    refusal.isHtml = isHtml(answered);
    const auto lower = toLower(answered.body);
    refusal.saysKey = lower.find("api key") != std::string::npos || lower.find("api_key") != std::string::npos;
    const auto parsed = contract::parseJson(answered.body, mostErrorBytes);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    const auto* inner = object == nullptr ? nullptr : object->if_contains("error");
    const auto* error = inner == nullptr ? object : inner->if_object();
    if (error == nullptr)
        return refusal;
    for (const auto* name : {"code", "type", "status"}) {
        if (refusal.providerCode.empty())
            refusal.providerCode = plainWord(error->if_contains(name));
    }
    return refusal;
}

class Probe {
public:
    Probe(http::Upstream& upstream, std::shared_ptr<const ProbeInput> input, providers::Authorizer* authorizer)
        : m_input(std::move(input)), m_provider(m_input->provider),
          m_start(SteadyClock::now()), m_asker{upstream, authorizer, m_provider} {
        m_report.baseUrl = baseUrlOf(m_provider);
        m_place = {m_provider.host, m_report.baseUrl, m_provider.auth != AuthStyle::None};
    }

    Task<void> run() {
        if (m_provider.isDemo()) {
            demo();
            co_return;
        }
        if (!chooseKey())
            co_return;
        const bool proven = co_await proveIdentity();
        if (!proven)
            co_return;
        co_await askWithoutCost();
        if (m_report.verdict.code.empty() && !m_input->model.empty())
            co_await callOnce();
        if (m_report.verdict.code.empty())
            m_report.verdict = verdictFine();
    }

    ProbeReport take() {
        m_report.took = std::chrono::duration_cast<microseconds>(SteadyClock::now() - m_start);
        return std::move(m_report);
    }

private:
    void demo() {
        for (const auto name : providers::demoModels())
            m_report.models.models.push_back({std::string(name), {}});
        stage("models", State::Passed);
        m_report.verdict = verdictFine();
    }

    void stage(std::string name, State state, std::optional<microseconds> took = std::nullopt) {
        m_report.stages.push_back({std::move(name), state, took});
    }

    void fail(ProbeVerdict verdict) { m_report.verdict = std::move(verdict); }

    bool chooseKey() {
        if (!m_provider.needsKey()) {
            if (!catalog::isFetchedOrSigned(m_provider.auth))
                stage("key", State::Skipped);
            return true;
        }
        const auto& keys = m_provider.keys;
        const config::ProviderKey* chosen = nullptr;
        if (m_input->key)
            chosen = *m_input->key < keys.size() ? &keys[*m_input->key] : nullptr;
        else if (!keys.empty()) {
            const auto readable =
                std::find_if(keys.begin(), keys.end(), [](const auto& key) { return key.secret != nullptr; });
            chosen = readable == keys.end() ? &keys.front() : &*readable;
        }
        if (chosen == nullptr || !chosen->secret) {
            stage("key", State::Failed);
            fail(chosen == nullptr ? verdictNoKey() : verdictUnreadableKey(chosen->reference, chosen->problem));
            return false;
        }
        m_key = chosen->secret;
        m_asker.key = chosen;
        m_report.key = chosen->reference;
        if (!catalog::isFetchedOrSigned(m_provider.auth))
            stage("key", State::Passed);
        return true;
    }

    // Fetches the token, or finds the key of the signatures, before anything is asked with it.
    Task<bool> proveIdentity() {
        if (!catalog::isFetchedOrSigned(m_provider.auth))
            co_return true;
        if (m_asker.authorizer == nullptr) {
            stage("key", State::Failed);
            fail(verdictNoKey());
            co_return false;
        }
        const auto endpoint = providers::endpointOf(m_provider);
        http::UpstreamRequest trial;
        trial.endpoint = &endpoint;
        trial.method = http::Method::Get;
        trial.target = "/";
        const auto began = SteadyClock::now();
        const auto proof = co_await m_asker.authorizer->authorize(m_provider, m_asker.key, trial);
        for (auto& field : trial.fields)
            wipe(field.value);
        stage("key", proof ? State::Passed : State::Failed,
              std::chrono::duration_cast<microseconds>(SteadyClock::now() - began));
        if (!proof)
            fail(verdictOf(proof.error(), m_place));
        co_return proof.has_value();
    }

    // The list of models; of servers that have none, whether they are ready; else only a call can tell.
    Task<void> askWithoutCost() {
        if (dialects::rowOf(m_provider.form, Operation::Models) != nullptr)
            co_await listModels();
        else if (!dialects::healthPathOf(m_provider.form).empty())
            co_await askHealth();
        else if (m_input->model.empty())
            fail(verdictWrongAddress({}, m_place));
        else
            stage("models", State::Skipped);
    }

    Task<void> askHealth() {
        const auto asked = question({Operation::Models, dialects::healthPathOf(m_provider.form)}, {});
        if (!asked)
            co_return;
        http::UpstreamTiming timing;
        const auto answered = co_await ask(m_asker, *asked, timing);
        tellWay(timing, answered.has_value());
        if (!answered) {
            fail(verdictOf(answered.error(), m_place));
            co_return;
        }
        m_report.status = answered->status;
        stage("models", State::Skipped);
        if (answered->status != 200)
            fail(verdictOf(refusalOf(*answered), m_place));
    }

    std::optional<Question> question(Operation operation) {
        const auto* row = dialects::rowOf(m_provider.form, operation);
        if (row != nullptr)
            return question(*row, operation == Operation::Models ? std::string_view() : "application/json");
        fail(verdictWrongAddress({}, m_place));
        return std::nullopt;
    }

    std::optional<Question> question(const dialects::FormRow& row, std::string_view contentType) {
        providers::FieldsRequest wanted;
        wanted.provider = &m_provider;
        wanted.key = m_key.get();
        wanted.clientDialect = m_provider.dialect();
        // Lists and health are nobody's dialect but the provider's.
        if (!contentType.empty())
            wanted.spoken = dialects::dialectOf(row.operation);
        wanted.model = m_input->model;
        wanted.contentType = contentType;
        auto fields = providers::fieldsFor(wanted);
        if (!fields) {
            fail(verdictOf(fields.error(), m_place));
            return std::nullopt;
        }
        Question question;
        question.endpoint = providers::endpointOf(m_provider);
        question.target = providers::targetOf(m_provider, row, m_input->model);
        question.fields = std::move(*fields);
        question.connect = std::min(m_provider.timeouts.connect, longestConnect);
        question.answer = std::min(m_provider.timeouts.firstByte, longestAnswer);
        return question;
    }

    // What the timing of the first attempt says about the way.
    void tellWay(const http::UpstreamTiming& timing, bool answered) {
        const bool proxied = m_provider.way && m_provider.way->proxy;
        struct Step {
            const char* name;
            UpstreamStage at;
            std::optional<microseconds> reached;
            bool taken;
        };
        const bool plainProxy = proxied && m_provider.way->proxy->isHttp() && !m_provider.tls;
        const std::vector<Step> steps = {
            {"resolve", UpstreamStage::Resolve, timing.resolved, true},
            {"connect", UpstreamStage::Connect, timing.connected, true},
            {"proxy", UpstreamStage::Proxy, timing.proxied, proxied && !plainProxy},
            {"tls", UpstreamStage::Tls, timing.secured, m_provider.tls},
            {"answer", UpstreamStage::FirstByte, timing.firstByte, true},
        };
        microseconds before{0};
        bool over = false;
        for (const auto& step : steps) {
            if (!step.taken)
                continue;
            if (over) {
                stage(step.name, State::Skipped);
            } else if (step.reached) {
                stage(step.name, State::Passed, std::max(*step.reached - before, microseconds(0)));
                before = *step.reached;
            } else {
                const auto now = std::chrono::duration_cast<microseconds>(SteadyClock::now() - m_start);
                stage(step.name, answered ? State::Passed : State::Failed, std::max(now - before, microseconds(0)));
                over = !answered;
            }
        }
    }

    Task<void> listModels() {
        auto asked = question(Operation::Models);
        if (!asked)
            co_return;
        const std::string base = asked->target;
        const bool anthropic = m_provider.dialect() == Dialect::Anthropic;
        std::string query = anthropic ? "limit=1000" : "";
        for (std::size_t page = 0; page < mostPages; ++page) {
            asked->target = query.empty() ? base : base + "?" + query;
            http::UpstreamTiming timing;
            const auto began = SteadyClock::now();
            const auto answered = co_await ask(m_asker, *asked, timing);
            if (page == 0)
                tellWay(timing, answered.has_value());
            if (!answered) {
                fail(verdictOf(answered.error(), m_place));
                co_return;
            }
            const auto next = takePage(*answered, page == 0, SteadyClock::now() - began);
            if (!m_report.verdict.code.empty()) {
                if (m_report.verdict.code == "not_found")
                    co_await lookNearby(*asked);
                co_return;
            }
            if (next.empty())
                co_return;
            query = anthropic ? "limit=1000&" + next : next;
        }
        m_report.models.complete = false;
    }

    // The query of the page after it; empty at the end and on failure.
    std::string takePage(const Answered& answered, bool first, SteadyClock::duration took) {
        m_report.status = answered.status;
        const auto time = std::chrono::duration_cast<microseconds>(took);
        if (answered.status != 200) {
            refuse(answered);
            return {};
        }
        if (answered.tooLarge) {
            m_report.models.complete = false;
            if (first)
                pass(time);
            return {};
        }
        auto page = readModels(answered.body);
        if (!page) {
            stage("authenticate", State::Skipped);
            stage("models", State::Failed, time);
            fail(verdictNotAList(isHtml(answered), m_place));
            return {};
        }
        if (first)
            pass(time);
        auto& models = m_report.models.models;
        for (auto& model : page->models) {
            if (models.size() == mostModels) {
                m_report.models.complete = false;
                return {};
            }
            models.push_back(std::move(model));
        }
        return page->nextQuery;
    }

    void pass(microseconds time) {
        if (m_provider.auth != AuthStyle::None)
            stage("authenticate", State::Passed);
        stage("models", State::Passed, time);
    }

    void refuse(const Answered& answered) {
        const auto refusal = refusalOf(answered);
        const int status = answered.status;
        if (status == 404 || status == 405) {
            stage("authenticate", State::Skipped);
            stage("models", State::Failed);
            // A provider without a list may still serve calls: then the call decides.
            if (!m_input->model.empty() && !refusal.isHtml)
                return;
            fail(verdictWrongAddress({}, m_place));
            return;
        }
        auto verdict = verdictOf(refusal, m_place);
        const bool aboutKey = verdict.field == "keys";
        stage("authenticate", aboutKey                         ? State::Failed
                              : status == 429 || status == 402 ? State::Passed
                                                               : State::Skipped);
        stage("models", aboutKey ? State::Skipped : State::Failed);
        fail(std::move(verdict));
    }

    // A base URL with or without its version is the commonest mistake.
    Task<void> lookNearby(const Question& asked) {
        constexpr std::string_view version = "/v1";
        Provider other = m_provider;
        if (other.basePath.ends_with(version))
            other.basePath.resize(other.basePath.size() - version.size());
        else if (m_provider.dialect() == Dialect::OpenAi)
            other.basePath += version;
        else
            co_return;
        const auto* row = dialects::rowOf(other.form, Operation::Models);
        if (row == nullptr)
            co_return;
        Question again = asked;
        again.target = providers::targetOf(other, *row);
        http::UpstreamTiming timing;
        const auto answered = co_await ask(m_asker, again, timing);
        if (!answered)
            co_return;
        const bool lists = answered->status == 200 && readModels(answered->body);
        const bool wantsKey = (answered->status == 401 || answered->status == 403) && !isHtml(*answered);
        if (!lists && !wantsKey)
            co_return;
        m_report.suggestedBaseUrl = baseUrlOf(other);
        fail(verdictWrongAddress(m_report.suggestedBaseUrl, m_place));
    }

    std::string callBody(const char* limit) const {
        const json::object message{{"role", "user"}, {"content", "Hi"}};
        json::object body{{"model", m_input->model}, {"messages", json::array{message}}};
        body[limit] = 1;
        return json::serialize(body);
    }

    // A chat as a client of OpenAI's would send it, translated where the provider speaks otherwise.
    std::optional<Question> callQuestion() {
        const auto passage = routing::passageTo(m_provider, Operation::ChatCompletions);
        if (!passage) {
            stage("call", State::Skipped); // no chats there
            return std::nullopt;
        }
        auto asked = question(passage->row, "application/json");
        if (!asked)
            return std::nullopt;
        asked->method = http::Method::Post;
        asked->answer = std::min(m_provider.timeouts.firstByte, longestCall);
        asked->body = callBody("max_tokens");
        if (!passage->translated)
            return asked;
        dialects::CrossingWish wish;
        wish.provider = passage->row.operation;
        wish.providerModel = m_input->model;
        wish.mapping = m_provider.mapping;
        dialects::Losses losses;
        auto body = dialects::crossRequest(wish, asked->body, losses);
        if (!body) {
            fail(verdictOf(body.error(), m_place));
            return std::nullopt;
        }
        asked->body = std::move(*body);
        return asked;
    }

    Task<void> callOnce() {
        const bool openAi = m_provider.dialect() == Dialect::OpenAi;
        auto asked = callQuestion();
        if (!asked)
            co_return;
        const auto began = SteadyClock::now();
        http::UpstreamTiming timing;
        auto answered = co_await ask(m_asker, *asked, timing);
        // Newer models of OpenAI's own know the limit under another name only.
        if (openAi && answered && answered->status == 400 &&
            answered->body.find("max_completion_tokens") != std::string::npos) {
            asked->body = callBody("max_completion_tokens");
            answered = co_await ask(m_asker, *asked, timing);
        }
        const auto time = std::chrono::duration_cast<microseconds>(SteadyClock::now() - began);
        if (!answered) {
            stage("call", State::Failed, time);
            fail(verdictOf(answered.error(), m_place));
            co_return;
        }
        m_report.status = answered->status;
        stage("call", answered->status == 200 ? State::Passed : State::Failed, time);
        if (answered->status != 200)
            fail(verdictRefusedCall(m_input->model, refusalOf(*answered), m_place));
    }

    std::shared_ptr<const ProbeInput> m_input;
    const Provider& m_provider;
    SteadyClock::time_point m_start;
    Asker m_asker;
    ProbePlace m_place;
    SharedSecret m_key;
    ProbeReport m_report;
};

std::string_view nameOf(State state) {
    return state == State::Passed ? "passed" : state == State::Failed ? "failed" : "skipped";
}

json::value milliseconds3(std::optional<microseconds> time) {
    constexpr double thousand = 1000.0;
    return time ? json::value(static_cast<double>(time->count()) / thousand) : json::value();
}

json::value textOrNull(const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
}

} // namespace

Task<ProbeReport> probeProvider(http::Upstream& upstream, std::shared_ptr<const ProbeInput> input,
                                providers::Authorizer* authorizer) {
    Probe probe(upstream, std::move(input), authorizer);
    co_await probe.run();
    co_return probe.take();
}

std::string baseUrlOf(const config::Provider& provider) {
    if (provider.isDemo())
        return {};
    const bool six = provider.host.find(':') != std::string::npos;
    std::string url = provider.tls ? "https://" : "http://";
    url += six ? "[" + provider.host + "]" : provider.host;
    if (provider.port != (provider.tls ? 443 : 80))
        url += ":" + std::to_string(provider.port);
    return url + provider.basePath;
}

json::object toJson(const ProbeReport& report) {
    json::array stages;
    for (const auto& stage : report.stages)
        stages.push_back(
            json::object{{"name", stage.name}, {"state", nameOf(stage.state)}, {"ms", milliseconds3(stage.took)}});
    json::array models;
    for (const auto& model : report.models.models)
        models.push_back(json::object{{"id", model.id}, {"name", textOrNull(model.name)}});
    const auto& verdict = report.verdict;
    return {{"ok", report.ok()},
            {"code", verdict.code},
            {"field", textOrNull(verdict.field)},
            {"sentence", verdict.sentence},
            {"next_step", textOrNull(verdict.nextStep)},
            {"detail", textOrNull(verdict.detail)},
            {"status", report.status == 0 ? json::value() : json::value(report.status)},
            {"base_url", textOrNull(report.baseUrl)},
            {"suggested_base_url", textOrNull(report.suggestedBaseUrl)},
            {"key", textOrNull(report.key)},
            {"ms", milliseconds3(report.took)},
            {"stages", std::move(stages)},
            {"models", std::move(models)},
            {"models_complete", report.models.complete}};
}

} // namespace gatehouse::admin
