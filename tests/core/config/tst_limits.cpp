// SPDX-License-Identifier: Apache-2.0
#include "core/config/build.h"
#include "core/config/export.h"
#include "fixtures.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;

namespace {

constexpr auto text = R"(version: 1
organisation: {limits: {tokens_per_day: 5000000}}
routes:
  - {model: m, limits: {output_tokens_per_hour: 70}, targets: [{provider: demo, model: echo}]}
teams:
  - id: t
    limits: {requests_per_hour: 60}
    models: ["m*"]
    max_output_tokens: 900
    apps:
      - id: a
        limits: {input_tokens_per_minute: 5, concurrent: 2}
        user_limits: {requests_per_day: 9}
        priority: high
        deny_from: [10.9.0.0/16]
        keys: ["plain:a-key-of-more-than-thirty-two-characters", "plain:another-key-of-more-than-32-characters"]
        key_details:
          - {id: KEY, limits: {requests_per_minute: 3}, models: [m], allow_from: ["10.0.0.0/8", "::1"], max_body: 2KiB, max_output_tokens: 100}
)";

} // namespace

class TestLimits : public QObject {
    Q_OBJECT
private:
    fixtures::FakePresets m_presets;
    fixtures::FakeStash m_stash;
    fixtures::FakeResolver m_resolver;

    SnapshotPtr build(const Objects& objects) {
        return buildSnapshot({objects, m_resolver, m_presets, nullptr, true, 1}).value().snapshot;
    }
    Objects read() {
        std::string with = text;
        const auto first = fixtures::apply({},
                                           "version: 1\nteams: [{id: t, apps: [{id: a, keys: "
                                           "[\"plain:a-key-of-more-than-thirty-two-characters\"]}]}]\n",
                                           m_stash, Prune::No, Format::Yaml, true);
        for (const auto& object : first.objects) {
            if (object.kind == Kind::Key)
                with.replace(with.find("KEY"), 3, object.id);
        }
        const auto result = fixtures::apply(first.objects, with, m_stash, Prune::No, Format::Yaml, true);
        [&] { QCOMPARE(result.faults, std::string()); }();
        return result.objects;
    }

private Q_SLOTS:
    void everyScopeHasItsLimits() {
        const auto snapshot = build(read());
        QCOMPARE(snapshot->organisation.limits.at(Measure::Tokens, Span::Day), 5'000'000U);
        QCOMPARE(snapshot->routes.front().limits.at(Measure::OutputTokens, Span::Hour), 70U);
        QCOMPARE(snapshot->teams.front().limits.at(Measure::Requests, Span::Hour), 60U);
        const auto& app = snapshot->apps.front();
        QCOMPARE(app.limits.at(Measure::InputTokens, Span::Minute), 5U);
        QCOMPARE(app.limits.concurrent, 2U);
        QCOMPARE(app.userLimits.at(Measure::Requests, Span::Day), 9U);
        QVERIFY(app.priority == Priority::High);
    }
    void keysHaveRulesOfTheirOwn() {
        const auto snapshot = build(read());
        QCOMPARE(snapshot->keys.size(), std::size_t(2));
        int limited = 0;
        for (const auto& key : snapshot->keys) {
            if (!key.limits.any()) {
                QVERIFY(key.access.allowsEveryModel() && key.access.allowFrom.empty());
                continue;
            }
            ++limited;
            QCOMPARE(key.limits.at(Measure::Requests, Span::Minute), 3U);
            QVERIFY(key.access.mayUse("m") && !key.access.mayUse("mm"));
            QVERIFY(key.access.mayComeFrom(*IpAddress::parse("10.1.1.1")));
            QVERIFY(key.access.mayComeFrom(*IpAddress::parse("::ffff:10.1.1.1")));
            QVERIFY(key.access.mayComeFrom(*IpAddress::parse("::1")));
            QVERIFY(!key.access.mayComeFrom(*IpAddress::parse("192.0.2.1")));
            QCOMPARE(key.access.maxBody, 2048U);
            QCOMPARE(key.access.maxOutputTokens, 100U);
        }
        QCOMPARE(limited, 1);
        QVERIFY(!snapshot->apps.front().access.mayComeFrom(*IpAddress::parse("10.9.3.4")));
        QCOMPARE(snapshot->teams.front().access.maxOutputTokens, 900U);
        QVERIFY(!snapshot->teams.front().access.mayUse("x"));
    }
    void theExportSaysAllOfIt() {
        const auto objects = read();
        const auto exported = exportText(objects, Format::Yaml);
        const auto again = fixtures::apply({}, exported, m_stash, Prune::No, Format::Yaml, true);
        QCOMPARE(again.faults, std::string());
        QCOMPARE(digestOf(again.objects), digestOf(objects));
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
