// SPDX-License-Identifier: Apache-2.0
// Two teams beside each other: the whole admin API is walked by users of the one, looking for what is the other's.
#include "core/admin/operation.h"
#include "core/config/resource.h"
#include "core/telemetry/record_writer.h"
#include "support/admin_house.h"

#include <QTest>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

const std::string base = "/admin/v1/";
// Stands in all that is of the other team, but in the ids that the walker asks for himself.
const std::string marker = "zetamarker";

struct Planted {
    std::string kind;
    std::string id;
    std::string body;
};

std::string filled(std::string text, const std::string& team, const std::string& word) {
    for (const auto& [place, value] : {std::pair("$T", team), std::pair("$W", word)}) {
        for (auto at = text.find(place); at != std::string::npos; at = text.find(place))
            text.replace(at, 2, value);
    }
    return text;
}

// Objects of the team "zeta"; those of "acme" are alike.
std::vector<Planted> objectsOf(const std::string& team, const std::string& word) {
    std::vector<Planted> objects{
        {"teams", "$T", R"({"models": ["$W"]})"},
        {"apps", "$T-app", R"({"team": "$T", "models": ["$W"]})"},
        {"budgets", "$T-budget", R"({"for": {"team": "$T"}, "usd": "12.34"})"},
        {"webhooks", "$T-hook", R"({"team": "$T", "url": "https:\/\/hooks.example\/$W", "events": ["job.finished"]})"},
        {"prompts", "$T-prompt",
         R"({"team": "$T", "description": "$W", "versions": [{"version": 1, "model": "demo\/small",
             "messages": [{"role": "user", "content": "$W"}]}]})"},
        {"chains", "$T-chain", R"({"team": "$T", "description": "$W"})"},
        {"apis", "$T-api",
         R"({"team": "$T", "title": "$W", "kind": "prompt", "access": "subscription",
             "versions": [{"version": "1", "definition": {"prompt": "$T-prompt@1"}}]})"}};
    for (auto& object : objects) {
        object.id = filled(object.id, team, word);
        object.body = filled(object.body, team, word);
    }
    return objects;
}

std::string withPlace(const std::string& path, const std::string& value) {
    const auto open = path.find('{');
    return path.substr(0, open) + value + path.substr(path.find('}') + 1);
}

std::string placesFilled(std::string path, const std::string& id) {
    path = withPlace(path, id);
    while (path.find('{') != std::string::npos)
        path = withPlace(path, "1");
    return path;
}

} // namespace

