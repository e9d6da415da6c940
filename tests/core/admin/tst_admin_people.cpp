// SPDX-License-Identifier: Apache-2.0
#include "core/identity/totp.h"
#include "support/admin_house.h"

#include <QFile>
#include <QTest>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

using namespace gatehouse;
using namespace gatehouse::admin;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

const std::string password = "correct horse battery";
const std::string sessions = "/admin/v1/sessions";

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

std::string signInBody(const std::string& email, const std::string& word, const std::string& code = {}) {
    return "{\"email\": " + quoted(email) + ", \"password\": " + quoted(word) +
           (code.empty() ? "" : ", \"code\": " + quoted(code)) + "}";
}

} // namespace

class TestAdminPeople : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    void makeAda(const std::string& more = {}) {
        QCOMPARE(m_house->put("/admin/v1/users/ada", "{\"email\": \"ada@example.org\"" + more + "}").status, 201);
        QCOMPARE(m_house->put("/admin/v1/users/ada/password", "{\"password\": " + quoted(password) + "}").status, 204);
    }
    Reply signIn(const std::string& email, const std::string& word, const std::string& code = {}) {
        return m_house->callPlain({Method::Post,
                                   sessions,
                                   {{"Host", "127.0.0.1:8643"}, {"Content-Type", "application/json"}},
                                   signInBody(email, word, code)});
    }
    std::string adasToken() { return signIn("ada@example.org", password).text("token"); }
    int statusOf(const std::string& token) { return m_house->callAs(token, Method::Get, "/admin/v1/me").status; }
    std::string totpOf(const std::string& token) {
        const auto begun = m_house->callAs(token, Method::Post, "/admin/v1/me/totp");
        return begun.text("secret");
    }

    // What the app makes of its secret.
    std::string code(const std::string& base32, int later = 0) const {
        const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        std::string bytes;
        unsigned held = 0;
        int bits = 0;
        for (const auto letter : base32) {
            held = (held << 5U) | static_cast<unsigned>(letters.find(letter));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes += static_cast<char>((held >> static_cast<unsigned>(bits)) & 0xFFU);
            }
        }
        return identity::totpCode(Secret(bytes), identity::totpStepAt(m_house->clock.wall()) + later);
    }
    void wait(std::int64_t seconds) { m_house->clock.now += seconds * 1'000'000; }

