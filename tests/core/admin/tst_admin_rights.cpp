// SPDX-License-Identifier: Apache-2.0
#include "core/admin/operation.h"
#include "core/admin/ownership.h"
#include "core/admin/tenancy.h"
#include "core/contract/rights.h"
#include "support/admin_house.h"

#include <QFile>
#include <QTest>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>

using namespace gatehouse;
using namespace gatehouse::admin;
using namespace gatehouse::admin::test;
using contract::Permission;
using contract::Role;
using http::Method;

namespace {

// What nobody but owners, admins and the operator does.
const std::set<std::string> operating{"makeBackup", "startConformanceRun", "removeConformanceRun", "putGatewayState",
                                      "cancelCall", "startRecordJob",      "purgeCache",           "cancelJob"};

Caller with(Role role, std::string team = {}) {
    return Caller("ada", "s", {{role, std::move(team)}});
}

std::string tableText() {
    std::string text = "| permission | is for |";
    for (const auto name : contract::roleNames)
        text.append(" ").append(name).append(" |");
    text += "\n| --- | --- |";
    for (std::size_t i = 0; i < contract::roleNames.size(); ++i)
        text += " --- |";
    text += '\n';
    for (const auto& row : contract::rightsTable) {
        text.append("| `").append(nameOf(row.permission)).append("` | ").append(row.meaning).append(" |");
        for (const auto role : contract::allRoles)
            text += contract::allows(role, row.permission) ? " yes |" : " – |";
        text += '\n';
    }
    return text;
}

} // namespace