class TestAdminTenancy : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;
    std::map<std::string, std::vector<std::string>> m_foreign; // ids by the part of the path
    std::string m_zetaSession;
    std::uint64_t m_number = 0;
    std::map<std::string, std::string> m_tokens; // by role

    void plant(const std::string& team, const std::string& word) {
        for (const auto& object : objectsOf(team, word)) {
            const auto reply = m_house->put(base + object.kind + '/' + object.id, object.body);
            QVERIFY2(reply.status == 201, (object.kind + ' ' + reply.body).c_str());
        }
        const auto key = m_house->post(base + "keys", filled(R"({"app": "$T-app", "name": "$W"})", team, word));
        QCOMPARE(key.status, 201);
        const auto decided = m_house->post(base + "apis/" + team + "-api/versions/1/submit", "{}");
        QVERIFY2(decided.status == 200, decided.body.c_str());
        if (team != "zeta")
            return;
        for (const auto& object : objectsOf(team, word))
            m_foreign[object.kind].push_back(object.id);
        m_foreign["keys"].push_back(key.text("id"));
    }

    void plantSubscription() {
        QCOMPARE(m_house->post(base + "apis/zeta-api/versions/1/publish", "{}").status, 200);
        const auto reply = m_house->post(base + "subscriptions", R"({"id": "zeta-sub", "api": "zeta-api",
            "app": "zeta-app", "reason": "zetamarker"})");
        QVERIFY2(reply.status == 201, reply.body.c_str());
        m_foreign["subscriptions"].push_back("zeta-sub");
    }

    void plantCall(const std::string& id, const std::string& team, const std::string& word) {
        auto call = std::make_unique<telemetry::CallRecord>();
        call->id = id;
        call->startedAt = m_house->clock.wall() - 60'000'000;
        call->status = 200;
        call->outcome = telemetry::Outcome::Ok;
        call->dialect = "openai";
        call->operation = "chat.completions";
        call->modelAsked = call->modelServed = word;
        call->provider = "openai";
        call->team = team;
        call->app = team + "-app";
        call->key = word;
        call->session = word;
        call->tags = word;
        call->cost = Money::parse("0.5");
        telemetry::RecordBatch batch;
        batch.calls.push_back({++m_number, std::move(call)});
        auto writer = m_house->store->recordWriter({});
        QVERIFY(writer->open().has_value());
        QVERIFY(writer->write(batch).has_value());
        writer->close();
    }

    // All that stands of the other team, as it is stored.
    std::string foreignThings() const {
        std::string text;
        for (const auto& object : m_house->service->configuration()->objects) {
            const auto body = json::serialize(object.body);
            if (object.id.find("zeta") != std::string::npos || body.find("zeta") != std::string::npos)
                text += std::string(config::nameOf(object.kind)) + object.id + body + '\n';
        }
        return text;
    }

    std::vector<std::string> placesOf(const Operation& operation) const {
        auto path = operation.path.substr(operation.path.starts_with(base) ? base.size() : 0);
        const auto kind = path.substr(0, path.find('/'));
        if (operation.path.find('{') == std::string::npos)
            return {""};
        const auto known = m_foreign.find(kind);
        std::vector<std::string> ids{"zeta", "zeta-app", "1"};
        if (known != m_foreign.end())
            ids = known->second;
        if (kind == "calls")
            ids = {"01ZETA"};
        if (kind == "sessions")
            ids = {m_zetaSession};
        return ids;
    }

    static bool isHisOwn(const Operation& operation) {
        return operation.access == Access::Open || operation.path.starts_with(base + "me");
    }

    // Somebody with that role; the same one each time, for passwords take their time.
    std::string as(const std::string& role) {
        auto& token = m_tokens[role];
        if (token.empty())
            token = m_house->signedIn("walker" + std::to_string(m_tokens.size()), {role});
        return token;
    }

    // All pages of a list, one object a page.
    std::vector<json::object> pagesOf(const std::string& token, const std::string& list) {
        std::vector<json::object> items;
        std::string cursor;
        do {
            const auto reply = m_house->callAs(token, Method::Get, base + list + "?limit=1" + cursor);
            const auto page = reply.json();
            if (reply.status != 200)
                return {};
            for (const auto& item : page.at("items").as_array())
                items.push_back(item.as_object());
            const auto& next = page.at("next");
            cursor = next.is_string() ? "&cursor=" + std::string(next.get_string()) : std::string();
        } while (!cursor.empty());
        return items;
    }

    static std::string textOf(const std::vector<json::object>& items) {
        std::string text;
        for (const auto& item : items)
            text += json::serialize(item) + '\n';
        return text;
    }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

    void made(const std::string& target, const std::string& body) {
        const auto reply = m_house->post(base + target, body);
        QVERIFY2(reply.status == 201, (target + ' ' + reply.body).c_str());
    }
    void gone(const std::string& target) {
        const auto reply = m_house->call(Method::Delete, base + target);
        QVERIFY2(reply.status == 204, (target + ' ' + reply.body).c_str());
    }

    // The number of the newest item of the trash that was this object.
    std::string trashOf(const std::string& object) {
        const auto list = m_house->get(base + "trash").json();
        for (const auto& item : list.at("items").as_array()) {
            if (std::string_view(item.at("object").as_string()) == object)
                return std::string(item.at("id").as_string());
        }
        return {};
    }

    AdminHouse::Running watching(const std::string& token) {
        auto stream = m_house->start(FakeRequest{
            Method::Get, base + "events", {{"Host", "127.0.0.1:8643"}, {"Authorization", "Bearer " + token}}, {}});
        m_house->waitFor([&] { return has(stream.exchange->body(), ": gatehouse events"); });
        return stream;
    }