private Q_SLOTS:
    void init() { m_house = std::make_unique<AdminHouse>(); }
    void cleanup() { m_house.reset(); }

    void aUserSignsInAndOut() {
        makeAda(R"(, "name": "Ada", "grants": [{"role": "auditor"}])");
        const auto opened = signIn("Ada@Example.org", password);
        QCOMPARE(opened.status, 201);
        QCOMPARE(opened.field("Cache-Control"), std::string("no-store"));
        const auto token = opened.text("token");
        QVERIFY(token.starts_with("ghs_"));
        const auto me = m_house->callAs(token, Method::Get, "/admin/v1/me");
        QCOMPARE(me.status, 200);
        QCOMPARE(me.text("id"), std::string("ada"));
        QCOMPARE(me.text("session"), opened.text("id"));
        QCOMPARE(m_house->callAs(token, Method::Get, "/admin/v1/teams").status, 200);
        QCOMPARE(m_house->callAs(token, Method::Post, "/admin/v1/teams", R"({"id": "x"})").status, 403);
        QCOMPARE(m_house->callAs(token, Method::Delete, sessions + "/current").status, 204);
        QCOMPARE(statusOf(token), 401);
    }

    void whoIsNotKnownIsToldNothing_data() {
        QTest::addColumn<QByteArray>("email");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("wrong password") << QByteArray("ada@example.org") << QByteArray("correct horse batterz");
        QTest::newRow("unknown") << QByteArray("eve@example.org") << QByteArray("correct horse battery");
        QTest::newRow("disabled") << QByteArray("off@example.org") << QByteArray("correct horse battery");
        QTest::newRow("without a password") << QByteArray("none@example.org") << QByteArray("correct horse battery");
        QTest::newRow("id in the place of the address") << QByteArray("ada") << QByteArray("correct horse battery");
    }
    void whoIsNotKnownIsToldNothing() {
        QFETCH(QByteArray, email);
        QFETCH(QByteArray, word);
        makeAda();
        QCOMPARE(m_house->put("/admin/v1/users/off", R"({"email": "off@example.org"})").status, 201);
        QCOMPARE(m_house->put("/admin/v1/users/off/password", "{\"password\": " + quoted(password) + "}").status, 204);
        QCOMPARE(m_house->put("/admin/v1/users/off", R"({"email": "off@example.org", "enabled": false})").status, 200);
        QCOMPARE(m_house->put("/admin/v1/users/none", R"({"email": "none@example.org"})").status, 201);
        const auto refused = signIn(email.toStdString(), word.toStdString());
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.text("code"), std::string("wrong_credentials"));
        QCOMPARE(refused.body, signIn("nobody@example.org", "some other password").body);
        QCOMPARE(refused.field("WWW-Authenticate"), std::string("Bearer"));
    }

    void guessingHasToWait() {
        makeAda();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(signIn("ada@example.org", "wrong password").status, 401);
        const auto refused = signIn("ada@example.org", password);
        QCOMPARE(refused.status, 429);
        QVERIFY(!refused.field("Retry-After").empty());
        QCOMPARE(signIn("bob@example.org", password).status, 401); // others need not
    }

    void nothingThatOpensAnythingIsKept() {
        makeAda();
        const auto token = adasToken();
        const auto secret = totpOf(token);
        QVERIFY(!secret.empty());
        m_house->people->sweep();
        for (const auto* name : {"/gatehouse.db", "/gatehouse.db-wal"}) {
            QFile file(QString::fromStdString(m_house->folder() + name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const auto bytes = file.readAll();
            for (const auto& text : {token, token.substr(4), password, secret})
                QVERIFY2(!bytes.contains(QByteArray::fromStdString(text)), text.c_str());
        }
        const auto audit = m_house->get("/admin/v1/audit?limit=100").body;
        for (const auto& text : {token, password, secret}) {
            QVERIFY(audit.find(text) == std::string::npos);
            QVERIFY(m_house->log.lines().find(text) == std::string::npos);
        }
        QVERIFY(audit.find("password.set") != std::string::npos);
        QVERIFY(audit.find("session.begin") != std::string::npos);
    }

    void sessionsEndWithWhatTheyStandOn() {
        makeAda();
        auto token = adasToken();
        QCOMPARE(statusOf(token), 200);
        // Disabled, and enabled again.
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/users/ada", R"({"enabled": false})").status, 200);
        QCOMPARE(statusOf(token), 401);
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/users/ada", R"({"enabled": true})").status, 200);
        QCOMPARE(statusOf(token), 401);
        // Another password.
        token = adasToken();
        QCOMPARE(m_house->put("/admin/v1/users/ada/password", R"({"password": "another long one"})").status, 204);
        QCOMPARE(statusOf(token), 401);
        QCOMPARE(signIn("ada@example.org", password).status, 401);
        // Deleted: who has the id afterwards has nothing of it.
        token = signIn("ada@example.org", "another long one").text("token");
        QCOMPARE(statusOf(token), 200);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/users/ada").status, 204);
        QCOMPARE(statusOf(token), 401);
        QCOMPARE(m_house->put("/admin/v1/users/ada", R"({"email": "ada@example.org"})").status, 201);
        QCOMPARE(signIn("ada@example.org", "another long one").status, 401);
        QCOMPARE(statusOf(token), 401);
    }

    void sessionsEndWithTheWayThatTheyCameBy() {
        makeAda(R"(, "grants": [{"role": "owner"}])");
        QCOMPARE(m_house
                     ->put("/admin/v1/sign_in", R"({"oidc": [{"id": "corp", "issuer": "https:\/\/login.example.org",
                                                    "client_id": "gatehouse"}]})")
                     .status,
                 200);
        const auto token = adasToken();
        QCOMPARE(statusOf(token), 200);
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/sign_in", R"({"totp": "optional"})").status, 200);
        QCOMPARE(statusOf(token), 200); // not with every change
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/sign_in", R"({"password": false})").status, 200);
        QCOMPARE(statusOf(token), 401);
        QVERIFY(m_house->store->people().sessions()->empty());
        // For good.
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/sign_in", R"({"password": true})").status, 200);
        QCOMPARE(statusOf(token), 401);
    }

    void sessionsOfAProviderEndWithIt() {
        makeAda();
        QCOMPARE(m_house
                     ->put("/admin/v1/sign_in", R"({"oidc": [{"id": "corp", "issuer": "https:\/\/login.example.org",
                                                    "client_id": "gatehouse"}]})")
                     .status,
                 200);
        const auto token = adasToken();
        auto kept = m_house->store->people().sessions().value().at(0);
        kept.way = "corp";
        QVERIFY(m_house->store->people().end({kept.id}));
        QVERIFY(m_house->store->people().add(kept));
        SignInDesk next({m_house->store->people(), *m_house->service, *m_house->stash, *m_house->resolver,
                         m_house->clock, m_house->log});
        QVERIFY(next.load());
        QVERIFY(next.callerOf(token));
        QCOMPARE(m_house->put("/admin/v1/sign_in", R"({"oidc": []})").status, 200);
        QVERIFY(!next.callerOf(token)); // from the next request on
        QVERIFY(next.load());           // as at a start
        QVERIFY(next.sessions().empty());
        QVERIFY(m_house->store->people().sessions()->empty());
        next.passwords().stop();
    }

    void sessionsEndByThemselves() {
        makeAda();
        QCOMPARE(m_house->put("/admin/v1/sign_in", R"({"session": "1h", "idle": "10m"})").status, 200);
        auto token = adasToken();
        wait(601);
        QCOMPARE(statusOf(token), 401);
        token = adasToken();
        for (int i = 0; i < 6; ++i) {
            wait(590);
            QCOMPARE(statusOf(token), 200);
        }
        wait(61);
        QCOMPARE(statusOf(token), 401);
    }

    void sessionsAreListedAndEndedByTheRightOnes() {
        makeAda();
        const auto ada = adasToken();
        const auto second = adasToken();
        const auto bob = m_house->signedIn("bob", {"publisher"});
        const auto eve = m_house->signedIn("eve", {"admin"});
        auto list = m_house->callAs(ada, Method::Get, sessions).json().at("items").as_array();
        QCOMPARE(list.size(), std::size_t{2});
        const auto id = m_house->callAs(second, Method::Get, "/admin/v1/me").text("session");
        QCOMPARE(m_house->callAs(bob, Method::Delete, sessions + '/' + id).status, 404);
        QCOMPARE(m_house->callAs(eve, Method::Get, sessions).json().at("items").as_array().size(), std::size_t{4});
        QCOMPARE(m_house->callAs(eve, Method::Delete, sessions + '/' + id).status, 204);
        QCOMPARE(statusOf(second), 401);
        QCOMPARE(statusOf(ada), 200);
    }

    void sessionsOutliveTheProcess() {
        makeAda();
        const auto token = adasToken();
        SignInDesk next({m_house->store->people(), *m_house->service, *m_house->stash, *m_house->resolver,
                         m_house->clock, m_house->log});
        QVERIFY(next.load());
        const auto caller = next.callerOf(token);
        QVERIFY(caller);
        QCOMPARE(caller->user(), std::string("ada"));
        QVERIFY(!next.callerOf(token + "x"));
        next.passwords().stop();
    }

    void theOwnPasswordIsChangedWithTheOldOne() {
        makeAda();
        const auto here = adasToken();
        const auto there = adasToken();
        const std::string address = "/admin/v1/me/password";
        const auto change = [&](const std::string& old, const std::string& fresh) {
            return m_house
                ->callAs(here, Method::Post, address,
                         "{\"current\": " + quoted(old) + ", \"new\": " + quoted(fresh) + "}")
                .status;
        };
        QCOMPARE(change("not the old one", "some other long one"), 403);
        QCOMPARE(change(password, "ada@example.org"), 409);
        QCOMPARE(change(password, "too short"), 400);
        QCOMPARE(change(password, "some other long one"), 204);
        QCOMPARE(statusOf(here), 200);
        QCOMPARE(statusOf(there), 401);
        QCOMPARE(signIn("ada@example.org", password).status, 401);
        QCOMPARE(signIn("ada@example.org", "some other long one").status, 201);
        QCOMPARE(m_house->post(address, R"({"current": "a", "new": "some other long one"})").status, 409); // nobody's
    }

    void anInvitationSetsAPasswordOnce() {
        QCOMPARE(m_house->put("/admin/v1/users/ada", R"({"email": "ada@example.org"})").status, 201);
        const auto first = m_house->post("/admin/v1/users/ada/invitation", "").text("invitation");
        const auto token = m_house->post("/admin/v1/users/ada/invitation", "").text("invitation");
        QVERIFY(token.starts_with("ghi_"));
        const auto take = [&](const std::string& invitation, const std::string& word) {
            return m_house
                ->callPlain({Method::Post,
                             "/admin/v1/sign_in/invitation",
                             {{"Host", "127.0.0.1:8643"}, {"Content-Type", "application/json"}},
                             "{\"invitation\": " + quoted(invitation) + ", \"password\": " + quoted(word) + "}"})
                .status;
        };
        QCOMPARE(take(first, password), 401); // the later one made it void
        QCOMPARE(take(token, "aaaaaaaaaaaaaa"), 409);
        QCOMPARE(take(token, password), 204);
        QCOMPARE(take(token, "some other long one"), 401);
        QCOMPARE(signIn("ada@example.org", password).status, 201);
        const auto late = m_house->post("/admin/v1/users/ada/invitation", "").text("invitation");
        wait(73 * 3600);
        QCOMPARE(take(late, password), 401);
    }

    void aCodeIsAskedForAndGoodOnce() {
        makeAda();
        const auto token = adasToken();
        const auto secret = totpOf(token);
        QCOMPARE(signIn("ada@example.org", password).status, 201); // not confirmed: it does not count
        QCOMPARE(m_house->callAs(token, Method::Post, "/admin/v1/me/totp/confirm", R"({"code": "000000"})").status,
                 403);
        const auto confirmed = m_house->callAs(token, Method::Post, "/admin/v1/me/totp/confirm",
                                               "{\"code\": " + quoted(code(secret)) + "}");
        QCOMPARE(confirmed.status, 200);
        const auto codes = confirmed.json().at("recovery_codes").as_array();
        QCOMPARE(codes.size(), std::size_t{10});

        auto refused = signIn("ada@example.org", password);
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.text("code"), std::string("code_required"));
        refused = signIn("ada@example.org", password, code(secret)); // the one that confirmed it
        QCOMPARE(refused.text("code"), std::string("wrong_code"));
        wait(30);
        const auto fresh = code(secret);
        QCOMPARE(signIn("ada@example.org", password, fresh).status, 201);
        QCOMPARE(signIn("ada@example.org", password, fresh).status, 401);
        QCOMPARE(signIn("ada@example.org", password, code(secret, -1)).status, 401);
        const auto recovery = std::string(codes.at(3).as_string());
        QCOMPARE(signIn("ada@example.org", password, recovery).status, 201);
        QCOMPARE(signIn("ada@example.org", password, recovery).status, 401);
        QCOMPARE(m_house->callAs(token, Method::Get, "/admin/v1/me").json().at("recovery_codes").as_int64(), 9);
    }

    void aSecondFactorIsRemovedWithACodeOrByAnAdmin() {
        makeAda();
        const auto token = adasToken();
        const auto secret = totpOf(token);
        QCOMPARE(
            m_house
                ->callAs(token, Method::Post, "/admin/v1/me/totp/confirm", "{\"code\": " + quoted(code(secret)) + "}")
                .status,
            200);
        QCOMPARE(m_house->callAs(token, Method::Post, "/admin/v1/me/totp").status, 409);
        QCOMPARE(m_house->callAs(token, Method::Delete, "/admin/v1/me/totp", R"({"code": "123456"})").status, 403);
        const auto bob = m_house->signedIn("bob", {"publisher"});
        QCOMPARE(m_house->callAs(bob, Method::Delete, "/admin/v1/users/ada/totp").status, 403);
        const auto eve = m_house->signedIn("eve", {"admin"});
        QCOMPARE(m_house->callAs(eve, Method::Delete, "/admin/v1/users/ada/totp").status, 204);
        QCOMPARE(signIn("ada@example.org", password).status, 201);
    }

    void whoLacksARequiredSecondFactorSeesHisAccountOnly() {
        makeAda(R"(, "grants": [{"role": "owner"}])");
        QCOMPARE(m_house->put("/admin/v1/sign_in", R"({"totp": "required"})").status, 200);
        const auto token = adasToken();
        const auto refused = m_house->callAs(token, Method::Get, "/admin/v1/teams");
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.text("code"), std::string("second_factor_required"));
        QVERIFY(m_house->callAs(token, Method::Get, "/admin/v1/me").json().at("second_factor_required").as_bool());
        const auto secret = totpOf(token);
        QCOMPARE(
            m_house
                ->callAs(token, Method::Post, "/admin/v1/me/totp/confirm", "{\"code\": " + quoted(code(secret)) + "}")
                .status,
            200);
        QCOMPARE(m_house->callAs(token, Method::Get, "/admin/v1/teams").status, 200);
    }

    void theSealKeyIsNobodysToRead() {
        makeAda();
        QVERIFY(!totpOf(adasToken()).empty());
        QVERIFY(m_house->get("/admin/v1/secrets").body.find("gatehouse.sign_in") == std::string::npos);
        QCOMPARE(m_house->put("/admin/v1/secrets/gatehouse.sign_in", R"({"value": "x"})").status, 409);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/secrets/gatehouse.sign_in").status, 409);
    }

    void addressesAndSubjectsAreOneUsersEach() {
        makeAda();
        auto refused = m_house->put("/admin/v1/users/bob", R"({"email": "ADA@example.org"})");
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.text("field"), std::string("email"));
        const std::string subject = R"("oidc_provider": "idp", "oidc_subject": "1")";
        QCOMPARE(m_house
                     ->put("/admin/v1/sign_in",
                           R"({"oidc": [{"id": "idp", "issuer": "http:\/\/127.0.0.1:1", "client_id": "g"}]})")
                     .status,
                 200);
        QCOMPARE(m_house->put("/admin/v1/users/bob", "{\"email\": \"b@example.org\", " + subject + "}").status, 201);
        refused = m_house->put("/admin/v1/users/eve", "{\"email\": \"e@example.org\", " + subject + "}");
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.text("field"), std::string("oidc_subject"));
    }

    void thePortalsDoorIsForUsers() {
        makeAda();
        const auto token = adasToken();
        const auto through = [&](const std::string& with, Method method, const std::string& target) {
            return m_house->callAs(with, method, target, {}, Door::Portal).status;
        };
        QCOMPARE(through(token, Method::Get, "/portal/api/v1/me"), 200);
        QCOMPARE(through(std::string(adminToken), Method::Get, "/portal/api/v1/me"), 401);
        QCOMPARE(through("ghs_nobody", Method::Get, "/portal/api/v1/me"), 401);
        QCOMPARE(through(token, Method::Get, "/portal/api/v1/users"), 404);
        QCOMPARE(through(token, Method::Get, "/portal/api/v1/config/export"), 404);
        QCOMPARE(through(token, Method::Get, "/admin/v1/me"), 404);
        QCOMPARE(through(token, Method::Get, "/metrics"), 404);
        QCOMPARE(through(token, Method::Get, "/portal/api/v1/../v1/me"), 404);
        const auto ways = m_house->callPlain(
            {Method::Get, "/portal/api/v1/sign_in/ways", {{"Host", "127.0.0.1:8643"}}, {}}, Door::Portal);
        QCOMPARE(ways.status, 200);
        const auto foreign = m_house->callPlain(
            {Method::Get,
             "/portal/api/v1/me",
             {{"Host", "127.0.0.1:8643"}, {"Origin", "https:\x2f/evil.example"}, {"Authorization", "Bearer " + token}},
             {}},
            Door::Portal);
        QCOMPARE(foreign.status, 403);
    }
};

QTEST_GUILESS_MAIN(TestAdminPeople)
#include "tst_admin_people.moc"
