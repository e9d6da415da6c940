// SPDX-License-Identifier: Apache-2.0
#include "core/base/digest.h"
#include "core/config/bodies.h"
#include "core/config/build.h"
#include "core/config/resource.h"
#include "core/contract/json_text.h"
#include "fixtures.h"

#include <QElapsedTimer>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::toQt;

namespace {

class FakePrices final : public catalog::Prices {
public:
    std::optional<catalog::ModelPrice> find(std::string_view preset, std::string_view model) const override {
        if (model == "unknown")
            return std::nullopt;
        catalog::ModelPrice price;
        price.source = std::string(preset) + "/" + std::string(model);
        return price;
    }
};

} // namespace

class TestBuild : public QObject {
    Q_OBJECT
private:
    fixtures::FakePresets m_presets;
    fixtures::FakeStash m_stash;
    fixtures::FakeResolver m_resolver;

    Objects objectsOf(const std::string& text, bool demo = true) {
        const auto result = fixtures::apply({}, text, m_stash, Prune::No, Format::Yaml, demo);
        if (!result.faults.empty())
            qFatal("%s", result.faults.c_str());
        return result.objects;
    }

    Built build(const Objects& objects, bool demo = true) {
        auto built = buildSnapshot({objects, m_resolver, m_presets, std::make_shared<const FakePrices>(), demo, 42});
        if (!built)
            qFatal("%s", built.error().message.c_str());
        return *built;
    }

private Q_SLOTS:
    void init() {
        m_stash = {};
        m_resolver = {};
    }

    void aSetPriceTakesThePlaceOfTheListed() {
        std::string text = fixtures::example;
        const std::string after = "timeouts: {connect: 5s, first_byte: 120s, idle: 60s, total: 15m}\n";
        text.insert(text.find(after) + after.size(),
                    "    prices:\n"
                    "      - {model: gpt-4o-mini, input: \"0.000000000001\", output: 3, source: our contract, date: "
                    "\"2026-11-21\"}\n"
                    "      - {model: unknown, input: 1}\n");
        const auto built = build(objectsOf(text));
        const auto& snapshot = *built.snapshot;
        const auto& price = snapshot.routes.at(snapshot.routeByModel.at("gpt-4o-mini")).targets.at(0).price;
        QCOMPARE(price->input->pico(), std::int64_t{1});
        QCOMPARE(toQt(price->output->toString()), QStringLiteral("3"));
        QCOMPARE(toQt(price->source), QStringLiteral("our contract"));
        QCOMPARE(toQt(price->date), QStringLiteral("2026-11-21"));
        const auto& openai = *snapshot.provider("openai");
        QVERIFY(!priceOf(snapshot.prices.get(), openai, "unknown")->output);
        QCOMPARE(toQt(priceOf(snapshot.prices.get(), openai, "unknown")->source), QStringLiteral("set for openai"));
        QCOMPARE(toQt(priceOf(snapshot.prices.get(), openai, "other")->source), QStringLiteral("openai/other"));
    }

    void holdsWhatTheFileSays() {
        const auto built = build(objectsOf(fixtures::example));
        const auto& snapshot = *built.snapshot;
        QVERIFY(built.warnings.empty());
        QCOMPARE(snapshot.revision, std::uint64_t{42});
        const auto* openai = snapshot.provider("openai");
        QVERIFY(openai != nullptr);
        QCOMPARE(toQt(openai->host), QStringLiteral("api.openai.com"));
        QCOMPARE(toQt(openai->basePath), QStringLiteral("/v1"));
        QCOMPARE(static_cast<int>(openai->port), 443);
        QVERIFY(openai->tls && openai->auth == AuthStyle::Bearer && !openai->isDemo());
        QVERIFY(openai->timeouts.firstByte == std::chrono::seconds(120));
        QCOMPARE(openai->keys.size(), std::size_t{1});
        QCOMPARE(toQt(openai->keys[0].secret->reveal()), QStringLiteral("value of env:OPENAI_API_KEY"));
        QVERIFY(snapshot.provider("demo")->isDemo());
        QVERIFY(snapshot.provider("nobody") == nullptr);
        const auto& route = snapshot.routes.at(snapshot.routeByModel.at("gpt-4o-mini"));
        QCOMPARE(toQt(snapshot.providers[route.targets.at(0).provider].id), QStringLiteral("openai"));
        QCOMPARE(toQt(route.targets.at(0).price->source), QStringLiteral("openai/gpt-4o-mini"));
        QCOMPARE(route.retry.statuses, (std::vector<int>{408, 429}));
        QVERIFY(route.retry.onConnect && route.retry.onTimeout && route.retry.on5xx);
        const auto& key = snapshot.keys.at(snapshot.keyByDigest.at(sha256("gh-test-key")));
        const auto& app = snapshot.apps.at(key.app);
        QCOMPARE(toQt(app.id), QStringLiteral("notebook"));
        QVERIFY(app.budget->amount == *Money::parse("10") && app.budget->period == BudgetPeriod::Day);
        QVERIFY(!app.limits.any() && app.allowsEveryModel());
        const auto& team = snapshot.teams.at(app.team);
        QVERIFY(team.budget->amount == *Money::parse("100") && team.budget->period == BudgetPeriod::Month);
    }