private Q_SLOTS:
    void initTestCase() {
        m_house = std::make_unique<AdminHouse>();
        plant("acme", "acmemarker");
        plant("zeta", marker);
        plantSubscription();
        plantCall("01ACME", "acme", "acmemarker");
        plantCall("01ZETA", "zeta", marker);
        const auto zeta = m_house->signedIn("zeno", {"owner@zeta"});
        m_zetaSession = m_house->callAs(zeta, Method::Get, base + "me").text("session");
        QVERIFY(!m_zetaSession.empty());
    }
    void cleanupTestCase() { m_house.reset(); }

    void theOperatorSeesBoth() {
        for (const auto* list : {"teams", "apps", "keys", "prompts", "apis", "webhooks", "budgets", "calls"}) {
            const auto text = m_house->get(base + list).body;
            QVERIFY2(text.find("zeta") != std::string::npos && text.find("acme") != std::string::npos, list);
        }
    }

    void oneTeamSeesNothingOfTheOther_data() {
        QTest::addColumn<QString>("role");
        for (const auto* role : {"owner", "admin", "publisher", "approver", "auditor", "member"})
            QTest::newRow(role) << QString::fromLatin1(role);
    }
    void oneTeamSeesNothingOfTheOther() {
        QFETCH(QString, role);
        const auto token = m_house->signedIn(role.toStdString() + "-a", {role.toStdString() + "@acme"});
        QVERIFY(!token.empty());
        int looked = 0;
        for (const auto& operation : makeOperations()) {
            // The catalogue shows to all what is published for all.
            // A stream has no end: it is watched below.
            if (operation.method != Method::Get || operation.permission == contract::Permission::ViewCatalogue ||
                operation.id == "streamEvents")
                continue;
            for (const auto& id : placesOf(operation)) {
                const auto target = id.empty() ? operation.path : placesFilled(operation.path, id);
                const auto reply = m_house->callAs(token, Method::Get, target);
                const bool served = reply.status < 500 || reply.status == 503; // not in this house
                QVERIFY2(reply.status != 0 && served, (target + ' ' + std::to_string(reply.status)).c_str());
                QVERIFY2(reply.body.find(marker) == std::string::npos, (target + ' ' + reply.body).c_str());
                const bool named = target.find("zeta") != std::string::npos || target.find("ZETA") != std::string::npos;
                if (named)
                    QVERIFY2(reply.status >= 400, (target + ' ' + reply.body).c_str());
                else if (reply.status < 300)
                    QVERIFY2(reply.body.find("zeta") == std::string::npos, (target + ' ' + reply.body).c_str());
                ++looked;
            }
        }
        QVERIFY(looked > 80);
        // It is no wall before everything: its own things are there.
        if (role != QStringLiteral("approver") && role != QStringLiteral("member"))
            QVERIFY(m_house->callAs(token, Method::Get, base + "prompts").body.find("acme-prompt") !=
                    std::string::npos);
        QVERIFY(m_house->callAs(token, Method::Get, base + "apps").body.find("acme-app") != std::string::npos);
    }

    void whatIsAnothersLooksAsIfItWereNot() {
        const auto token = m_house->signedIn("walker", {"owner@acme"});
        for (const auto& [kind, ids] : m_foreign) {
            if (kind == "apis" || kind == "subscriptions")
                continue;
            const auto foreign = m_house->callAs(token, Method::Get, base + kind + '/' + ids.front());
            const std::string nothing = ids.front() + "0";
            auto missing = m_house->callAs(token, Method::Get, base + kind + '/' + nothing);
            QCOMPARE(foreign.status, 404);
            QCOMPARE(missing.status, 404);
            QVERIFY(missing.body.find(nothing) != std::string::npos);
            for (auto at = missing.body.find(nothing); at != std::string::npos; at = missing.body.find(nothing))
                missing.body.replace(at, nothing.size(), ids.front());
            QVERIFY2(foreign.body == missing.body, (foreign.body + missing.body).c_str());
        }
    }

    void oneTeamChangesNothingOfTheOther_data() { oneTeamSeesNothingOfTheOther_data(); }
    void oneTeamChangesNothingOfTheOther() {
        QFETCH(QString, role);
        const auto token = m_house->signedIn(role.toStdString() + "-b", {role.toStdString() + "@acme"});
        const auto before = foreignThings();
        const auto secrets = m_house->get(base + "secrets").body;
        QVERIFY(!before.empty());
        for (const auto& operation : makeOperations()) {
            if (operation.method == Method::Get || isHisOwn(operation))
                continue;
            for (const auto& id : placesOf(operation)) {
                if (id.empty())
                    continue; // below, with bodies that name things
                const auto target = placesFilled(operation.path, id);
                for (const auto* body : {"{}", R"({"team": "acme"})", R"({"enabled": false})", R"({"note": "x"})"}) {
                    const auto reply =
                        m_house->callAs(token, operation.method, target, operation.body ? std::string(body) : "");
                    QVERIFY2(reply.status >= 400 && (reply.status < 500 || reply.status == 503),
                             (target + ' ' + std::to_string(reply.status) + ' ' + reply.body).c_str());
                    QVERIFY2(reply.body.find(marker) == std::string::npos, (target + ' ' + reply.body).c_str());
                }
            }
        }
        QCOMPARE(foreignThings(), before);
        QCOMPARE(m_house->get(base + "secrets").body, secrets);
        QVERIFY(!m_house->people->sessions().empty());
        const auto sessions = m_house->people->sessions();
        QVERIFY(std::any_of(sessions.begin(), sessions.end(),
                            [&](const auto& session) { return session->id == m_zetaSession; }));
    }

    void nothingIsMadeInAnotherTeamNorNamesItsThings_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char* name, const char* target, const char* body) {
            QTest::newRow(name) << QByteArray(target) << QByteArray(body);
        };
        row("key", "keys", R"({"app": "zeta-app"})");
        row("key of nobody", "keys", R"({"app": "nobody-app"})");
        row("app", "apps", R"({"id": "new", "team": "zeta"})");
        row("app of nobody", "apps", R"({"id": "new", "team": "nobody"})");
        row("team", "teams", R"({"id": "new"})");
        row("prompt", "prompts", R"({"id": "new", "team": "zeta"})");
        row("prompt of all", "prompts", R"({"id": "new"})");
        row("webhook", "webhooks",
            R"({"id": "new", "team": "zeta", "url": "https:\/\/a.example\/", "events": ["job.finished"]})");
        row("budget", "budgets", R"({"id": "new", "for": {"team": "zeta"}, "usd": "1"})");
        row("budget of an app", "budgets", R"({"id": "new", "for": {"app": "zeta-app"}, "usd": "1"})");
        row("budget of all", "budgets", R"({"id": "new", "for": {"organisation": true}, "usd": "1"})");
        row("api with another's prompt", "apis",
            R"({"id": "new", "team": "acme", "kind": "prompt",
                "versions": [{"version": "1", "definition": {"prompt": "zeta-prompt@1"}}]})");
        row("chain with another's prompt", "chains",
            R"({"id": "new", "team": "acme", "versions": [{"version": 1, "inputs": [],
                "steps": [{"id": "s1", "kind": "prompt", "use": "zeta-prompt@1"}], "output": []}]})");
        row("subscription of another's app", "subscriptions", R"({"id": "new", "api": "acme-api", "app": "zeta-app"})");
        row("user", "users",
            R"({"id": "new", "email": "n@example.org", "grants": [{"role": "member", "team": "acme"}]})");
        row("plan", "plans", R"({"id": "new"})");
        row("provider", "providers", R"({"id": "new", "preset": "openai"})");
    }
    void nothingIsMadeInAnotherTeamNorNamesItsThings() {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        static int number = 0;
        const auto token = m_house->signedIn("maker" + std::to_string(++number), {"owner@acme"});
        const auto before = m_house->service->configuration()->objects.size();
        const auto reply = m_house->callAs(token, Method::Post, base + target.toStdString(), body.toStdString());
        QVERIFY2(reply.status == 403, (std::to_string(reply.status) + ' ' + reply.body).c_str());
        QCOMPARE(m_house->service->configuration()->objects.size(), before);
    }

    void nothingIsMovedToAnotherTeam() {
        const auto token = m_house->signedIn("mover", {"owner@acme"});
        QCOMPARE(m_house->callAs(token, Method::Patch, base + "apps/acme-app", R"({"team": "zeta"})").status, 403);
        QCOMPARE(m_house->callAs(token, Method::Patch, base + "prompts/acme-prompt", R"({"team": "zeta"})").status,
                 403);
        QCOMPARE(m_house->callAs(token, Method::Patch, base + "prompts/acme-prompt", R"({"team": null})").status, 403);
        QCOMPARE(m_house->callAs(token, Method::Patch, base + "apps/zeta-app", R"({"team": "acme"})").status, 404);
    }

    void callsAndSumsAreTheTeamsOwn() {
        const auto token = m_house->signedIn("reader", {"auditor@acme"});
        const auto calls = m_house->callAs(token, Method::Get, base + "calls").body;
        QVERIFY(calls.find("01ACME") != std::string::npos);
        QVERIFY(calls.find("01ZETA") == std::string::npos);
        QVERIFY(m_house->callAs(token, Method::Get, base + "calls?q=team:zeta").body.find("01ZETA") ==
                std::string::npos);
        QCOMPARE(m_house->callAs(token, Method::Get, base + "calls/01ACME").status, 200);
        QCOMPARE(m_house->callAs(token, Method::Get, base + "calls/01ZETA").status, 404);
        const auto stats = m_house->callAs(token, Method::Get, base + "stats?group_by=team,model&metrics=calls,cost");
        QCOMPARE(stats.status, 200);
        QVERIFY(stats.body.find("acme") != std::string::npos);
        QVERIFY(stats.body.find("zeta") == std::string::npos);
        QCOMPARE(stats.json().at("total").at("calls").as_int64(), 1);
        const auto exported = m_house->callAs(token, Method::Get, base + "exports/calls").body;
        QVERIFY(exported.find("01ACME") != std::string::npos);
        QVERIFY(exported.find("01ZETA") == std::string::npos);
        // A user of no team: nothing at all.
        const auto nobody = m_house->signedIn("nobody", {});
        QCOMPARE(m_house->callAs(nobody, Method::Get, base + "calls").status, 403);
    }

    void theAuditLogIsTheTeamsOwn() {
        const auto all = pagesOf(std::string(adminToken), "audit");
        for (const auto* role : {"owner@acme", "admin@acme", "auditor@acme"}) {
            const auto token = as(role);
            const auto seen = pagesOf(token, "audit");
            const auto text = textOf(seen);
            QVERIFY2(has(text, "acme-app") && has(text, "acme-prompt") && has(text, "acme-hook"), text.c_str());
            QVERIFY2(!has(text, "zeta"), text.c_str());
            QVERIFY(!has(text, "session.begin")); // who signs in when is the organisation's
            QVERIFY(seen.size() < all.size());
            for (const auto& entry : seen)
                QVERIFY(entry.at("digest").is_null());
        }
        for (const auto* role : {"publisher@acme", "approver@acme", "member@acme"})
            QCOMPARE(m_house->callAs(as(role), Method::Get, base + "audit").status, 403);
        const auto revisions = textOf(pagesOf(as("auditor@acme"), "revisions"));
        QVERIFY(has(revisions, "acme-app") && !has(revisions, "zeta"));
    }

    void whatWasAnothersIsNotInheritedWithItsId() {
        made("apps", R"({"id": "passed-on", "team": "acme", "models": ["acmemarker"]})");
        made("keys", R"({"app": "passed-on", "name": "acmemarker"})");
        gone("apps/passed-on");
        made("apps", R"({"id": "passed-on", "team": "zeta", "models": ["zetamarker"]})");
        made("keys", R"({"app": "passed-on", "name": "zetamarker"})");
        for (const auto* list : {"audit", "revisions"}) {
            const auto acme = textOf(pagesOf(as("owner@acme"), list));
            const auto zeta = textOf(pagesOf(as("owner@zeta"), list));
            QVERIFY(has(acme, "passed-on") && !has(acme, marker));
            QVERIFY(has(zeta, "passed-on") && !has(zeta, "acmemarker"));
        }
        // Its former owner sees neither its trash, for it stands, nor brings its key back into it.
        const auto trash = m_house->callAs(as("owner@acme"), Method::Get, base + "trash").json();
        int keys = 0;
        for (const auto& item : trash.at("items").as_array()) {
            if (std::string_view(item.at("kind").as_string()) != "keys")
                continue;
            ++keys;
            const auto reply = m_house->callAs(as("owner@acme"), Method::Post,
                                               base + "trash/" + std::string(item.at("id").as_string()) + "/restore");
            QVERIFY2(reply.status == 403 && !has(reply.body, marker), reply.body.c_str());
        }
        QCOMPARE(keys, 1);
        gone("apps/passed-on");
    }

    void whatIsMovedTellsEachTeamItsSide() {
        made("apps", R"({"id": "moved", "team": "acme", "models": ["acmemarker"]})");
        QCOMPARE(
            m_house->call(Method::Patch, base + "apps/moved", R"({"team": "zeta", "models": ["zetamarker"]})").status,
            200);
        const auto acme = textOf(pagesOf(as("auditor@acme"), "audit"));
        const auto zeta = textOf(pagesOf(as("auditor@zeta"), "audit"));
        QVERIFY(has(acme, "\"moved\"") && !has(acme, marker));
        QVERIFY(has(zeta, "\"moved\"") && !has(zeta, "acmemarker"));
        gone("apps/moved");
    }

    void theTrashIsTheTeamsOwn() {
        for (const std::string team : {"acme", "zeta"}) {
            made("apps", filled(R"({"id": "$T-gone", "team": "$T", "models": ["$W"]})", team, team + "marker"));
            made("keys", filled(R"({"app": "$T-gone", "name": "$W"})", team, team + "marker"));
            gone("apps/" + team + "-gone");
        }
        const auto own = trashOf("acme-gone");
        const auto foreign = trashOf("zeta-gone");
        const auto token = as("admin@acme");
        const auto seen = m_house->callAs(token, Method::Get, base + "trash").body;
        QVERIFY2(has(seen, "acme-gone") && !has(seen, "zeta"), seen.c_str());
        for (const auto* role : {"publisher@acme", "approver@acme", "member@acme"}) {
            QCOMPARE(m_house->callAs(as(role), Method::Get, base + "trash").status, 403);
            QCOMPARE(m_house->callAs(as(role), Method::Post, base + "trash/" + own + "/restore").status, 403);
        }
        // Another's item looks as if it were not there, and stays.
        const auto missing = m_house->callAs(token, Method::Post, base + "trash/999999/restore");
        const auto refused = m_house->callAs(token, Method::Post, base + "trash/" + foreign + "/restore");
        QCOMPARE(refused.status, 404);
        QCOMPARE(refused.body, missing.body);
        QCOMPARE(m_house->callAs(token, Method::Delete, base + "trash/" + foreign).status, 404);
        QCOMPARE(trashOf("zeta-gone"), foreign);
        const auto restored = m_house->callAs(token, Method::Post, base + "trash/" + own + "/restore");
        QVERIFY2(restored.status == 200 && has(restored.body, "\"keys\""), restored.body.c_str());
        QCOMPARE(m_house->callAs(token, Method::Get, base + "apps/acme-gone").status, 200);
        QCOMPARE(m_house->callAs(token, Method::Delete, base + "apps/acme-gone").status, 204);
        QCOMPARE(m_house->callAs(token, Method::Delete, base + "trash/" + trashOf("acme-gone")).status, 204);
        QVERIFY(trashOf("acme-gone").empty());
        const auto log = textOf(pagesOf(token, "audit"));
        QVERIFY(has(log, "trash.purge"));
    }

    void theExportHoldsTheTeamsOwn() {
        for (const auto* role : {"owner@acme", "admin@acme", "publisher@acme", "auditor@acme"}) {
            const auto reply = m_house->callAs(as(role), Method::Get, base + "config/export");
            QCOMPARE(reply.status, 200);
            QVERIFY2(has(reply.body, "acme-app") && has(reply.body, "acme-prompt"), reply.body.c_str());
            QVERIFY2(!has(reply.body, "zeta"), reply.body.c_str());
            for (const auto* part : {"providers:", "routes:", "users:", "sign_in:"})
                QVERIFY2(!has(reply.body, part), part);
        }
        QCOMPARE(m_house->callAs(as("member@acme"), Method::Get, base + "config/export").status, 403);
    }

    void callsAreSupposedOfTheTeamsOwn() {
        const auto token = as("publisher@acme");
        const auto ask = [&](const std::string& body) {
            return m_house->callAs(token, Method::Post, base + "simulate", body);
        };
        const auto own = ask(R"({"model": "acmemarker", "app": "acme-app"})");
        QCOMPARE(own.status, 200);
        for (const std::string field : {"app", "key"}) {
            const auto kind = field + "s";
            const auto id = m_foreign[kind].front();
            const auto body = [&](const std::string& value) {
                return filled(R"({"model": "acmemarker", "$T": "$W"})", field, value);
            };
            auto missing = ask(body("nobodys"));
            const auto foreign = ask(body(id));
            QCOMPARE(foreign.status, 409);
            for (auto at = missing.body.find("nobodys"); at != std::string::npos; at = missing.body.find("nobodys"))
                missing.body.replace(at, 7, id);
            QCOMPARE(foreign.body, missing.body);
        }
        QCOMPARE(ask(R"({"model": "acmemarker"})").status, 403);
        // What the application may not use is refused as its calls are, and no more is told.
        const auto other = ask(R"({"model": "demo/small", "app": "acme-app"})").json();
        QVERIFY(!other.at("refusal").is_null());
        QVERIFY(other.at("targets").as_array().empty());
    }

    void eventsAreTheTeamsOwn() {
        const auto acme = m_house->signedIn("leaver", {"admin@acme"});
        const auto stream = watching(acme);
        const auto member = watching(as("member@acme"));
        made("apps", R"({"id": "zeta-told", "team": "zeta"})");
        made("apps", R"({"id": "acme-told", "team": "acme"})");
        using telemetry::EventType;
        m_house->events.publish(EventType::CallFinished, R"({"n":"zetacall"})", std::string("zeta"));
        m_house->events.publish(EventType::CallFinished, R"({"n":"acmecall"})", std::string("acme"));
        m_house->events.publish(EventType::HealthChanged, R"({"n":"everybodys"})");
        made("subscriptions", R"({"id": "told", "api": "zeta-api", "app": "acme-told", "reason": "please"})");
        made("subscriptions", R"({"id": "untold", "api": "zeta-api", "app": "zeta-told", "reason": "zetamarker"})");
        m_house->events.publish(EventType::CallFinished, R"({"n":"thelast"})", std::string("acme"));
        for (const auto* each : {&stream, &member})
            QVERIFY(m_house->waitFor([&] { return has(each->exchange->body(), "thelast"); }));
        const auto text = stream.exchange->body();
        for (const auto* part : {"acme-told", "acmecall", "subscription.requested"})
            QVERIFY2(has(text, part), part);
        for (const auto* part : {"zeta-told", "zetacall", "everybodys", "untold", "zetamarker"})
            QVERIFY2(!has(text, part), part);
        const auto fewer = member.exchange->body();
        QVERIFY(has(fewer, "acmecall") && has(fewer, "subscription.requested"));
        QVERIFY(!has(fewer, "config.changed"));
        m_house->leave(member);

        // From behind a known event nothing else is seen either.
        auto again = FakeRequest{Method::Get, base + "events", {}, {}};
        again.fields = {{"Host", "127.0.0.1:8643"}, {"Authorization", "Bearer " + acme}, {"Last-Event-ID", "1"}};
        const auto resumed = m_house->start(std::move(again));
        m_house->waitFor([&] { return has(resumed.exchange->body(), ": gatehouse events"); });
        for (const auto* part : {"zetacall", "untold", "zetamarker"})
            QVERIFY2(!has(resumed.exchange->body(), part), part);
        m_house->leave(resumed);

        // Who lost his role hears no more, though his stream stood.
        const auto id = m_house->callAs(acme, Method::Get, base + "me").text("id");
        QCOMPARE(m_house->call(Method::Patch, base + "users/" + id, R"({"grants": []})").status, 200);
        m_house->events.publish(EventType::CallFinished, R"({"n":"afterwards"})", std::string("acme"));
        QVERIFY(m_house->waitFor([&] { return stream.done->load(); }));
        QVERIFY(!has(stream.exchange->body(), "afterwards"));
        for (const auto* each : {"subscriptions/told", "subscriptions/untold", "apps/acme-told", "apps/zeta-told"})
            gone(each);
    }

    void oneUserDoesNotHoldAllStreams() {
        const auto token = m_house->signedIn("holder", {"member@acme"});
        std::vector<AdminHouse::Running> streams;
        for (int i = 0; i < 16; ++i)
            streams.push_back(watching(token));
        QCOMPARE(m_house->callAs(token, Method::Get, base + "events").status, 429);
        const auto other = watching(as("member@zeta"));
        QVERIFY(has(other.exchange->body(), ": gatehouse events"));
        m_house->leave(other);
        for (const auto& stream : streams)
            m_house->leave(stream);
        QVERIFY(m_house->waitFor([&] { return m_house->handler->openStreams() == 0; }));
    }
};

QTEST_GUILESS_MAIN(TestAdminTenancy)
#include "tst_admin_tenancy.moc"