class TestAdminRights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each role before each operation of the API: a cell of the table is a class of operations.
    void eachRoleMayWhatTheTableSays_data() {
        QTest::addColumn<int>("role");
        QTest::addColumn<int>("permission");
        for (const auto role : contract::allRoles) {
            for (const auto& row : contract::rightsTable)
                QTest::addRow("%s %s", std::string(nameOf(role)).c_str(), std::string(nameOf(row.permission)).c_str())
                    << static_cast<int>(role) << static_cast<int>(row.permission);
        }
    }
    void eachRoleMayWhatTheTableSays() {
        QFETCH(int, role);
        QFETCH(int, permission);
        const auto asked = static_cast<Permission>(permission);
        const auto caller = with(static_cast<Role>(role));
        const bool allowed = contract::allows(static_cast<Role>(role), asked);
        QCOMPARE(caller.may(asked), allowed);
        QCOMPARE(caller.may(asked, "research"), allowed);
        for (const auto& operation : makeOperations()) {
            if (operation.permission != asked || operation.access == Access::Open)
                continue;
            Request request;
            request.caller = caller;
            const auto refusal = refuseOperation(operation, {}, request);
            QVERIFY2(refusal.has_value() != allowed, operation.id.c_str());
            if (refusal)
                QCOMPARE(refusal->status, 403);
        }
    }

    void eachPermissionIsAskedForBySomething() {
        std::set<Permission> asked;
        for (const auto& operation : makeOperations())
            asked.insert(operation.permission);
        for (const auto& row : contract::rightsTable) {
            if (row.permission != Permission::ViewCatalogue) // of the portal
                QVERIFY2(asked.contains(row.permission), std::string(nameOf(row.permission)).c_str());
        }
    }

    void noOperationIsWithoutAPermissionByMistake() {
        for (const auto& operation : makeOperations()) {
            if (operation.permission == Permission::OperateGateway)
                QVERIFY2(operating.contains(operation.id), operation.id.c_str());
        }
    }

    // Anything that changes things takes more than to look at them.
    void whoOnlyLooksChangesNothing() {
        for (const auto& operation : makeOperations()) {
            if (operation.method == Method::Get || operation.access == Access::Open ||
                operation.permission == Permission::Self)
                continue;
            Request request;
            request.caller = with(Role::Auditor);
            // A call is asked about by POST, and filters of the log are everybody's.
            const std::set<std::string> looks{"simulateCall",  "putFilter",       "deleteFilter", "renderPrompt",
                                              "commentPrompt", "estimateTestRun", "checkChain"};
            if (!looks.contains(operation.id))
                QVERIFY2(refuseOperation(operation, {}, request), operation.id.c_str());
        }
    }

    void theTableIsInTheDocuments() {
        QFile file(qEnvironmentVariable("GATEHOUSE_SOURCE_DIR") + QStringLiteral("/docs/rights.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains(QByteArray::fromStdString(tableText())));
    }

    void aGrantInATeamCountsThere() {
        const auto caller = with(Role::Publisher, "research");
        QVERIFY(caller.may(Permission::EditPrompts, "research"));
        QVERIFY(!caller.may(Permission::EditPrompts, "sales"));
        QVERIFY(!caller.may(Permission::EditPrompts));
        QVERIFY(caller.maySomewhere(Permission::EditPrompts));
        QVERIFY(!caller.maySomewhere(Permission::ManageUsers));
        QVERIFY(caller.may(Permission::Self));
        const Caller nobody("eve", "s", {});
        QVERIFY(!nobody.maySomewhere(Permission::ViewTeams));
        const Caller restricted("eve", "s", {{Role::Owner, ""}}, Caller::Standing::Restricted);
        QVERIFY(!restricted.maySomewhere(Permission::ViewTeams));
        QVERIFY(!restricted.may(Permission::ViewCatalogue));
        QVERIFY(restricted.may(Permission::Self));
        QVERIFY(!restricted.isOwner());
    }

    void nobodyGrantsMoreThanHeHas() {
        const auto owner = with(Role::Owner);
        const auto admin = with(Role::Admin);
        for (const auto role : contract::allRoles) {
            QVERIFY(Caller().mayGrant({role, ""}));
            QVERIFY(owner.mayGrant({role, ""}));
            QCOMPARE(admin.mayGrant({role, ""}), role != Role::Owner);
            QCOMPARE(admin.mayGrant({role, "research"}), role != Role::Owner);
            QVERIFY(!with(Role::Publisher).mayGrant({role, ""}));
            QVERIFY(!with(Role::Admin, "research").mayGrant({role, ""}));
            QVERIFY(!with(Role::Admin, "research").mayGrant({role, "sales"}));
            QCOMPARE(with(Role::Admin, "research").mayGrant({role, "research"}), role != Role::Owner);
        }
    }

    void grantsAreHeldAgainstTheirGiver() {
        AdminHouse house;
        const auto owner = house.signedIn("olga", {"owner"});
        const auto admin = house.signedIn("adam", {"admin"});
        const auto put = [&](const std::string& token, const std::string& id, const std::string& role) {
            return house
                .callAs(token, Method::Put, "/admin/v1/users/" + id,
                        "{\"email\": \"" + id + "@example.org\", \"grants\": [{\"role\": \"" + role + "\"}]}")
                .status;
        };
        QCOMPARE(put(admin, "new", "publisher"), 201);
        QCOMPARE(put(admin, "new", "owner"), 403);
        QCOMPARE(put(admin, "adam", "owner"), 403);
        QCOMPARE(put(admin, "olga", "member"), 403);
        QCOMPARE(house.callAs(admin, Method::Delete, "/admin/v1/users/olga").status, 403);
        QCOMPARE(house.callAs(admin, Method::Put, "/admin/v1/users/olga/password", R"({"password": "a long new one"})")
                     .status,
                 403);
        QCOMPARE(house.callAs(admin, Method::Post, "/admin/v1/users/olga/invitation").status, 403);
        QCOMPARE(house.callAs(admin, Method::Delete, "/admin/v1/users/olga/totp").status, 403);
        // Nor by the way round: a file, or who vouches for users.
        QCOMPARE(house
                     .callAs(admin, Method::Post, "/admin/v1/config/apply",
                             R"({"version": 1, "users": [{"id": "adam", "email": "adam@example.org",
                                 "grants": [{"role": "owner"}]}]})")
                     .status,
                 403);
        QCOMPARE(house.callAs(admin, Method::Patch, "/admin/v1/sign_in", R"({"totp": "required"})").status, 403);
        QCOMPARE(house.callAs(owner, Method::Patch, "/admin/v1/sign_in", R"({"password": true})").status, 200);
        QCOMPARE(put(owner, "adam", "owner"), 200);
    }

    void theLastOwnerStays() {
        AdminHouse house;
        const auto olga = house.signedIn("olga", {"owner"});
        QVERIFY(!house.signedIn("bob", {"member"}).empty());
        const std::string self = "/admin/v1/users/olga";
        for (const auto& token : {olga, std::string(adminToken)}) {
            auto refused = house.callAs(token, Method::Delete, self);
            QCOMPARE(refused.status, 409);
            QCOMPARE(refused.text("code"), std::string("last_owner"));
            QCOMPARE(house.callAs(token, Method::Patch, self, R"({"enabled": false})").status, 409);
            QCOMPARE(house.callAs(token, Method::Patch, self, R"({"grants": [{"role": "admin"}]})").status, 409);
        }
        QVERIFY(!house.signedIn("otto", {"owner"}).empty());
        QCOMPARE(house.callAs(olga, Method::Delete, self).status, 204);
        // The only user of all may go.
        QCOMPARE(house.call(Method::Delete, "/admin/v1/users/bob").status, 204);
        QCOMPARE(house.call(Method::Delete, "/admin/v1/users/otto").status, 204);
    }

    void whoMakesKeysDoesNotDecideHowMuchTheyMay() {
        AdminHouse house;
        QCOMPARE(house.put("/admin/v1/teams/research", "{}").status, 201);
        QCOMPARE(house.put("/admin/v1/apps/bot", R"({"team": "research"})").status, 201);
        const auto member = house.signedIn("mia", {"member@research"});
        const std::string keys = "/admin/v1/keys";
        const auto made = house.callAs(member, Method::Post, keys, R"({"app": "bot", "name": "mine"})");
        QCOMPARE(made.status, 201);
        const auto key = keys + '/' + made.text("id");
        QCOMPARE(house.callAs(member, Method::Patch, key, R"({"name": "ours"})").status, 200);
        QCOMPARE(house.callAs(member, Method::Patch, key, R"({"budget": {"usd": "1000"}})").status, 403);
        QCOMPARE(house.callAs(member, Method::Patch, key, R"({"max_output_tokens": 5})").status, 403);
        QCOMPARE(house.callAs(member, Method::Post, keys, R"({"app": "bot", "models": ["*", "x"]})").status, 403);
        QCOMPARE(house.callAs(member, Method::Put, "/admin/v1/apps/new", R"({"team": "research"})").status, 201);
        QCOMPARE(house.callAs(member, Method::Patch, "/admin/v1/apps/new", R"({"priority": "high"})").status, 403);
        QCOMPARE(house.callAs(member, Method::Patch, "/admin/v1/teams/research", R"({"enabled": false})").status, 403);
        QCOMPARE(house.callAs(member, Method::Post, key + "/rotate", "{}").status, 201);
        // An admin of the team does.
        const auto admin = house.signedIn("amy", {"admin@research"});
        QCOMPARE(house.callAs(admin, Method::Patch, "/admin/v1/apps/new", R"({"priority": "high"})").status, 200);
    }
};

QTEST_GUILESS_MAIN(TestAdminRights)
#include "tst_admin_rights.moc"
