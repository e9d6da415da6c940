// SPDX-License-Identifier: Apache-2.0
#include "core/base/digest.h"
#include "core/config/bodies.h"
#include "core/config/key_entries.h"
#include "core/config/resource.h"
#include "core/contract/json_text.h"
#include "fixtures.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::toQt;

namespace {

std::string summary(const Plan& plan) {
    std::string out;
    for (const auto& change : plan.changes)
        out += (out.empty() ? "" : ", ") + std::string(nameOf(change.action)) + " " +
               std::string(singularOf(change.kind)) + " " + change.id;
    return out;
}

boost::json::value json(const QString& text) {
    return *contract::parseJson(text.toStdString());
}

} // namespace

class TestResource : public QObject {
    Q_OBJECT
private:
    Objects m_objects;
    fixtures::FakePresets m_presets;
    fixtures::FakeStash m_stash;
    std::string m_key;

    contract::Checked<Plan> put(Kind kind, const char* id, const QString& body) {
        return planPut(kind, id, json(body), {m_objects, m_presets, true}, m_stash, fixtures::now);
    }

private Q_SLOTS:
    void init() {
        m_stash = {};
        m_objects = fixtures::apply({}, fixtures::example, m_stash).objects;
        m_key = derivedKeyId(toHex(sha256("gh-test-key")), 0);
    }

    void aPriceIsSetOncePerModel() {
        const auto body = QStringLiteral(R"({"preset":"openai","prices":[{"model":"a","input":"1"},{"model":"%1"}]})");
        QVERIFY(put(Kind::Provider, "openai", body.arg(QStringLiteral("b"))).has_value());
        const auto twice = put(Kind::Provider, "openai", body.arg(QStringLiteral("a")));
        QVERIFY(!twice.has_value());
        QCOMPARE(toQt(twice.error().front().field), QStringLiteral("prices[1].model"));
        QVERIFY(twice.error().front().code == contract::FaultCode::Duplicate);
    }

    void aBodyThatIsShownCanBePutBack() {
        for (const auto& object : m_objects) {
            const auto plan =
                planPut(object.kind, object.id, object.body, {m_objects, m_presets, true}, m_stash, fixtures::now + 1);
            if (!plan)
                QFAIL(plan.error().front().text().c_str());
            QVERIFY2(plan->changes.empty(), summary(*plan).c_str());
        }
    }

