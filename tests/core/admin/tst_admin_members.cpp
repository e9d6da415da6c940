// SPDX-License-Identifier: Apache-2.0
// The members of a team, as who manages users there sees and changes them.
#include "support/admin_house.h"

#include <QTest>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

const std::string acme = "/admin/v1/teams/acme/members";

std::string filled(std::string text, const std::string& value, const std::string& place = "$R") {
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place))
        text.replace(at, place.size(), value);
    return text;
}

std::string roles(const std::string& role) {
    return filled(R"({"roles": ["$R"]})", role);
}

std::string newcomer(const std::string& email, const std::string& role) {
    return filled(filled(R"({"email": "$E", "roles": ["$R"]})", role), email, "$E");
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestAdminMembers : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    Reply as(const std::string& token, Method method, const std::string& target, const std::string& body = {}) {
        return m_house->callAs(token, method, target, body);
    }
    std::string grantsOf(const std::string& user) {
        return json::serialize(m_house->get("/admin/v1/users/" + user).json().at("grants"));
    }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        for (const auto* team : {"acme", "zeta"})
            QCOMPARE(m_house->post("/admin/v1/teams", filled(R"({"id": "$R"})", team)).status, 201);
    }
    void cleanup() { m_house.reset(); }

    void aTeamSeesItsMembersAndTheirRolesThere() {
        const auto admin = m_house->signedIn("adam", {"admin@acme"});
        m_house->signedIn("mia", {"member@acme", "owner@zeta"});
        m_house->signedIn("zoe", {"member@zeta"});
        m_house->signedIn("olga", {"owner"});
        const auto list = as(admin, Method::Get, acme);
        QCOMPARE(list.status, 200);
        QVERIFY2(has(list.body, "mia") && has(list.body, "adam"), list.body.c_str());
        for (const auto* part : {"zoe", "olga", "zeta", "owner"})
            QVERIFY2(!has(list.body, part), list.body.c_str());
        // What happens to a member elsewhere changes nothing that is seen here.
        const auto tag = list.field("ETag");
        QVERIFY(!tag.empty());
        QCOMPARE(m_house->put("/admin/v1/teams/zeta/members/mia", roles("member")).status, 200);
        QCOMPARE(as(admin, Method::Get, acme).field("ETag"), tag);
        QCOMPARE(as(admin, Method::Get, "/admin/v1/teams/zeta/members").status, 404);
        QCOMPARE(as(admin, Method::Get, "/admin/v1/teams/none/members").status, 404);
        // The organisation's users stay the organisation's.
        QVERIFY(!has(as(admin, Method::Get, "/admin/v1/users").body, "mia"));
        QCOMPARE(as(admin, Method::Get, "/admin/v1/users/mia").status, 404);
    }

    void whoManagesNoUsersSeesNoMembers_data() {
        QTest::addColumn<QString>("role");
        for (const auto* role : {"publisher", "approver", "auditor", "member"})
            QTest::newRow(role) << QString::fromLatin1(role);
    }
    void whoManagesNoUsersSeesNoMembers() {
        QFETCH(QString, role);
        const auto token = m_house->signedIn("eve", {role.toStdString() + "@acme"});
        QCOMPARE(as(token, Method::Get, acme).status, 403);
        QCOMPARE(as(token, Method::Post, acme, newcomer("n@example.org", "member")).status, 403);
        QCOMPARE(as(token, Method::Put, acme + "/eve", roles("owner")).status, 403);
        QCOMPARE(as(token, Method::Delete, acme + "/eve").status, 403);
        QCOMPARE(as(token, Method::Post, acme + "/eve/invitation").status, 403);
    }

    // Each role of the giver, each role that is given, each role that is taken.
    void rolesAreGivenAndTakenUpToTheOwn_data() {
        QTest::addColumn<QString>("giver");
        QTest::addColumn<QString>("given");
        for (const auto* giver : {"owner", "admin"}) {
            for (const auto* given : {"owner", "admin", "publisher", "approver", "auditor", "member"})
                QTest::addRow("%s gives %s", giver, given) << QString::fromLatin1(giver) << QString::fromLatin1(given);
        }
    }
    void rolesAreGivenAndTakenUpToTheOwn() {
        QFETCH(QString, giver);
        QFETCH(QString, given);
        const auto role = given.toStdString();
        const bool may = giver == QStringLiteral("owner") || given != QStringLiteral("owner");
        const auto token = m_house->signedIn("gina", {giver.toStdString() + "@acme"});
        m_house->signedIn("mia", {"member@acme", "auditor@zeta"});
        m_house->signedIn("hugo", {role + "@acme"});
        QCOMPARE(as(token, Method::Put, acme + "/mia", roles(role)).status, may ? 200 : 403);
        const auto now = grantsOf("mia");
        QCOMPARE(has(now, filled(R"({"role":"$R","team":"acme"})", role)), may || role == "member");
        QVERIFY2(has(now, R"({"role":"auditor","team":"zeta"})"), now.c_str()); // what he has elsewhere stays
        QCOMPARE(as(token, Method::Put, acme + "/gina", roles(role)).status, may ? 200 : 403);
        QCOMPARE(m_house->put(acme + "/gina", roles(giver.toStdString())).status, 200);
        QCOMPARE(as(token, Method::Delete, acme + "/hugo").status, may ? 204 : 403);
        QCOMPARE(m_house->get("/admin/v1/users/hugo").status, 200);
        QCOMPARE(grantsOf("hugo") == "[]", may);
        const auto added = as(token, Method::Post, acme, newcomer("new@example.org", role));
        QCOMPARE(added.status, may ? 201 : 403);
    }

    void nobodyOutsideTheTeamIsReached() {
        const auto token = m_house->signedIn("gina", {"owner@acme"});
        m_house->signedIn("zoe", {"member@zeta"});
        const auto before = grantsOf("zoe");
        auto missing = as(token, Method::Put, acme + "/nobody", roles("member"));
        const auto foreign = as(token, Method::Put, acme + "/zoe", roles("member"));
        QCOMPARE(foreign.status, 404);
        for (auto at = missing.body.find("nobody"); at != std::string::npos; at = missing.body.find("nobody"))
            missing.body.replace(at, 6, "zoe");
        QCOMPARE(foreign.body, missing.body);
        for (const auto* team : {"acme", "zeta"}) {
            const auto members = std::string("/admin/v1/teams/") + team + "/members";
            QCOMPARE(as(token, Method::Delete, members + "/zoe").status, 404);
            QCOMPARE(as(token, Method::Post, members + "/zoe/invitation").status, 404);
        }
        QCOMPARE(as(token, Method::Post, "/admin/v1/teams/zeta/members", newcomer("n@example.org", "member")).status,
                 404);
        QCOMPARE(grantsOf("zoe"), before);
    }

    void somebodyNewIsInvited() {
        const auto token = m_house->signedIn("gina", {"admin@acme"});
        const auto made = as(token, Method::Post, acme,
                             R"({"email": "Ada.L@example.org", "name": "Ada", "roles": ["member", "auditor"]})");
        QVERIFY2(made.status == 201, made.body.c_str());
        QCOMPARE(made.field("Cache-Control"), std::string("no-store"));
        const auto id = made.text("user");
        QVERIFY(id.starts_with("ada.l-"));
        QVERIFY(made.field("Location").ends_with("/members/" + id));
        const auto word = made.text("invitation");
        QVERIFY(!word.empty());
        QVERIFY(!has(m_house->get("/admin/v1/audit").body, word));
        // A second invitation is for who has not come yet.
        const auto again = as(token, Method::Post, acme + "/" + id + "/invitation");
        QCOMPARE(again.status, 201);
        QCOMPARE(
            m_house->put("/admin/v1/users/" + id + "/password", R"({"password": "a long password of hers"})").status,
            204);
        QCOMPARE(as(token, Method::Post, acme + "/" + id + "/invitation").status, 409);
        QCOMPARE(as(token, Method::Post, acme, newcomer("ada.l@example.org", "member")).status, 409);
    }

    void whoHasRolesElsewhereIsNotTakenOver() {
        const auto token = m_house->signedIn("gina", {"owner@acme"});
        QCOMPARE(m_house
                     ->post("/admin/v1/users", R"({"id": "olga", "email": "olga@example.org",
            "grants": [{"role": "owner"}, {"role": "member", "team": "acme"}]})")
                     .status,
                 201);
        QCOMPARE(as(token, Method::Post, acme + "/olga/invitation").status, 409);
        QCOMPARE(
            as(token, Method::Put, "/admin/v1/users/olga/password", R"({"password": "a long one of mine"})").status,
            404);
        // Known by address: he gets the role, and no invitation is made.
        QCOMPARE(m_house->post("/admin/v1/users", R"({"id": "ivan", "email": "ivan@example.org"})").status, 201);
        const auto added = as(token, Method::Post, acme, newcomer("IVAN@example.org", "member"));
        QCOMPARE(added.status, 201);
        QCOMPARE(added.text("user"), std::string("ivan"));
        QVERIFY(added.json().at("invitation").is_null());
        QCOMPARE(as(token, Method::Delete, acme + "/olga").status, 204);
        QVERIFY(has(grantsOf("olga"), R"({"role":"owner"})"));
    }

    void theTeamsAuditLogTellsOfItsMembers() {
        const auto token = m_house->signedIn("gina", {"admin@acme"});
        m_house->signedIn("mia", {"member@acme", "owner@zeta"});
        QCOMPARE(as(token, Method::Put, acme + "/mia", roles("auditor")).status, 200);
        QCOMPARE(m_house->put("/admin/v1/teams/zeta/members/mia", roles("publisher")).status, 200);
        const auto log = as(token, Method::Get, "/admin/v1/audit").body;
        QVERIFY2(has(log, R"("id":"mia")") && has(log, "auditor"), log.c_str());
        QVERIFY2(!has(log, "zeta") && !has(log, "publisher") && !has(log, "oidc"), log.c_str());
    }
};

QTEST_GUILESS_MAIN(TestAdminMembers)
#include "tst_admin_members.moc"