    void fillsInWhatThePresetSays_data() {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("reached");
        const auto row = [](const char* provider, const char* reached) {
            QTest::newRow(provider) << QString::fromUtf8(provider) << QString::fromUtf8(reached);
        };
        row("preset: openai", "openai https api.openai.com:443 /v1 bearer");
        row("preset: anthropic", "anthropic https api.anthropic.com:443  x-api-key");
        row("preset: local", "openai http 127.0.0.1:11434 /v1 none");
        row("preset: local, keys: [\"env:A\"]", "openai http 127.0.0.1:11434 /v1 bearer");
        row("preset: placed, base_url: \"https://r.example.com/v1/\"", "openai https r.example.com:443 /v1 api-key");
        row("preset: openai, base_url: \"http://[::1]:8080\"", "openai http ::1:8080  bearer");
        row("preset: openai, auth: none", "openai https api.openai.com:443 /v1 none");
        row("preset: openai, auth: X-Custom", "openai https api.openai.com:443 /v1 x-custom");
        row("preset: openai, dialect: anthropic", "anthropic https api.openai.com:443 /v1 bearer");
        row("dialect: openai, base_url: \"http://Example.com:81/a/b\"", "openai http Example.com:81 /a/b bearer");
        row("dialect: anthropic, base_url: \"https://x.example.com\"", "anthropic https x.example.com:443  x-api-key");
    }
    void fillsInWhatThePresetSays() {
        QFETCH(QString, provider);
        QFETCH(QString, reached);
        const auto objects = objectsOf("version: 1\nproviders: [{id: p, " + provider.toStdString() + "}]\n");
        const auto built = build(objects);
        const auto* made = built.snapshot->provider("p");
        const std::string auth = made->auth == AuthStyle::None     ? "none"
                                 : made->auth == AuthStyle::Bearer ? "bearer"
                                                                   : made->authHeader;
        QCOMPARE(toQt(std::string(dialects::nameOf(made->form)) + (made->tls ? " https " : " http ") + made->host +
                      ":" + std::to_string(made->port) + " " + made->basePath + " " + auth),
                 reached);
    }

    void anUnreadableKeyIsAWarning() {
        const auto built =
            build(objectsOf("version: 1\nproviders: [{id: p, preset: openai, keys: [\"env:MISSING\", \"env:A\"]}]\n"));
        const auto* provider = built.snapshot->provider("p");
        QVERIFY(provider->keys.at(0).secret == nullptr);
        QCOMPARE(toQt(provider->keys.at(0).problem), QStringLiteral("the variable MISSING is not set"));
        QVERIFY(provider->keys.at(1).secret != nullptr);
        QCOMPARE(built.warnings.size(), std::size_t{1});
    }

    void resolvesEachReferenceOnce() {
        (void)build(objectsOf("version: 1\nproviders:\n  - {id: p, preset: openai, keys: [\"env:A\"]}\n"
                              "  - {id: q, preset: openai, keys: [\"env:A\"]}\n"));
        QCOMPARE(m_resolver.asked.at("env:A"), 1);
    }

    void aProviderWithoutKeyIsAWarning() {
        QCOMPARE(build(objectsOf("version: 1\nproviders: [{id: p, preset: openai}]\n")).warnings.size(),
                 std::size_t{1});
        QVERIFY(build(objectsOf("version: 1\nproviders: [{id: p, preset: local}]\n")).warnings.empty());
    }

    void leavesOutTargetsThatLeadNowhere() {
        const auto objects = objectsOf("version: 1\nroutes: [{model: m, targets: [{provider: demo, model: echo}]}]\n");
        const auto built = build(objects, false);
        QVERIFY(built.snapshot->routes.at(0).targets.empty());
        QCOMPARE(built.warnings.size(), std::size_t{1});
        QVERIFY(built.snapshot->provider("demo") == nullptr);
        const auto on = build(objects);
        QCOMPARE(toQt(on.snapshot->routes.at(0).targets.at(0).price->source), QStringLiteral("demo/echo"));
    }

    void anUnknownPriceIsUnknown() {
        const auto built =
            build(objectsOf("version: 1\nroutes: [{model: m, targets: [{provider: demo, model: unknown}]}]\n"));
        QVERIFY(!built.snapshot->routes.at(0).targets.at(0).price);
    }

    void aPresetThatIsGoneTurnsItsProviderOff() {
        auto objects = objectsOf("version: 1\nproviders: [{id: p, preset: openai, keys: [\"env:A\"]}]\n");
        objects.front().body["preset"] = "gone";
        const auto built = build(objects);
        QVERIFY(!built.snapshot->provider("p")->enabled);
        QCOMPARE(built.warnings.size(), std::size_t{1});
    }

