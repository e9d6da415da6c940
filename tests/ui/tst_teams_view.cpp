// SPDX-License-Identifier: GPL-3.0-or-later
// Teams by hand: people added, changed and signed out, the last owner kept, applications and keys moved.
#include "tests/ui/support/scripted_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/teams/team_model.h"
#include "ui/teams/team_page.h"
#include "ui/teams/teams_view.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/charge_panel.h"

#include <QAction>
#include <QListWidget>
#include <QStandardPaths>
#include <QTabWidget>

using namespace gatehouse::ui;

namespace {

const QString hostile = QStringLiteral("<b onmouseover=alert(1)>Ada</b>");

QJsonObject grant(const QString& role, const QString& team = {}) {
    QJsonObject out{{QStringLiteral("role"), role}};
    if (!team.isEmpty())
        out.insert(QStringLiteral("team"), team);
    return out;
}

QJsonObject user(const QString& id, const QString& name, const QJsonArray& grants) {
    return {{QStringLiteral("id"), id},
            {QStringLiteral("name"), name},
            {QStringLiteral("email"), QString(id + QStringLiteral("@example.org"))},
            {QStringLiteral("grants"), grants}};
}

QJsonObject named(const QString& id, const char* member, const QString& value) {
    return {{QStringLiteral("id"), id}, {QLatin1String(member), value}};
}

void fill(ScriptedGateway& gateway) {
    gateway.hold(QStringLiteral("/teams"), {QJsonObject{{QStringLiteral("id"), QStringLiteral("research")}},
                                            QJsonObject{{QStringLiteral("id"), QStringLiteral("sales")}}});
    gateway.hold(QStringLiteral("/apps"), {named(QStringLiteral("notebook"), "team", QStringLiteral("research")),
                                           named(QStringLiteral("shop"), "team", QStringLiteral("sales"))});
    gateway.hold(QStringLiteral("/keys"), {named(QStringLiteral("k1"), "app", QStringLiteral("notebook")),
                                           named(QStringLiteral("k2"), "app", QStringLiteral("notebook"))});
    gateway.hold(QStringLiteral("/users"), {user(QStringLiteral("ada"), hostile, {grant(QStringLiteral("owner"))}),
                                            user(QStringLiteral("bob"), QStringLiteral("Bob"),
                                                 {grant(QStringLiteral("member"), QStringLiteral("research")),
                                                  grant(QStringLiteral("approver"), QStringLiteral("sales"))}),
                                            user(QStringLiteral("eve"), QStringLiteral("Eve"), {})});
    const QJsonObject budget{{QStringLiteral("id"), QStringLiteral("team:research")},
                             {QStringLiteral("limit"), QStringLiteral("10")},
                             {QStringLiteral("spent"), QStringLiteral("4")}};
    gateway.say(QStringLiteral("GET /budgets/state"), {{QStringLiteral("items"), QJsonArray{budget}}});
    gateway.say(QStringLiteral("GET /stats"), {{QStringLiteral("series"), QJsonArray()}});
}

QJsonObject charge(const QString& subscription, const QString& api, const QString& team, const QString& total) {
    const auto text = [](const char* value) { return QLatin1String(value); };
    return {{QStringLiteral("subscription"), subscription},
            {QStringLiteral("api"), api},
            {QStringLiteral("app"), QString(team + QStringLiteral("-app"))},
            {QStringLiteral("team"), team},
            {QStringLiteral("plan"), text("starter")},
            {QStringLiteral("state"), text("approved")},
            {QStringLiteral("calls"), 1200},
            {QStringLiteral("cost"), text("0.5")},
            {QStringLiteral("cost_unknown_calls"), 0},
            {QStringLiteral("for_months"), text("10")},
            {QStringLiteral("for_calls"), text("1.2")},
            {QStringLiteral("for_cost"), text("0.55")},
            {QStringLiteral("total"), total}};
}

} // namespace

class TeamsViewTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<TeamsView>;

    static const QString organisation() { return QStringLiteral("Organisation (no team)"); }

    static void check(QDialog* form, const QString& role, bool on) {
        auto* list = form->findChild<QListWidget*>(QStringLiteral("field_grants"));
        for (int i = 0; i < list->count(); ++i) {
            if (list->item(i)->data(Qt::UserRole).toString() == role)
                list->item(i)->setCheckState(on ? Qt::Checked : Qt::Unchecked);
        }
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void aTeamShowsItsPeopleKeysAndBudget() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        const QAbstractItemModelTester tester(shown.view.findChild<TeamModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QAbstractItemModelTester people(shown.view.findChild<MemberModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto research = QStringLiteral("research");
        QTRY_COMPARE(shown.cell("teamsTable", research, TeamModel::Members), QStringLiteral("1"));
        QTRY_COMPARE(shown.cell("teamsTable", research, TeamModel::Keys), QStringLiteral("2"));
        QTRY_COMPARE(shown.cell("teamsTable", research, TeamModel::Budget), QStringLiteral("$4.00 of $10.00"));
        QCOMPARE(shown.cell("teamsTable", organisation(), TeamModel::Members), QStringLiteral("2")); // Ada, and Eve
        QVERIFY(shown.select("teamsTable", research));
        QCOMPARE(shown.cell("membersTable", QStringLiteral("Bob"), MemberModel::Roles), QStringLiteral("Member"));
        QCOMPARE(shown.find<TableView>("teamKeysTable")->shownRows(), 2);
        // Names are texts, whatever they hold.
        QVERIFY(shown.select("teamsTable", organisation()));
        QCOMPARE(shown.cell("membersTable", hostile, MemberModel::Roles), QStringLiteral("Owner"));
        for (const auto* label : shown.view.findChildren<QLabel*>())
            QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'), qPrintable(label->text()));
    }

    void aTeamShowsWhatItsSubscriptionsAreCharged() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.say(
            QStringLiteral("GET /charges"),
            {{QStringLiteral("items"), QJsonArray{charge(QStringLiteral("s1"), QStringLiteral("mood"),
                                                         QStringLiteral("research"), QStringLiteral("11.75")),
                                                  charge(QStringLiteral("s2"), QStringLiteral("triage"),
                                                         QStringLiteral("research"), QStringLiteral("0.2500001")),
                                                  charge(QStringLiteral("s3"), QStringLiteral("mood"),
                                                         QStringLiteral("sales"), QStringLiteral("7"))}}});
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("teamsTable", QStringLiteral("research")));
        auto* tabs = shown.find<QTabWidget>("teamTabs");
        tabs->setCurrentWidget(shown.find<QWidget>("teamCharges"));
        QTRY_COMPARE(shown.find<TableView>("teamChargesTable")->shownRows(), 2);
        QCOMPARE(shown.cell("teamChargesTable", QStringLiteral("mood"), ChargeModel::Total), QStringLiteral("$11.75"));
        QCOMPARE(shown.cell("teamChargesTable", QStringLiteral("mood"), ChargeModel::Calls), QStringLiteral("1,200"));
        QVERIFY(shown.find<QLabel>("chargeTotal")->text().startsWith(QStringLiteral("Charged: $12.00")));
        const auto asked = gateway.requests(QStringLiteral("GET"), QStringLiteral("/charges"));
        QVERIFY(!asked.last().query.contains(QStringLiteral("to="))); // until now
        auto* month = shown.find<QComboBox>("chargeMonth");
        month->setCurrentIndex(1);
        QTRY_VERIFY(gateway.requests(QStringLiteral("GET"), QStringLiteral("/charges"))
                        .last()
                        .query.contains(QStringLiteral("to=")));
        // Another team's do not stay.
        QVERIFY(shown.select("teamsTable", QStringLiteral("sales")));
        QTRY_COMPARE(shown.find<TableView>("teamChargesTable")->shownRows(), 1);
        QVERIFY(shown.find<QPushButton>("chargeExport")->isVisible());
    }

    void aNewMemberIsInvitedWithWhatIsShownOnce() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.say(QStringLiteral("POST /users/cy/invitation"),
                    {{QStringLiteral("invitation"), QStringLiteral("inv-123")}}, 201);
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("teamsTable", QStringLiteral("sales")));
        shown.press("addMember");
        auto* form = shown.dialog("memberDialog");
        QVERIFY(form);
        Shown::type(form, "field_email", QStringLiteral("nobody"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_email").isEmpty());
        Shown::type(form, "field_email", QStringLiteral("cy@example.org"));
        QCOMPARE(form->findChild<QLineEdit*>(QStringLiteral("field_id"))->text(), QStringLiteral("cy"));
        check(form, QStringLiteral("approver"), true);
        Shown::save(form);
        QTRY_VERIFY(shown.dialog("shownSecretDialog"));
        auto* secret = shown.dialog("shownSecretDialog");
        QCOMPARE(secret->findChild<QLineEdit*>(QStringLiteral("shownSecret"))->text(),
                 QStringLiteral("http://127.0.0.1:8642/portal/invitation#inv-123"));
        QTest::mouseClick(secret->findChild<QPushButton*>(QStringLiteral("copySecret")), Qt::LeftButton);
        secret->close();
        const auto made = gateway.requests(QStringLiteral("POST"), QStringLiteral("/users"));
        QCOMPARE(made.size(), 1);
        const auto grants = made.front().body.value(QStringLiteral("grants")).toArray();
        QCOMPARE(grants.size(), 2);
        QCOMPARE(grants[0].toObject(), grant(QStringLiteral("approver"), QStringLiteral("sales")));
    }

    void aFirstPasswordIsSetAndNeverSentElsewhere() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.say(QStringLiteral("PUT /users/dan/password"), {}, 204);
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("teamsTable", QStringLiteral("sales")));
        shown.press("addMember");
        auto* form = shown.dialog("memberDialog");
        Shown::type(form, "field_email", QStringLiteral("dan@example.org"));
        Shown::choose(form, "field_way", QStringLiteral("password"));
        Shown::save(form);
        QTRY_VERIFY(shown.dialog("shownSecretDialog"));
        auto* secret = shown.dialog("shownSecretDialog");
        const auto password = secret->findChild<QLineEdit*>(QStringLiteral("shownSecret"))->text();
        QVERIFY(password.size() >= 16);
        const auto sent = gateway.requests(QStringLiteral("PUT"), QStringLiteral("/users/dan/password"));
        QCOMPARE(sent.front().body.value(QStringLiteral("password")).toString(), password);
        QVERIFY(!QString::fromUtf8(QJsonDocument(gateway.requests(QStringLiteral("POST")).front().body).toJson())
                     .contains(password));
        QTest::mouseClick(secret->findChild<QPushButton*>(QStringLiteral("copySecret")), Qt::LeftButton);
        secret->close();
    }

    void theLastOwnerIsKept() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("teamsTable", organisation()));
        QTRY_VERIFY(shown.select("membersTable", hostile));
        QVERIFY(!shown.find<QPushButton>("removeMember")->isEnabled());
        QVERIFY(shown.view.findChild<QAction*>(QStringLiteral("actionRemoveMember"))
                    ->property("why")
                    .toString()
                    .contains(QStringLiteral("last owner")));
        shown.press("changeMember");
        auto* form = shown.dialog("memberDialog");
        QVERIFY(form);
        check(form, QStringLiteral("owner"), false);
        Shown::save(form);
        QVERIFY(Shown::fault(form, "fault_grants").contains(QStringLiteral("last owner")));
        QVERIFY(gateway.requests(QStringLiteral("PUT")).isEmpty());
        // With another owner it goes.
        auto users = gateway.held(QStringLiteral("/users"));
        users.append(user(QStringLiteral("fay"), QStringLiteral("Fay"), {grant(QStringLiteral("owner"))}));
        gateway.hold(QStringLiteral("/users"), users);
        Q_EMIT shown.client.event(QStringLiteral("config.changed"), {});
        QTRY_COMPARE(shown.cell("teamsTable", organisation(), TeamModel::Members), QStringLiteral("3"));
        check(form, QStringLiteral("admin"), true);
        Shown::save(form);
        QTRY_COMPARE(gateway.requests(QStringLiteral("PUT"), QStringLiteral("/users/ada")).size(), 1);
    }

    void rolesElsewhereStay() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("teamsTable", QStringLiteral("research")));
        QTRY_VERIFY(shown.select("membersTable", QStringLiteral("Bob")));
        shown.press("removeMember");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        shown.confirmIt();
        QTRY_COMPARE(gateway.requests(QStringLiteral("PUT"), QStringLiteral("/users/bob")).size(), 1);
        const auto left = gateway.requests(QStringLiteral("PUT"), QStringLiteral("/users/bob"))
                              .front()
                              .body.value(QStringLiteral("grants"))
                              .toArray();
        QCOMPARE(left, (QJsonArray{grant(QStringLiteral("approver"), QStringLiteral("sales"))}));
    }

    void sessionsOfOneMemberEnd() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.hold(QStringLiteral("/sessions"), {named(QStringLiteral("s1"), "user", QStringLiteral("bob")),
                                                   named(QStringLiteral("s2"), "user", QStringLiteral("ada")),
                                                   named(QStringLiteral("s3"), "user", QStringLiteral("bob"))});
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("teamsTable", QStringLiteral("research")));
        QTRY_VERIFY(shown.select("membersTable", QStringLiteral("Bob")));
        shown.press("endSessions");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        QCOMPARE(shown.confirmIt(), QStringLiteral("2 session(s)"));
        QTRY_COMPARE(gateway.requests(QStringLiteral("DELETE")).size(), 2);
        QCOMPARE(gateway.held(QStringLiteral("/sessions")).size(), 1);
    }

    void applicationsAndKeysMove() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("teamsTable", QStringLiteral("research")));
        shown.find<QTabWidget>("teamTabs")->setCurrentIndex(1);
        QTRY_VERIFY(shown.select("teamKeysTable", QStringLiteral("notebook")));
        shown.press("moveApp");
        auto* form = shown.dialog("moveDialog");
        Shown::choose(form, "field_team", QStringLiteral("sales"));
        Shown::save(form);
        QTRY_COMPARE(gateway.requests(QStringLiteral("PUT"), QStringLiteral("/apps/notebook")).size(), 1);
        QTRY_VERIFY(!shown.dialog("moveDialog"));
        Q_EMIT shown.client.event(QStringLiteral("config.changed"), {});
        QTRY_COMPARE(shown.cell("teamsTable", QStringLiteral("sales"), TeamModel::Apps), QStringLiteral("2"));
        QVERIFY(shown.select("teamsTable", QStringLiteral("sales")));
        QTRY_VERIFY(shown.select("teamKeysTable", QStringLiteral("notebook")));
        shown.press("moveKey");
        form = shown.dialog("moveDialog");
        Shown::choose(form, "field_app", QStringLiteral("shop"));
        Shown::save(form);
        QTRY_COMPARE(gateway.requests(QStringLiteral("PUT"), QStringLiteral("/keys/k1")).size(), 1);
        QCOMPARE(gateway.requests(QStringLiteral("PUT"), QStringLiteral("/keys/k1"))
                     .front()
                     .body.value(QStringLiteral("app"))
                     .toString(),
                 QStringLiteral("shop"));
    }
};

QTEST_MAIN(TeamsViewTest)
#include "tst_teams_view.moc"
