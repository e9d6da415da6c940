// SPDX-License-Identifier: Apache-2.0
#include "core/base/digest.h"
#include "core/config/bodies.h"
#include "core/config/export.h"
#include "core/config/key_entries.h"
#include "core/config/plan.h"
#include "core/config/resource.h"
#include "core/contract/json_text.h"
#include "fixtures.h"

#include <QTest>
#include <algorithm>
#include <random>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::apply;
using fixtures::toQt;

namespace {

std::string summary(const Plan& plan) {
    std::string out;
    for (const auto& change : plan.changes)
        out += (out.empty() ? "" : ", ") + std::string(nameOf(change.action)) + " " +
               std::string(singularOf(change.kind)) + " " + change.id;
    return out;
}

// An object as the admin API makes it.
Objects put(const Objects& objects, Kind kind, const std::string& id, const char* body) {
    fixtures::FakeStash stash;
    const fixtures::FakePresets presets;
    const auto plan = planPut(kind, id, *contract::parseJson(body), {objects, presets, true}, stash, fixtures::now);
    if (!plan)
        qFatal("%s", plan.error().front().text().c_str());
    return applied(objects, *plan, 2, fixtures::now);
}

const std::string testKeyDigest = toHex(sha256("gh-test-key"));

} // namespace

class TestPlan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void makesWhatTheFileNames() {
        fixtures::FakeStash stash;
        const auto first = apply({}, fixtures::example, stash);
        QCOMPARE(toQt(first.faults), QString());
        const auto keyId = derivedKeyId(testKeyDigest, 0);
        QCOMPARE(toQt(summary(first.plan)),
                 toQt("create provider openai, create route gpt-4o-mini, create team research, create app notebook, "
                      "create key " +
                      keyId));
        const auto* key = findObject(first.objects, Kind::Key, keyId);
        QVERIFY(key != nullptr);
        QCOMPARE(toQt(textIn(key->body, "digest")), toQt(testKeyDigest));
        QCOMPARE(toQt(textIn(key->body, "app")), QStringLiteral("notebook"));
        QVERIFY(key->origin == Origin::File);
        QCOMPARE(first.plan.warnings.size(), std::size_t{1}); // the key is short
        QCOMPARE(static_cast<int>(keyId.size()), 8);
        const auto* app = findObject(first.objects, Kind::App, "notebook");
        QCOMPARE(toQt(textIn(app->body, "team")), QStringLiteral("research"));
    }

    void applyingTwiceChangesNothing() {
        fixtures::FakeStash stash;
        const auto first = apply({}, fixtures::example, stash);
        const auto second = apply(first.objects, fixtures::example, stash);
        QCOMPARE(toQt(second.faults), QString());
        QCOMPARE(toQt(summary(second.plan)), QString());
    }

    void exportThenApplyChangesNothing_data() {
        QTest::addColumn<bool>("json");
        QTest::addColumn<bool>("prune");
        QTest::newRow("YAML") << false << false;
        QTest::newRow("JSON") << true << false;
        QTest::newRow("YAML, prune") << false << true;
        QTest::newRow("JSON, prune") << true << true;
    }
    void exportThenApplyChangesNothing() {
        QFETCH(bool, json);
        QFETCH(bool, prune);
        const auto format = json ? Format::Json : Format::Yaml;
        fixtures::FakeStash stash;
        auto objects = apply({}, fixtures::example, stash).objects;
        objects = put(objects, Kind::Team, "ops", R"({"budget": {"usd": "0.000000000001", "period": "total"}})");
        objects = put(objects, Kind::App, "ci",
                      R"({"team": "ops", "models": [], "enabled": false, "limits": {"concurrent": 3}})");
        objects =
            put(objects, Kind::Provider, "other",
                R"({"dialect": "anthropic", "base_url": "http://127.0.0.1:1/x", "keys": ["plain:sk-very-secret"],)"
                R"("timeouts": {"idle": "90s"}})");
        objects = put(objects, Kind::Route, "org/no: model",
                      R"({"targets": [{"provider": "other", "model": "true"}, {"provider": "demo", "model": "echo"}],)"
                      R"("retry": {"attempts": 1, "on": []}})");
        objects =
            put(objects, Kind::Key, "",
                R"({"app": "ci", "key": "plain:agent-key", "name": "agent: ci", "expires": "2030-01-01T00:00:00Z"})");
        objects = put(objects, Kind::Key, "", R"({"app": "ci", "key": "plain:another", "revoked": true})");
        const auto text = exportText(objects, format);
        for (const auto* secret : {"sk-very-secret", "agent-key", "gh-test-key"})
            QVERIFY2(text.find(secret) == std::string::npos, text.c_str());
        QVERIFY(text.find("hash:" + derivedKeyId(testKeyDigest, 0) + ":" + testKeyDigest) != std::string::npos);
        const auto again = apply(objects, text, stash, prune ? Prune::Yes : Prune::No, format);
        QVERIFY2(again.faults.empty(), (again.faults + text).c_str());
        QVERIFY2(again.plan.changes.empty(), (summary(again.plan) + "\n" + text).c_str());

        // On an empty machine it makes the same configuration.
        const auto fresh = apply({}, text, stash, Prune::No, format);
        QCOMPARE(toQt(fresh.faults), QString());
        QCOMPARE(toQt(digestOf(fresh.objects)), toQt(digestOf(objects)));
        QCOMPARE(toQt(exportText(fresh.objects, format)), toQt(text));
    }

    void exportDoesNotDependOnTheOrder() {
        fixtures::FakeStash stash;
        auto objects = apply({}, fixtures::example, stash).objects;
        objects = put(objects, Kind::Team, "a", "{}");
        const auto text = exportText(objects, Format::Yaml);
        const auto digest = digestOf(objects);
        std::reverse(objects.begin(), objects.end());
        QCOMPARE(toQt(exportText(objects, Format::Yaml)), toQt(text));
        QCOMPARE(toQt(digestOf(objects)), toQt(digest));
    }

    void removesOnlyWhatAnEarlierFileMade() {
        fixtures::FakeStash stash;
        auto objects = apply({}, fixtures::example, stash).objects;
        objects = put(objects, Kind::Team, "admins", "{}");
        objects = put(objects, Kind::App, "tool", R"({"team": "admins"})");
        const auto keyId = derivedKeyId(testKeyDigest, 0);
        const auto plain = apply(objects, "version: 1\n", stash);
        QCOMPARE(toQt(plain.faults), QString());
        QCOMPARE(toQt(summary(plain.plan)), toQt("delete key " + keyId +
                                                 ", delete app notebook, delete team research, delete route "
                                                 "gpt-4o-mini, delete provider openai"));
        const auto pruned = apply(objects, "version: 1\n", stash, Prune::Yes);
        QCOMPARE(toQt(summary(pruned.plan)), toQt("delete key " + keyId +
                                                  ", delete app notebook, delete app tool, delete team admins, delete "
                                                  "team research, delete route gpt-4o-mini, delete provider openai"));
        QVERIFY(pruned.objects.empty());
    }

    void anObjectKeepsItsOrigin() {
        fixtures::FakeStash stash;
        auto objects = put({}, Kind::Team, "t", "{}");
        const auto named = apply(objects, "version: 1\nteams: [{id: t, enabled: false}]\n", stash);
        QCOMPARE(toQt(summary(named.plan)), QStringLiteral("update team t"));
        const auto gone = apply(named.objects, "version: 1\n", stash);
        QVERIFY(gone.plan.changes.empty());
    }

    void whatStaysMustNotReferToWhatGoes() {
        fixtures::FakeStash stash;
        auto objects = apply({}, fixtures::example, stash).objects;
        objects = put(objects, Kind::Route, "mine", R"({"targets": [{"provider": "openai", "model": "m"}]})");
        objects = put(objects, Kind::App, "tool", R"({"team": "research"})");
        const auto result = apply(objects, "version: 1\nproviders: []\nteams: []\n", stash);
        QCOMPARE(
            toQt(result.faults),
            QStringLiteral(
                "f.yaml:2: providers: provider openai is left out, but is still used by route mine, made with the "
                "console or the admin API; name it in the file, change that route, or apply with --prune\n"
                "f.yaml:3: teams: team research is left out, but is still used by app tool, made with the console or "
                "the admin API; name it in the file, change that app, or apply with --prune\n"));
        QVERIFY(apply(objects, "version: 1\n", stash, Prune::Yes).objects.empty());
    }

    void aRouteMayUseWhatTheAdminApiMade() {
        fixtures::FakeStash stash;
        const auto objects = put({}, Kind::Provider, "mine", R"({"preset": "openai"})");
        const auto* text = "version: 1\nroutes: [{model: m, targets: [{provider: mine, model: x}]}]\n";
        QCOMPARE(toQt(apply(objects, text, stash).faults), QString());
        QVERIFY(!apply(objects, text, stash, Prune::Yes).faults.empty());
        QVERIFY(!apply({}, text, stash).faults.empty());
    }

    void keysOfTheAdminApiGoWithTheirApp() {
        fixtures::FakeStash stash;
        auto objects = apply({}, fixtures::example, stash).objects;
        objects =
            put(objects, Kind::Key, "", R"({"app": "notebook", "key": "plain:made-by-admin-0123456789-0123456789"})");
        const auto stays = apply(objects, fixtures::example, stash);
        QVERIFY(stays.plan.changes.empty());
        const auto gone = apply(objects, "version: 1\n", stash);
        QVERIFY(gone.objects.empty());
        QCOMPARE(gone.plan.warnings.size(), std::size_t{1});
    }

    void aKeyOfOurFormKeepsItsId() {
        fixtures::FakeStash stash;
        const std::string key = "gh_ab12cd34_" + std::string(49, 'x');
        const auto text = "version: 1\nteams: [{id: t, apps: [{id: a, keys: [\"plain:" + key + "\"]}]}]\n";
        const auto result = apply({}, text, stash);
        QVERIFY(findObject(result.objects, Kind::Key, "ab12cd34") != nullptr);
        QVERIFY(result.plan.warnings.empty());
        QCOMPARE(toQt(textIn(findObject(result.objects, Kind::Key, "ab12cd34")->body, "last_four")),
                 QStringLiteral("xxxx"));
        // As a digest it is the same key.
        const auto hashed =
            "version: 1\nteams: [{id: t, apps: [{id: a, keys: [\"hash:ab12cd34:" + toHex(sha256(key)) + "\"]}]}]\n";
        QVERIFY(apply(result.objects, hashed, stash).plan.changes.empty());
    }

    void aTakenKeyIdIsAConflict() {
        fixtures::FakeStash stash;
        const auto entry = [](const std::string& id, const std::string& key) {
            return "version: 1\nteams: [{id: t, apps: [{id: a, keys: [\"hash:" + id + ":" + toHex(sha256(key)) +
                   "\"]}]}]\n";
        };
        const auto first = apply({}, entry("aaaaaaaa", "one"), stash);
        QCOMPARE(toQt(first.faults), QString());
        QVERIFY(apply(first.objects, entry("aaaaaaaa", "two"), stash).faults.find("another gateway key has the id") !=
                std::string::npos);
        QVERIFY(
            apply(first.objects, entry("bbbbbbbb", "one"), stash).faults.find("known already, by the id aaaaaaaa") !=
            std::string::npos);
    }

    void aKeyMovesToTheAppThatNamesIt() {
        fixtures::FakeStash stash;
        const auto* before = "version: 1\nteams: [{id: t, apps: [{id: a, keys: [\"plain:k\"]}, {id: b}]}]\n";
        const auto* after = "version: 1\nteams: [{id: t, apps: [{id: a}, {id: b, keys: [\"plain:k\"]}]}]\n";
        const auto first = apply({}, before, stash);
        const auto second = apply(first.objects, after, stash);
        QCOMPARE(toQt(summary(second.plan)), toQt("update key " + derivedKeyId(toHex(sha256("k")), 0)));
    }

    void whatTheFileDoesNotSayOfAKeyStays() {
        fixtures::FakeStash stash;
        auto objects = apply({}, fixtures::example, stash).objects;
        const auto keyId = derivedKeyId(testKeyDigest, 0);
        objects = put(objects, Kind::Key, keyId,
                      R"({"app": "notebook", "name": "mine", "revoked": true, "expires": "2030-01-01T00:00:00Z"})");
        QVERIFY(apply(objects, fixtures::example, stash).plan.changes.empty());
        std::string text = fixtures::example;
        text += "        key_details: [{id: " + keyId + ", revoked: false}]\n";
        QVERIFY(apply(objects, text, stash).faults.find("a revoked key stays revoked") != std::string::npos);
    }

    void plainProviderKeysGoToTheStash() {
        fixtures::FakeStash stash;
        const auto* text =
            "version: 1\nproviders: [{id: openai, preset: openai, keys: [\"env:A\", \"plain:sk-secret-value\"]}]\n";
        const auto first = apply({}, text, stash);
        QCOMPARE(toQt(first.faults), QString());
        QCOMPARE(first.plan.stashed, std::size_t{1});
        QCOMPARE(toQt(stash.kept.at("provider-openai-2")), QStringLiteral("sk-secret-value"));
        const auto body = contract::canonicalJson(first.objects.front().body);
        QVERIFY(body.find("sk-secret-value") == std::string::npos);
        QVERIFY(body.find(R"(["env:A","keychain:provider-openai-2"])") != std::string::npos);
        QCOMPARE(first.plan.warnings.size(), std::size_t{1});
        QVERIFY(first.plan.warnings.front().find("sk-secret-value") == std::string::npos);
        QVERIFY(apply(first.objects, text, stash).plan.changes.empty());
        DryStash dry("keychain");
        QVERIFY(apply(first.objects, text, dry).plan.changes.empty());
    }

    void nothingIsStashedWhenTheFileIsWrong() {
        fixtures::FakeStash stash;
        const auto result = apply({},
                                  "version: 1\nproviders: [{id: a, preset: openai, keys: [\"plain:x\"]}]\n"
                                  "routes: [{model: m, targets: [{provider: b, model: x}]}]\n",
                                  stash);
        QVERIFY(!result.faults.empty());
        QCOMPARE(stash.puts, 0);
    }

    void aStashThatRefusesIsAFault() {
        fixtures::FakeStash stash;
        stash.refuse = true;
        const auto result = apply({}, "version: 1\nproviders: [{id: a, preset: openai, keys: [\"plain:x\"]}]\n", stash);
        QCOMPARE(toQt(result.faults), QStringLiteral("f.yaml:2: providers[0].keys: a plain key could not be kept: the "
                                                     "key chain is locked; unlock it\n"));
    }

    void longProviderIdsStillGiveNames() {
        fixtures::FakeStash stash;
        const std::string id(64, 'p');
        const auto result =
            apply({}, "version: 1\nproviders: [{id: " + id + ", preset: openai, keys: [\"plain:x\"]}]\n", stash);
        QCOMPARE(toQt(result.faults), QString());
        QVERIFY(stash.kept.begin()->first.size() <= 64);
        QVERIFY(apply(result.objects, exportText(result.objects, Format::Yaml), stash).plan.changes.empty());
    }

    void anyTwoFilesLeadToTheSecond() {
        std::mt19937 random(11);
        for (int round = 0; round < 200; ++round) {
            fixtures::FakeStash stash;
            const auto first = randomFile(random);
            const auto second = randomFile(random);
            const auto one = apply({}, first, stash);
            QVERIFY2(one.faults.empty(), (one.faults + first).c_str());
            const auto both = apply(one.objects, second, stash);
            QVERIFY2(both.faults.empty(), (both.faults + second).c_str());
            const auto alone = apply({}, second, stash);
            QCOMPARE(toQt(exportText(both.objects, Format::Yaml)), toQt(exportText(alone.objects, Format::Yaml)));
            QVERIFY(apply(both.objects, second, stash).plan.changes.empty());
            QVERIFY(apply(both.objects, exportText(both.objects, Format::Yaml), stash).plan.changes.empty());
        }
    }

