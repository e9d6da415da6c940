// SPDX-License-Identifier: Apache-2.0
#include "core/config/build.h"
#include "core/config/export.h"
#include "core/config/resource.h"
#include "core/contract/keep.h"
#include "fixtures.h"

#include <QTest>
#include <boost/json/parse.hpp>

using namespace gatehouse;
using namespace gatehouse::config;

namespace {

constexpr auto text = "version: 1\n"
                      "records: {bodies: errors, body_cap: 16KiB, keep: {bodies: 12h, calls: forever, bytes: 2GiB}}\n"
                      "routes:\n"
                      "  - {model: m, bodies: all, targets: [{provider: demo, model: echo}]}\n"
                      "teams:\n"
                      "  - id: t\n"
                      "    apps:\n"
                      "      - id: a\n"
                      "        bodies: off\n"
                      "        keys: [\"plain:a-key-of-more-than-thirty-two-characters\"]\n";

} // namespace

class TestRecords : public QObject {
    Q_OBJECT
private:
    fixtures::FakePresets m_presets;
    fixtures::FakeStash m_stash;
    fixtures::FakeResolver m_resolver;

    SnapshotPtr build(const Objects& objects) {
        return buildSnapshot({objects, m_resolver, m_presets, nullptr, true, 1}).value().snapshot;
    }

private Q_SLOTS:
    void theFileSetsWhatIsKept() {
        const auto result = fixtures::apply({}, text, m_stash, Prune::No, Format::Yaml, true);
        QCOMPARE(result.faults, std::string());
        const auto snapshot = build(result.objects);
        QVERIFY(snapshot->records.bodies == BodyPolicy::Errors);
        QCOMPARE(snapshot->records.bodyCap, std::size_t{16'384});
        QCOMPARE(snapshot->records.keepBodies.count(), 12);
        QCOMPARE(snapshot->records.keepCalls.count(), 0);
        QCOMPARE(snapshot->records.keepMinutes.count(), 7 * 24);
        QCOMPARE(snapshot->records.keepBytes, std::int64_t{2} << 30U);
        QVERIFY(snapshot->routes.front().bodies == BodyPolicy::All);
        QVERIFY(snapshot->apps.front().bodies == BodyPolicy::Off);
        QVERIFY(!snapshot->keys.front().bodies);
    }
    void theExportSaysIt() {
        const auto result = fixtures::apply({}, text, m_stash, Prune::No, Format::Yaml, true);
        const auto exported = exportText(result.objects, Format::Yaml);
        QVERIFY(exported.find("16KiB") != std::string::npos);
        const auto again = fixtures::apply({}, exported, m_stash, Prune::No, Format::Yaml, true);
        QCOMPARE(again.faults, std::string());
        QCOMPARE(digestOf(again.objects), digestOf(result.objects));
    }
    void aFileThatNoLongerSpeaksOfItBringsTheDefaultsBack() {
        const auto first = fixtures::apply({}, text, m_stash, Prune::No, Format::Yaml, true);
        const auto second = fixtures::apply(first.objects, "version: 1\n", m_stash, Prune::No, Format::Yaml, true);
        QCOMPARE(second.faults, std::string());
        QVERIFY(build(second.objects)->records.bodies == BodyPolicy::Off);
    }
    void aKeyHasAPolicyOfItsOwn() {
        const auto first = fixtures::apply({}, text, m_stash, Prune::No, Format::Yaml, true);
        const auto* key = &first.objects.front();
        for (const auto& object : first.objects) {
            if (object.kind == Kind::Key)
                key = &object;
        }
        const auto body = applyMergePatch(key->body, boost::json::parse("{\"bodies\": \"errors\"}"));
        const auto plan = planPut(Kind::Key, key->id, body, {first.objects, m_presets, true}, m_stash, 1);
        QVERIFY(plan.has_value());
        const auto objects = applied(first.objects, *plan, 2, 1);
        QVERIFY(build(objects)->keys.front().bodies == BodyPolicy::Errors);
        // It travels with the export, beside the key's other details.
        const auto again =
            fixtures::apply({}, exportText(objects, Format::Yaml), m_stash, Prune::No, Format::Yaml, true);
        QCOMPARE(again.faults, std::string());
        QVERIFY(build(again.objects)->keys.front().bodies == BodyPolicy::Errors);
    }
    void refusesOtherWords_data() {
        QTest::addColumn<QByteArray>("records");
        for (const auto* wrong :
             {"{bodies: some}", "{body_cap: 0KiB}", "{body_cap: 64}", "{body_cap: 9MiB}", "{keep: {calls: 0d}}",
              "{keep: {calls: 30}}", "{keep: {bytes: 10KiB}}", "{keep: {days: 3d}}"})
            QTest::newRow(wrong) << QByteArray(wrong);
    }
    void refusesOtherWords() {
        QFETCH(QByteArray, records);
        const auto result = fixtures::apply({}, "version: 1\nrecords: " + records.toStdString() + "\n", m_stash,
                                            Prune::No, Format::Yaml, true);
        QVERIFY(!result.faults.empty());
    }
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
