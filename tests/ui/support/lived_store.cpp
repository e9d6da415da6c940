// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/lived_store.h"

#include "core/store/store.h"
#include "core/telemetry/call_record.h"
#include "core/telemetry/record_writer.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr std::int64_t stretchMicros = 2 * telemetry::microsPerDay;
constexpr std::int64_t apartMicros = 12'000'000;
constexpr int batchCalls = 500;

struct Model {
    const char* name;
    const char* provider;
    double typicalMilliseconds;
    std::int64_t picoPerInput;
    std::int64_t picoPerOutput;
};
constexpr std::array<Model, 4> models{{{"claude-sonnet", "anthropic", 1'350, 3'000'000, 15'000'000},
                                       {"gpt-5-mini", "openai", 720, 250'000, 2'000'000},
                                       {"gpt-5-mini", "azure", 810, 250'000, 2'000'000},
                                       {"mistral-small", "mistral", 480, 100'000, 300'000}}};
struct Caller {
    const char* team;
    const char* app;
    const char* client;
};
constexpr std::array<Caller, 4> callers{{{"platform", "agent-ci", "OpenAI/Python 3.52.0"},
                                         {"research", "notebook", "anthropic-sdk-python/2.11.0"},
                                         {"me", "vscode", "continue/1.9"},
                                         {"me", "cursor", "Cursor/3.1"}}};

// The same on every run.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed * 0x9e3779b97f4a7c15ULL + 1) {}
    double share() {
        m_state ^= m_state << 13;
        m_state ^= m_state >> 7;
        m_state ^= m_state << 17;
        return static_cast<double>(m_state >> 11) / 9007199254740992.0;
    }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(share() * static_cast<double>(count)); }

private:
    std::uint64_t m_state;
};

// 0 to 1: how busy the hour of that moment is.
double business(WallMicros at) {
    const double hour = static_cast<double>(at % telemetry::microsPerDay) / 3.6e9;
    return 0.12 + 0.88 * std::max(0.0, std::sin((hour - 5.5) / 24 * 2 * M_PI));
}

telemetry::Attempt attemptOf(const telemetry::CallRecord& call, const std::string& provider, std::int64_t from,
                             std::int64_t to) {
    telemetry::Attempt attempt;
    attempt.provider = provider;
    attempt.model = call.modelServed;
    attempt.keyReference = "env:API_KEY";
    attempt.startMicros = from;
    attempt.connectedMicros = from + 18'000;
    attempt.firstByteMicros = from + (to - from) / 3;
    attempt.endMicros = to;
    return attempt;
}

telemetry::CallRecord callAt(std::uint64_t number, WallMicros at) {
    Dice dice(number);
    const auto& model = models[dice.below(models.size())];
    const auto& caller = callers[dice.below(callers.size())];
    telemetry::CallRecord call;
    call.id = "01MB" + std::to_string(1'000'000'000'000'000'000ULL + number) + "abc";
    call.startedAt = at;
    const double spread = std::exp((dice.share() + dice.share() + dice.share() - 1.5) * 1.1);
    call.totalMicros = static_cast<std::int64_t>(model.typicalMilliseconds * spread * (0.8 + business(at) * 0.4) * 1e3);
    call.firstByteMicros = call.totalMicros / 3;
    call.dialect = "openai";
    call.operation = "chat";
    call.streamed = dice.share() < 0.7;
    call.modelAsked = call.modelServed = call.route = model.name;
    call.provider = model.provider;
    call.team = caller.team;
    call.app = caller.app;
    call.key = caller.app;
    call.client = caller.client;
    call.address = "127.0.0.1";
    call.attempts = 1;
    call.tokens.input = 200 + static_cast<std::int64_t>(dice.share() * 4'000);
    call.tokens.cachedInput = dice.share() < 0.4 ? call.tokens.input / 2 : 0;
    call.tokens.output = 40 + static_cast<std::int64_t>(dice.share() * 900);
    call.status = 200;
    if (call.team == "research" || number % 5 == 0) {
        call.api = number % 3 == 0 ? "chat" : "mood";
        call.apiVersion = "2";
        call.prompt = call.api == "mood" ? "sentiment@1" : "";
    }
    call.explain.rule = "route " + call.route;
    call.explain.chosen = call.provider + "/" + call.modelServed + ": first of 2 by priority";
    auto attempt = attemptOf(call, call.provider, 90, call.totalMicros);
    attempt.status = 200;
    attempt.decision = "served";
    const double luck = dice.share();
    if (luck < 0.015) {
        call.status = attempt.status = 429;
        call.outcome = telemetry::Outcome::ProviderError;
        call.errorClass = telemetry::ErrorClass::ProviderLimit;
        call.errorCode = attempt.error = "upstream_rate_limited";
        attempt.decision = "passed to the client";
        call.tokens.output = 0;
    } else if (luck < 0.05) {
        auto first = attemptOf(call, "openai", 90, 240'000);
        first.status = 503;
        first.error = "upstream_error";
        first.decision = "next target";
        attempt.startMicros = 260'000;
        call.attempts = 2;
        call.explain.attempts.push_back(first);
    }
    call.explain.attempts.push_back(attempt);
    if (call.tokens.output > 0) {
        const auto line = [&call](std::string_view name, std::int64_t tokens, std::int64_t pico) {
            const auto cost = Money::fromPico(tokens * pico);
            call.explain.billed.push_back({name, tokens, Money::fromPico(pico * 1'000'000), cost});
            call.cost = call.cost.value_or(Money()) + cost;
        };
        line("input", call.tokens.input, model.picoPerInput);
        line("output", call.tokens.output, model.picoPerOutput);
        call.explain.priceSource = "list price";
        call.explain.priceDate = "2026-10-01";
        call.explain.price = "list price of 2026-10-01";
    }
    return call;
}

} // namespace

bool fillLivedStore(const QString& dataFolder) {
    store::StoreOptions options;
    options.dataDirectory = dataFolder.toStdString();
    auto opened = store::Store::open(options);
    if (!opened)
        return false;
    store::RetentionSettings keepAll;
    keepAll.calls = keepAll.bodies = keepAll.minuteRollups = keepAll.hourRollups = std::chrono::hours(0);
    auto writer = (*opened)->recordWriter(keepAll);
    if (!writer->open())
        return false;
    const SystemClock clock;
    const auto end = clock.wall();
    telemetry::RecordBatch batch;
    std::uint64_t number = 0;
    bool written = true;
    const auto flush = [&] {
        written = written && writer->write(batch).has_value();
        batch.calls.clear();
    };
    for (auto at = end - stretchMicros; at < end; at += apartMicros) {
        if (Dice(static_cast<std::uint64_t>(at / apartMicros) + 7).share() > business(at))
            continue;
        ++number;
        batch.calls.push_back({number, std::make_unique<telemetry::CallRecord>(callAt(number, at))});
        if (batch.calls.size() == batchCalls)
            flush();
    }
    flush();
    writer->close();
    return written;
}

namespace {

// What is published, who subscribes to it, and who signs in.
QByteArray products() {
    return R"(chains:
  - id: triage
    title: Letters of customers
    team: research
    labels: [{name: production, version: 1}]
    versions:
      - version: 1
        comment: First words
        author: ada
        created: "2026-06-02T09:10:00Z"
        inputs: [{name: text, example: The parcel came two weeks late.}]
        steps:
          - {id: mood, kind: model, use: demo/echo, input: [{name: prompt, text: "Judge the mood: {{inputs.text}}"}]}
        output: [{name: mood, value: /mood/text}]
      - version: 2
        comment: Soothes the angry ones
        author: bob
        created: "2026-08-20T14:31:00Z"
        from: 1
        inputs: [{name: text, example: The parcel came two weeks late.}, {name: language, example: en, required: false}]
        steps:
          - {id: mood, kind: model, use: demo/echo, input: [{name: prompt, text: "Judge the mood: {{inputs.text}}"}]}
          - {id: facts, kind: model, use: demo/slow, timeout: 20s, optional: true, input: [{name: prompt, text: "What happened? {{inputs.text}}"}]}
          - {id: soothe, kind: model, use: demo/echo, when: {value: /mood/text, exists: true}, input: [{name: prompt, text: "Answer kindly: {{facts.text}}"}]}
          - {id: thank, kind: model, use: demo/echo, when: {value: /inputs/language, equals: fr}, input: [{name: prompt, value: /inputs/text}]}
        output: [{name: answer, value: /soothe/text}, {name: mood, value: /mood/text}]
        limits: {time: 30s, usd: "0.05"}
plans:
  - {id: starter, title: Starter, limits: {requests_per_minute: 60}, budget: {usd: 10, period: month}, price: {month: "10"}}
  - {id: pro, title: Pro, approval: automatic, price: {month: "50", call: "0.001", markup: "20"}, expires_after: 90d}
apis:
  - id: mood
    title: Mood of a text
    description: Says in one word how a text feels.
    team: research
    kind: prompt
    plans: [starter, pro]
    versions:
      - {version: "1", state: deprecated, definition: {prompt: "sentiment@1"}, sunset: "2027-03-01T00:00:00Z", successor: "2"}
      - {version: "2", state: published, definition: {prompt: "sentiment@production"}}
      - {version: "3", definition: {prompt: "sentiment@2", answer: json, timeout: 20s}}
  - id: chat
    title: Small chat models
    kind: model
    access: open
    versions: [{version: "2", state: published, definition: {models: [gpt-5-mini, mistral-small]}}]
subscriptions:
  - {id: s1, api: mood, app: vscode, plan: starter, reason: Marks reviews in the editor while one writes, requested_by: ada, requested_at: "2026-11-18T09:00:00Z"}
  - {id: s2, api: mood, app: agent-ci, plan: starter, reason: "Nightly report: how do customers feel?", requested_by: bob, requested_at: "2026-11-20T16:00:00Z"}
  - {id: s3, api: mood, app: notebook, plan: pro, state: approved, requested_by: bob, requested_at: "2026-11-10T09:00:00Z", decided_by: ada, decided_at: "2026-11-10T10:00:00Z"}
users:
  - {id: ada, name: Ada Lovelace, email: ada@example.org, grants: [{role: owner}]}
  - {id: bob, name: Bob Kahn, email: bob@example.org, grants: [{role: publisher, team: research}, {role: approver, team: platform}]}
  - {id: cy, name: Cy Young, email: cy@example.org, grants: [{role: member, team: research}]}
  - {id: eve, name: Eve Online, email: eve@example.org, enabled: false}
)";
}

} // namespace

QByteArray livedConfiguration(const QByteArray& key) {
    const QByteArray providers =
        "version: 1\n"
        "providers:\n"
        "  - {id: openai, preset: openai, keys: [\"env:OPENAI_API_KEY\"], concurrent: 20}\n"
        "  - {id: anthropic, preset: anthropic, keys: [\"env:ANTHROPIC_API_KEY\"]}\n"
        "  - {id: azure, dialect: openai, base_url: \"https://azure.example/openai/v1\",\n"
        "     keys: [\"env:AZURE_API_KEY\"]}\n"
        "  - {id: mistral, dialect: openai, base_url: \"https://mistral.example/v1\",\n"
        "     keys: [\"env:MISTRAL_API_KEY\"]}\n"
        "routes:\n"
        "  - model: gpt-5-mini\n"
        "    targets:\n"
        "      - {provider: openai, model: gpt-5-mini}\n"
        "      - {provider: azure, model: gpt-5-mini}\n"
        "  - {model: claude-sonnet, targets: [{provider: anthropic, model: claude-sonnet-5}]}\n"
        "  - {model: mistral-small, targets: [{provider: mistral, model: mistral-small}], cache: {mode: exact}}\n"
        "budgets:\n"
        "  - {id: all-of-us, for: {organisation: true}, usd: 60, period: week, action: warn}\n"
        "  - {id: anthropic-day, for: {provider: anthropic}, usd: 4, period: day, alerts: [80, 100]}\n"
        "prompts:\n"
        "  - id: sentiment\n"
        "    title: Mood of a text\n"
        "    team: research\n"
        "    tags: [text, json]\n"
        "    labels: [{name: production, version: 2}, {name: staging, version: 4}]\n"
        "    versions:\n"
        "      - {version: 1, comment: First words, author: ada, created: \"2026-04-02T09:10:00Z\", model: "
        "gpt-5-mini,\n"
        "         messages: [{role: user, content: \"Is this good or bad? {{text}}\"}],\n"
        "         variables: [{name: text, schema: {type: string, maxLength: 4000}, example: \"The parcel came two "
        "weeks late.\"}]}\n"
        "      - {version: 2, comment: Answers with JSON, author: ada, created: \"2026-04-09T15:31:00Z\", from: 1, "
        "model: gpt-5-mini,\n"
        "         messages: [{role: system, content: \"Judge the mood of the text. Answer with one word.\"}, {role: "
        "user, content: \"{{text}}\"}],\n"
        "         variables: [{name: text, schema: {type: string, maxLength: 4000}, example: \"The parcel came two "
        "weeks late.\"}]}\n"
        "      - {version: 3, comment: With examples, author: grace, created: \"2026-04-20T08:02:00Z\", from: 2, "
        "model: claude-sonnet,\n"
        "         messages: [{role: system, content: \"Judge the mood.\"}, {role: user, content: \"What a lovely "
        "day!\"}, {role: assistant, content: positive}, {role: user, content: \"{{text}}\"}],\n"
        "         variables: [{name: text, example: \"The parcel came two weeks late.\"}]}\n"
        "      - version: 4\n"
        "        comment: \"Back to the second, with a score and a list of topics\"\n"
        "        author: ada\n"
        "        created: \"2026-05-06T11:45:00Z\"\n"
        "        from: 2\n"
        "        model: gpt-5-mini\n"
        "        messages:\n"
        "          - {role: system, content: \"You judge the mood of texts{{#audience}} for "
        "{{audience}}{{/audience}}.\\nAnswer with JSON only.\\n{{! the schema says which fields }}\"}\n"
        "          - {role: user, content: \"{{text}}\\n{{>closing}}\"}\n"
        "        variables:\n"
        "          - {name: text, schema: {type: string, maxLength: 4000}, example: \"The parcel came two weeks "
        "late.\", description: What is judged}\n"
        "          - {name: audience, schema: {type: string}, required: false, default: \"\", example: \"the support "
        "team\", description: Who reads it}\n"
        "        partials: [{name: closing, content: \"Think of irony.\"}]\n"
        "        parameters: {temperature: \"0\", max_tokens: 100}\n"
        "        response: {schema: {type: object, required: [mood], properties: {mood: {type: string, enum: "
        "[positive, neutral, negative]}}}, repair: 1}\n"
        "    tests:\n"
        "      - {id: t1, name: Late parcel, values: {text: \"The parcel came two weeks late.\"}, checks: [{kind: "
        "contains, value: negative}]}\n"
        "      - {id: t2, name: Fine weather, values: {text: \"What a lovely day!\"}, checks: [{kind: json_path, path: "
        "$.mood, value: positive}, {kind: schema, value: {type: object}}]}\n"
        "  - {id: summary, title: Summary for busy people, labels: [{name: production, version: 1}], versions: "
        "[{version: 1, model: mistral-small,\n"
        "     author: grace, created: \"2026-03-11T10:00:00Z\", messages: [{role: user, content: \"Sum up: "
        "{{text}}\"}], variables: [{name: text}]}]}\n"
        "  - {id: translation, title: Translation, versions: [{version: 1, model: claude-sonnet, author: ada, created: "
        "\"2026-05-01T10:00:00Z\",\n"
        "     messages: [{role: user, content: \"Into {{language}}: {{text}}\"}], variables: [{name: text}, {name: "
        "language}]}]}\n";
    return providers +
           "teams:\n"
           "  - id: me\n"
           "    apps:\n"
           "      - {id: vscode, keys: [\"plain:" +
           key +
           "\"], budget: {usd: 30, period: month}}\n"
           "      - {id: cursor, keys: [\"plain:" +
           key +
           "2\"]}\n"
           "  - id: platform\n"
           "    budget: {usd: 250, period: month}\n"
           "    limits: {requests_per_minute: 120, tokens_per_day: 2000000}\n"
           "    apps: [{id: agent-ci, keys: [\"plain:" +
           key +
           "3\"], models: [gpt-5-mini, mistral-small]}]\n"
           "  - id: research\n"
           "    apps: [{id: notebook, keys: [\"plain:" +
           key + "4\"]}]\n" + products();
}

} // namespace gatehouse::ui
