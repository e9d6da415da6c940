// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log by hand: who changed what, older pages, what is new on top, and the way back.
#include "tests/ui/support/scripted_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/audit/audit_model.h"
#include "ui/audit/audit_view.h"

#include <QAction>
#include <QStandardPaths>

using namespace gatehouse::ui;

namespace {

const QString hostile = QStringLiteral("<img src=x onerror=alert(1)>");

QJsonObject entry(int number, const QString& actor, const QString& action, const QString& kind, const QString& id,
                  const QJsonObject& before, const QJsonObject& after) {
    return {{QStringLiteral("number"), number},
            {QStringLiteral("at"), QStringLiteral("2026-11-20T10:00:00Z")},
            {QStringLiteral("actor"), actor},
            {QStringLiteral("action"), action},
            {QStringLiteral("kind"), kind},
            {QStringLiteral("id"), id},
            {QStringLiteral("before"), before.isEmpty() ? QJsonValue() : QJsonValue(before)},
            {QStringLiteral("after"), after.isEmpty() ? QJsonValue() : QJsonValue(after)},
            {QStringLiteral("revision"), kind.isEmpty() ? 0 : number}};
}

QJsonObject budgetOf(const QString& usd) {
    return {{QStringLiteral("id"), QStringLiteral("monthly")}, {QStringLiteral("usd"), usd}};
}

QJsonArray log() {
    return {entry(7, QStringLiteral("ada"), QStringLiteral("update"), QStringLiteral("budgets"),
                  QStringLiteral("monthly"), budgetOf(QStringLiteral("5")), budgetOf(QStringLiteral("9"))),
            entry(6, hostile, QStringLiteral("create"), QStringLiteral("teams"), QStringLiteral("research"), {},
                  {{QStringLiteral("id"), QStringLiteral("research")}}),
            entry(5, QStringLiteral("admin"), QStringLiteral("gateway.pause"), {}, {}, {}, {})};
}

} // namespace

class AuditViewTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<AuditView>;

    static ScriptedGateway::Script pages(ScriptedGateway& gateway) {
        return [&gateway](const ScriptedGateway::Request& request) {
            if (request.query.contains(QStringLiteral("cursor=5")))
                return ScriptedGateway::Said{
                    200,
                    {{QStringLiteral("items"),
                      QJsonArray{entry(4, QStringLiteral("bob"), QStringLiteral("delete"), QStringLiteral("routes"),
                                       QStringLiteral("chat"), {{QStringLiteral("model"), QStringLiteral("chat")}},
                                       {})}}}};
            return ScriptedGateway::Said{200,
                                         {{QStringLiteral("items"), gateway.held(QStringLiteral("/log"))},
                                          {QStringLiteral("next"), QStringLiteral("5")}}};
        };
    }
    static int rowsOf(const Shown& shown) {
        return shown.view.findChild<TableView*>(QStringLiteral("auditTable"))->shownRows();
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void eachChangeSaysWhoWhatBeforeAndAfter() {
        ScriptedGateway gateway;
        gateway.hold(QStringLiteral("/log"), log());
        gateway.on(QStringLiteral("GET /audit"), pages(gateway));
        Shown shown(gateway.address());
        const QAbstractItemModelTester tester(shown.view.findChild<AuditModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        QTRY_COMPARE(rowsOf(shown), 3);
        const auto ada = QStringLiteral("ada");
        QCOMPARE(shown.cell("auditTable", ada, AuditModel::Object, AuditModel::Who),
                 QStringLiteral("Budgets monthly changed"));
        QCOMPARE(shown.cell("auditTable", ada, AuditModel::Before, AuditModel::Who), QStringLiteral("Usd: 5"));
        QCOMPARE(shown.cell("auditTable", ada, AuditModel::After, AuditModel::Who), QStringLiteral("Usd: 9"));
        QVERIFY(shown.select("auditTable", ada, AuditModel::Who));
        QStringList said;
        for (const auto* label : shown.find<QWidget>("changeCards")->findChildren<QLabel*>()) {
            said.append(label->text());
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
        QVERIFY(said.contains(QStringLiteral("5")) && said.contains(QStringLiteral("9")));
        // What somebody calls himself is a text.
        QVERIFY(shown.select("auditTable", hostile, AuditModel::Who));
        QCOMPARE(shown.find<QLabel>("auditTitle")->textFormat(), Qt::PlainText);
        QVERIFY(shown.find<QLabel>("auditTitle")->text().contains(hostile));
        // A pause made no revision: there is nothing to revert.
        QVERIFY(shown.select("auditTable", QStringLiteral("admin"), AuditModel::Who));
        QVERIFY(!shown.find<QPushButton>("revertToHere")->isEnabled());
    }

    void olderOnesFollowAndNewOnesComeOnTop() {
        ScriptedGateway gateway;
        gateway.hold(QStringLiteral("/log"), log());
        gateway.on(QStringLiteral("GET /audit"), pages(gateway));
        Shown shown(gateway.address());
        QTRY_COMPARE(rowsOf(shown), 3);
        shown.press("auditOlder");
        QTRY_COMPARE(rowsOf(shown), 4);
        QTRY_VERIFY(shown.select("auditTable", QStringLiteral("bob"), AuditModel::Who));
        auto now = log();
        now.prepend(entry(8, QStringLiteral("cy"), QStringLiteral("create"), QStringLiteral("teams"),
                          QStringLiteral("sales"), {}, {{QStringLiteral("id"), QStringLiteral("sales")}}));
        gateway.hold(QStringLiteral("/log"), now);
        Q_EMIT shown.client.event(QStringLiteral("config.changed"), {});
        QTRY_COMPARE(rowsOf(shown), 5);
        // What was selected stays so.
        const auto rows = shown.find<TableView>("auditTable")->selectedSourceRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.front().siblingAtColumn(AuditModel::Who).data().toString(), QStringLiteral("bob"));
    }

    void theConfigurationGoesBackToAnEntry() {
        ScriptedGateway gateway;
        gateway.hold(QStringLiteral("/log"), log());
        gateway.on(QStringLiteral("GET /audit"), pages(gateway));
        gateway.say(QStringLiteral("POST /revisions/6/revert"),
                    {{QStringLiteral("changes"), QJsonArray{log()[0].toObject()}}});
        Shown shown(gateway.address());
        QTRY_VERIFY(shown.select("auditTable", hostile, AuditModel::Who));
        shown.press("revertToHere");
        QTRY_VERIFY(shown.dialog("revertDialog"));
        QCOMPARE(gateway.requests(QStringLiteral("POST")).size(), 1);
        QVERIFY(gateway.requests(QStringLiteral("POST")).front().query.contains(QStringLiteral("dry_run=true")));
        QTest::mouseClick(shown.dialog("revertDialog")->findChild<QPushButton*>(QStringLiteral("confirmRevert")),
                          Qt::LeftButton);
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST")).size(), 2);
        const auto real = gateway.requests(QStringLiteral("POST")).back();
        QVERIFY(!real.query.contains(QStringLiteral("dry_run")));
        QVERIFY(real.query.contains(QStringLiteral("as_of=true")));
        QTRY_VERIFY(!shown.dialog("revertDialog"));
    }

    void anEmptyLogSaysSo() {
        ScriptedGateway gateway;
        gateway.say(QStringLiteral("GET /audit"), {{QStringLiteral("items"), QJsonArray()}});
        Shown shown(gateway.address());
        const auto says = [&shown] {
            const auto labels = shown.find<QWidget>("auditNotice")->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [](const QLabel* label) { return label->text() == QStringLiteral("No changes yet"); });
        };
        QTRY_VERIFY(says());
    }

    void kindsAndWordsNarrowTheList() {
        ScriptedGateway gateway;
        gateway.hold(QStringLiteral("/log"), log());
        gateway.on(QStringLiteral("GET /audit"), pages(gateway));
        Shown shown(gateway.address());
        QTRY_COMPARE(rowsOf(shown), 3);
        auto* kinds = shown.view.findChild<QComboBox*>(QStringLiteral("auditKinds"));
        kinds->setCurrentIndex(kinds->findData(QStringLiteral("teams")));
        QCOMPARE(rowsOf(shown), 1);
        kinds->setCurrentIndex(0);
        QCOMPARE(rowsOf(shown), 3);
        shown.view.open(QStringLiteral("monthly"));
        QCOMPARE(rowsOf(shown), 1);
        shown.view.open(QStringLiteral("nothing of that"));
        QCOMPARE(rowsOf(shown), 0);
        QTest::mouseClick(shown.find<QWidget>("auditNotice")->findChild<QPushButton*>(QStringLiteral("noticeButton")),
                          Qt::LeftButton);
        QCOMPARE(rowsOf(shown), 3);
    }
};

QTEST_MAIN(AuditViewTest)
#include "tst_audit_view.moc"