    void aBrokenBodyIsAnError() {
        auto objects = objectsOf("version: 1\nteams: [{id: t}]\n");
        objects.front().body["nonsense"] = 1;
        const auto built = buildSnapshot({objects, m_resolver, m_presets, nullptr, true, 1});
        QVERIFY(!built);
        QVERIFY(built.error().kind == ErrorKind::Internal);
    }

    void saysHowAProviderIsReached() {
        const auto objects = objectsOf("version: 1\nproviders:\n"
                                       "  - {id: plain, dialect: openai, base_url: https://x.example, auth: none}\n"
                                       "  - {id: proxied, dialect: openai, base_url: https://x.example, auth: none, "
                                       "proxy: 'socks5h://jo@p.example', proxy_password: 'plain:planted'}\n"
                                       "  - {id: broken, dialect: openai, base_url: https://x.example, auth: none, "
                                       "tls: {ca: [/nowhere/ca.pem]}}\n");
        const auto built = build(objects);
        const auto& snapshot = *built.snapshot;
        QVERIFY(snapshot.provider("plain")->way == nullptr);
        const auto& proxy = snapshot.provider("proxied")->way->proxy;
        QVERIFY(proxy->scheme == ProxyAddress::Scheme::Socks5h);
        QCOMPARE(toQt(proxy->user), QStringLiteral("jo"));
        // The password went into the stash, and its reference into the object.
        QVERIFY(proxy->password->reveal() != "planted");
        for (const auto& object : objects)
            QVERIFY(contract::canonicalJson(object.body).find("planted") == std::string::npos);
        // What cannot be set up as it is written is not reached in some other way.
        QVERIFY(!snapshot.provider("broken")->enabled);
        QVERIFY(built.warnings.size() == 1 && built.warnings[0].find("tls.ca") != std::string::npos);
    }

    void theOrderOfObjectsDoesNotMatter() {
        auto objects = objectsOf(fixtures::example);
        std::reverse(objects.begin(), objects.end());
        QCOMPARE(build(objects).snapshot->keys.size(), std::size_t{1});
    }

    void models_data() {
        QTest::addColumn<QString>("models");
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("may");
        QTest::newRow("all") << QStringLiteral("\"*\"") << QStringLiteral("x/y") << true;
        QTest::newRow("none") << QString() << QStringLiteral("x") << false;
        QTest::newRow("exact") << QStringLiteral("gpt-4o") << QStringLiteral("gpt-4o") << true;
        QTest::newRow("longer") << QStringLiteral("gpt-4o") << QStringLiteral("gpt-4o-mini") << false;
        QTest::newRow("prefix") << QStringLiteral("\"gpt-4o*\"") << QStringLiteral("gpt-4o-mini") << true;
        QTest::newRow("other prefix") << QStringLiteral("\"gpt-4o*\"") << QStringLiteral("gpt-4") << false;
        QTest::newRow("second") << QStringLiteral("a, b") << QStringLiteral("b") << true;
        QTest::newRow("case") << QStringLiteral("a") << QStringLiteral("A") << false;
    }
    void models() {
        QFETCH(QString, models);
        QFETCH(QString, model);
        QFETCH(bool, may);
        const auto built =
            build(objectsOf("version: 1\nteams: [{id: t, apps: [{id: a, models: [" + models.toStdString() + "]}]}]\n"));
        QCOMPARE(built.snapshot->apps.at(0).mayUse(model.toStdString()), may);
    }

    void tenThousandKeys() {
        std::string text = "version: 1\nteams:\n  - id: t\n    apps:\n";
        for (int app = 0; app < 100; ++app) {
            text += "      - id: a" + std::to_string(app) + "\n        keys:\n";
            for (int key = 0; key < 100; ++key)
                text += "          - \"plain:a-key-that-is-long-enough-" + std::to_string(app * 100 + key) + "\"\n";
        }
        QElapsedTimer timer;
        timer.start();
        const auto parsed = parseDocument(text, Format::Yaml, m_presets);
        QVERIFY(parsed);
        const auto parseMs = timer.restart();
        const auto plan = planApply({{}, parsed->document, Prune::No, true, fixtures::now}, m_stash);
        QVERIFY(plan);
        const auto objects = applied({}, *plan, 1, fixtures::now);
        const auto planMs = timer.restart();
        const auto again = planApply({objects, parsed->document, Prune::No, true, fixtures::now}, m_stash);
        QVERIFY(again && again->changes.empty());
        const auto againMs = timer.restart();
        const auto built = build(objects);
        const auto buildMs = timer.elapsed();
        QCOMPARE(built.snapshot->keys.size(), std::size_t{10'000});
        qInfo("10,000 keys: parse %lld ms, plan %lld ms, plan again %lld ms, build %lld ms",
              static_cast<long long>(parseMs), static_cast<long long>(planMs), static_cast<long long>(againMs),
              static_cast<long long>(buildMs));
    }
};

QTEST_APPLESS_MAIN(TestBuild)
#include "tst_build.moc"