private:
    static std::string randomFile(std::mt19937& random) {
        std::string text = "version: 1\nproviders:\n  - {id: p0, preset: openai}\n";
        for (int i = 1; i < 4; ++i) {
            if (random() % 2 == 0)
                text += "  - {id: p" + std::to_string(i) + ", preset: local, keys: [\"plain:k" +
                        std::to_string(random() % 3) + "\"]}\n";
        }
        text += "routes:\n  - {model: always, targets: [{provider: demo, model: echo}]}\n";
        for (int i = 0; i < 3; ++i) {
            if (random() % 2 == 0)
                text += "  - {model: m" + std::to_string(i) + ", targets: [{provider: p0, model: x" +
                        std::to_string(random() % 3) + "}]}\n";
        }
        text += "teams:\n  - {id: always}\n";
        for (int i = 0; i < 3; ++i) {
            if (random() % 2 == 0)
                continue;
            text += "  - id: t" + std::to_string(i) + "\n    apps:\n";
            for (int k = 0; k < 3; ++k)
                text += "      - {id: a" + std::to_string(i * 3 + k) + ", keys: [\"plain:key" +
                        std::to_string(i * 3 + k + 9 * static_cast<int>(random() % 2)) +
                        "\"], budget: {usd: " + std::to_string(random() % 100) + "." + std::to_string(random() % 100) +
                        "}}\n";
        }
        return text;
    }
};

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
