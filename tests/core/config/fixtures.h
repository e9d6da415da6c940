// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/build.h"
#include "core/config/document.h"
#include "core/config/plan.h"
#include "core/config/presets.h"

#include <QByteArray>
#include <QString>
#include <map>
#include <optional>
#include <string>

// Fakes and shorthands of the configuration tests.
namespace gatehouse::config::fixtures {

class FakePresets final : public Presets {
public:
    std::optional<PresetFacts> find(std::string_view id) const override {
        static const std::map<std::string, PresetFacts, std::less<>> known{
            {"openai", {"https://api.openai.com/v1", "openai", "bearer"}},
            {"anthropic", {"https://api.anthropic.com", "anthropic", "x-api-key|bearer"}},
            {"gemini", {"https://generativelanguage.googleapis.com/v1beta", "gemini", "x-goog-api-key"}},
            {"later", {"https://later.example.com/v1", "watsonx", "bearer"}},
            {"placed", {"https://{RESOURCE}.example.com/v1", "openai", "api-key|entra_bearer"}},
            {"local", {"http://127.0.0.1:11434/v1", "openai", "none|bearer"}},
            {"signed", {"https://signed.example.com/v1", "openai", "aws_sigv4"}},
        };
        const auto facts = known.find(id);
        return facts == known.end() ? std::nullopt : std::optional(facts->second);
    }
};

class FakeStash final : public SecretStash {
public:
    Result<std::string> put(std::string_view name, Secret secret) override {
        if (refuse)
            return failure(ErrorKind::Unavailable, "keychain_locked", "the key chain is locked; unlock it");
        ++puts;
        kept[std::string(name)] = std::string(secret.reveal());
        return "keychain:" + std::string(name);
    }
    std::map<std::string, std::string> kept;
    int puts = 0;
    bool refuse = false;
};

class FakeResolver final : public SecretResolver {
public:
    Result<SharedSecret> resolve(std::string_view reference) override {
        ++asked[std::string(reference)];
        if (reference.find("MISSING") != std::string_view::npos)
            return failure(ErrorKind::NotFound, "secret_not_found", "the variable MISSING is not set");
        return std::make_shared<const Secret>("value of " + std::string(reference));
    }
    std::map<std::string, int> asked;
};

inline QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

inline std::string fromQt(const QString& text) {
    return text.toStdString();
}

inline constexpr WallMicros now = 1'795'000'000'000'000;

// The example of the interface description.
inline constexpr char example[] = R"(version: 1
store: {url: "sqlite:" }
cluster: {redis: ""}
server: {hosts: [], trusted_proxies: [], tls: {cert: "", key: ""}}
demo: true
providers:
  - id: openai
    preset: openai
    base_url: https://api.openai.com/v1
    dialect: openai
    keys: ["env:OPENAI_API_KEY"]
    timeouts: {connect: 5s, first_byte: 120s, idle: 60s, total: 15m}
routes:
  - model: gpt-4o-mini
    strategy: priority
    targets:
      - {provider: openai, model: gpt-4o-mini, weight: 1}
    retry: {attempts: 2, "on": [connect, timeout, 408, 429, 5xx]}
teams:
  - id: research
    budget: {usd: 100, period: month}
    apps:
      - id: notebook
        keys: ["plain:gh-test-key"]
        limits: {requests_per_minute: 0, tokens_per_minute: 0, concurrent: 0}
        budget: {usd: 10, period: day}
        models: ["*"]
)";

// Parses and plans; the faults' text on failure.
struct Applied {
    std::string faults;
    Plan plan;
    Objects objects;
};

inline Applied apply(const Objects& current, std::string_view text, SecretStash& stash, Prune prune = Prune::No,
                     Format format = Format::Yaml, bool demo = true) {
    Applied result;
    const auto parsed = parseDocument(text, format, FakePresets());
    if (!parsed) {
        result.faults = report(parsed.error(), "f.yaml");
        return result;
    }
    auto plan = planApply({current, parsed->document, prune, demo, now}, stash);
    if (!plan) {
        auto faults = plan.error();
        parsed->locate(faults);
        result.faults = report(faults, "f.yaml");
        return result;
    }
    result.plan = std::move(*plan);
    result.objects = applied(current, result.plan, 7, now);
    return result;
}

} // namespace gatehouse::config::fixtures