    void makesAndChanges_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("summary");
        const auto row = [](const char* name, Kind kind, const char* id, const char* body, const char* summary) {
            QTest::newRow(name) << static_cast<int>(kind) << QByteArray(id) << QString::fromUtf8(body)
                                << QString::fromUtf8(summary);
        };
        row("new team", Kind::Team, "", R"({"id": "t"})", "create team t");
        row("new team at its address", Kind::Team, "t", "{}", "create team t");
        row("changed team", Kind::Team, "research", R"({"budget": {"usd": 5}})", "update team research");
        row("new route", Kind::Route, "a/b", R"({"targets": [{"provider": "demo", "model": "echo"}]})",
            "create route a/b");
        row("app with keys", Kind::App, "notebook",
            R"({"team": "research", "budget": {"usd": 10, "period": "day"}, "keys": ["plain:gh-test-key", "hash:abcdefgh:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]})",
            "create key abcdefgh");
        row("key from outside", Kind::Key, "",
            R"({"app": "notebook", "key": "hash:abcdefgh:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})",
            "create key abcdefgh");
    }
    void makesAndChanges() {
        QFETCH(int, kind);
        QFETCH(QByteArray, id);
        QFETCH(QString, body);
        QFETCH(QString, summary);
        const auto plan = put(static_cast<Kind>(kind), id.constData(), body);
        if (!plan)
            QFAIL(plan.error().front().text().c_str());
        QCOMPARE(toQt(::summary(*plan)), summary);
    }

    void refuses_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char* name, Kind kind, const char* id, const char* body, const char* fault) {
            QTest::newRow(name) << static_cast<int>(kind) << QByteArray(id) << QString::fromUtf8(body)
                                << QString::fromUtf8(fault);
        };
        row("not an object", Kind::Team, "", "[]", "expected an object, found a list");
        row("no id", Kind::Team, "", "{}",
            "id: expected an id: letters, digits, '.', '_' or '-', at most 64, a letter or digit first, found nothing");
        row("other id", Kind::Team, "t", R"({"id": "u"})", "id: expected \"t\" as in the address, found \"u\"");
        row("number as id", Kind::Team, "5", R"({"id": 5})", "id: expected \"5\" as in the address, found 5");
        row("apps in a team", Kind::Team, "t", R"({"apps": []})",
            "apps: expected one of the fields id, budget, limits, models, allow_from, deny_from, max_body, "
            "max_output_tokens, enabled, found an unknown field \"apps\"");
        row("no network", Kind::Team, "t", R"({"allow_from": ["::1/8"]})",
            "allow_from[0]: expected an address, or a network whose bits behind the prefix are zero, like 10.0.0.0/8 "
            "or 2001:db8::/32, found \"::1/8\"");
        row("unknown team", Kind::App, "a", R"({"team": "nobody"})",
            "team: expected the id of a team, found \"nobody\"");
        row("unknown app", Kind::Key, "", R"({"app": "nobody", "key": "plain:x"})",
            "app: expected the id of an app, found \"nobody\"");
        row("unknown provider", Kind::Route, "m", R"({"targets": [{"provider": "nobody", "model": "m"}]})",
            "targets[0].provider: expected the id of a provider, found \"nobody\"");
        row("demo's id", Kind::Provider, "demo", R"({"preset": "openai"})",
            "id: demo is the built-in provider's id; take another");
        row("preset", Kind::Provider, "p", R"({"preset": "nothing"})",
            "preset: expected a preset of the catalogue, found \"nothing\"");
        row("null", Kind::App, "a", R"({"team": "research", "budget": null})",
            "budget: expected an object (fields of Budget), found nothing");
        row("number as text", Kind::Route, "m", R"({"targets": [{"provider": "demo", "model": 4}]})",
            "targets[0].model: expected a model name, found 4");
        row("known key again", Kind::Key, "", R"({"app": "notebook", "key": "plain:gh-test-key"})",
            "key: this key is known already, by the id %KEY%");
        row("key of another app", Kind::App, "other", R"({"team": "research", "keys": ["plain:gh-test-key"]})",
            "keys[0]: this key belongs to app notebook; delete it there first");
        row("digest given", Kind::Key, "", R"({"app": "notebook", "key": "plain:x", "digest": "abc"})",
            "digest: expected nothing, or the value as it is (the gateway sets it), found \"abc\"");
        row("key replaced", Kind::Key, "%KEY%", R"({"app": "notebook", "key": "plain:x"})",
            "key: a key cannot be replaced; make a new one");
        row("created changed", Kind::Key, "%KEY%", R"({"app": "notebook", "created": "2020-01-01T00:00:00Z"})",
            "created: expected nothing, or the value as it is (the gateway sets it), found \"2020-01-01T00:00:00Z\"");
        row("nothing to make a key of", Kind::Key, "newkey12", R"({"app": "notebook"})",
            "key: expected plain:KEY or hash:ID:DIGEST, for a key that does not exist yet, found nothing");
        row("another key's id", Kind::Key, "newkey12", R"({"app": "notebook", "key": "plain:x"})",
            "id: expected \"%OTHER%\", the id of this key, found \"newkey12\"");
    }
    void refuses() {
        QFETCH(int, kind);
        QFETCH(QByteArray, id);
        QFETCH(QString, body);
        QFETCH(QString, fault);
        id.replace("%KEY%", m_key.c_str());
        fault.replace(QStringLiteral("%KEY%"), toQt(m_key));
        fault.replace(QStringLiteral("%OTHER%"), toQt(derivedKeyId(toHex(sha256("x")), 0)));
        const auto plan = put(static_cast<Kind>(kind), id.constData(), body);
        QVERIFY(!plan);
        QCOMPARE(toQt(plan.error().front().text()), fault);
        QCOMPARE(m_stash.puts, 0);
    }

    void aRevokedKeyStaysRevoked() {
        const auto revoked = put(Kind::Key, m_key.c_str(), QStringLiteral(R"({"app": "notebook", "revoked": true})"));
        QVERIFY(revoked);
        m_objects = applied(m_objects, *revoked, 2, fixtures::now);
        const auto back = put(Kind::Key, m_key.c_str(), QStringLiteral(R"({"app": "notebook"})"));
        QVERIFY(!back);
        QVERIFY(back.error().front().code == contract::FaultCode::Conflict);
    }

    void aNewKeyIsKeptAsItsDigest() {
        const Secret key("gh_newkey12_0123456789012345678901234567890123456789012345678");
        const auto plan = planNewKey("newkey12", key, json(QStringLiteral(R"({"app": "notebook", "name": "ci"})")),
                                     {m_objects, m_presets, true}, fixtures::now);
        if (!plan)
            QFAIL(plan.error().front().text().c_str());
        QCOMPARE(toQt(summary(*plan)), QStringLiteral("create key newkey12"));
        const auto& body = *plan->changes.front().after;
        QCOMPARE(toQt(textIn(body, "digest")), toQt(toHex(sha256(key.reveal()))));
        QCOMPARE(toQt(textIn(body, "last_four")), QStringLiteral("5678"));
        QCOMPARE(toQt(textIn(body, "name")), QStringLiteral("ci"));
        QVERIFY(!body.contains("key"));
        QVERIFY(plan->changes.front().origin == Origin::Admin);
    }

    void deletesWithItsKeysAndNotWhatIsUsed() {
        QCOMPARE(toQt(summary(*planDelete(Kind::App, "notebook", m_objects))),
                 toQt("delete key " + m_key + ", delete app notebook"));
        const auto provider = planDelete(Kind::Provider, "openai", m_objects);
        QVERIFY(!provider);
        QCOMPARE(toQt(provider.error().front().text()),
                 QStringLiteral("provider openai is used by route gpt-4o-mini; change or delete that first"));
        QVERIFY(provider.error().front().code == contract::FaultCode::Conflict);
        QCOMPARE(toQt(planDelete(Kind::Team, "research", m_objects).error().front().text()),
                 QStringLiteral("team research is used by app notebook; change or delete that first"));
        QVERIFY(planDelete(Kind::Route, "gpt-4o-mini", m_objects));
        QVERIFY(!planDelete(Kind::Route, "nothing", m_objects));
    }

    void mergesAsTheRfcSays_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("result");
        const auto row = [](const char* target, const char* patch, const char* result) {
            QTest::addRow("%s + %s", target, patch)
                << QString::fromUtf8(target) << QString::fromUtf8(patch) << QString::fromUtf8(result);
        };
        // RFC 7396, appendix A.
        row(R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})");
        row(R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})");
        row(R"({"a":"b"})", R"({"a":null})", "{}");
        row(R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})");
        row(R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})");
        row(R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})");
        row(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})");
        row(R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})");
        row(R"(["a","b"])", R"(["c","d"])", R"(["c","d"])");
        row(R"({"a":"b"})", R"(["c"])", R"(["c"])");
        row(R"({"a":"foo"})", "null", "null");
        row(R"({"a":"foo"})", R"("bar")", R"("bar")");
        row(R"({"e":null})", R"({"a":1})", R"({"a":1,"e":null})");
        row("[1,2]", R"({"a":"b","c":null})", R"({"a":"b"})");
        row("{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})");
    }
    void mergesAsTheRfcSays() {
        QFETCH(QString, target);
        QFETCH(QString, patch);
        QFETCH(QString, result);
        QCOMPARE(toQt(contract::canonicalJson(applyMergePatch(json(target), json(patch)))), result);
    }

    void aPatchOfOneFieldKeepsTheOthers() {
        const auto* before = findObject(m_objects, Kind::App, "notebook");
        const auto merged =
            applyMergePatch(before->body, json(QStringLiteral(R"({"limits": {"concurrent": 2}, "budget": null})")));
        const auto plan = planPut(Kind::App, "notebook", merged, {m_objects, m_presets, true}, m_stash, fixtures::now);
        QVERIFY(plan);
        const auto& after = *plan->changes.front().after;
        QVERIFY(!after.contains("budget"));
        const auto& limits = after.at("limits").as_object();
        QCOMPARE(limits.size(), std::size_t(13));
        for (const auto& limit : limits)
            QCOMPARE(limit.value().as_int64(), limit.key() == "concurrent" ? 2 : 0);
        QCOMPARE(toQt(textIn(after, "team")), QStringLiteral("research"));
    }

    void etagsFollowTheBody() {
        const auto a = etagOf(json(QStringLiteral(R"({"a": 1, "b": 2})")).get_object());
        QCOMPARE(toQt(a), toQt(etagOf(json(QStringLiteral(R"({"b": 2, "a": 1})")).get_object())));
        QVERIFY(a != etagOf(json(QStringLiteral(R"({"a": 1, "b": 3})")).get_object()));
        QVERIFY(a.front() == '"' && a.back() == '"');
    }
};

QTEST_APPLESS_MAIN(TestResource)
#include "tst_resource.moc"
