// SPDX-License-Identifier: GPL-3.0-or-later
// Limits by hand, and what they do to real calls.
#include "tests/ui/support/priced_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/limits/limit_model.h"
#include "ui/limits/limits_view.h"
#include "ui/widgets/bar_delegate.h"

#include <QDoubleSpinBox>
#include <QStandardPaths>

using namespace gatehouse::ui;

class LimitsFormsTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<LimitsView>;

    static QDialog* openFor(Shown& shown, const QString& scope, const QString& name) {
        QDialog* form = nullptr;
        [&] {
            shown.press(shown.find<QPushButton>("setLimits")->isVisible() ? "setLimits" : "noticeButton");
            QTRY_VERIFY(shown.dialog("limitsDialog"));
            form = shown.dialog("limitsDialog");
            Shown::choose(form, "limitsScope", scope);
            auto* names = form->findChild<QComboBox*>(QStringLiteral("limitsName"));
            QTRY_VERIFY(names->count() > 0);
            names->setCurrentIndex(names->findText(name));
        }();
        return form;
    }
    static void set(QDialog* form, const char* box, double value) {
        auto* spin = form->findChild<QDoubleSpinBox*>(QLatin1String(box));
        spin->setValue(value);
    }
    // Everything that the view starts from has been read.
    static void settle(Shown& shown) {
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QTRY_VERIFY(
            shown.find<QWidget>("limitsNotice")->findChild<QPushButton*>(QStringLiteral("noticeButton"))->isVisible() ||
            shown.find<TableView>("limitsTable")->shownRows() > 0);
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void aLimitHoldsCallsBackAndItsBarFollows() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        settle(shown);
        auto* form = openFor(shown, QStringLiteral("app"), QStringLiteral("tests"));
        set(form, "limits_requests_per_hour", 2);
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("limitsDialog"));
        const auto which = QStringLiteral("Requests an hour");
        QTRY_COMPARE(shown.cell("limitsTable", which, LimitModel::Used, LimitModel::Limit), QStringLiteral("0 of 2"));
        QCOMPARE(paid.call(), 200);
        QTRY_COMPARE(shown.cell("limitsTable", which, LimitModel::Used, LimitModel::Limit), QStringLiteral("1 of 2"));
        QCOMPARE(paid.call(), 200);
        QCOMPARE(paid.call(), 429);
        QTRY_COMPARE(shown.cell("limitsTable", which, LimitModel::State, LimitModel::Limit), QStringLiteral("Full"));
        auto* table = shown.find<TableView>("limitsTable");
        const auto bar = table->model()->index(0, LimitModel::Used);
        QCOMPARE(bar.data(BarDelegate::ShareRole).toDouble(), 1.0);
        QVERIFY(bar.data(Qt::AccessibleDescriptionRole).toString().contains(QStringLiteral("2 of 2")));

        QVERIFY(shown.select("limitsTable", which, LimitModel::Limit));
        shown.press("removeLimit");
        QTRY_VERIFY(shown.cell("limitsTable", which, LimitModel::Used, LimitModel::Limit).isEmpty());
        QCOMPARE(paid.call(), 200);
        QTRY_VERIFY(shown.changes.canUndo());
    }

    void aKeyIsHeldToItsAddressesAndModels() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        settle(shown);
        auto* form = openFor(shown, QStringLiteral("team"), QStringLiteral("me"));
        QVERIFY(!form->findChild<QComboBox*>(QStringLiteral("field_priority"))->isVisible());
        Shown::type(form, "field_allow_from", QStringLiteral("somewhere"));
        Shown::type(form, "field_max_body", QStringLiteral("large"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_allow_from").isEmpty());
        QVERIFY(!Shown::fault(form, "fault_max_body").isEmpty());
        Shown::type(form, "field_allow_from", QStringLiteral("10.9.0.0/16"));
        Shown::type(form, "field_max_body", QStringLiteral("1MiB"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("limitsDialog"));
        QTRY_COMPARE(shown.cell("limitsTable", QStringLiteral("Only from"), LimitModel::Used, LimitModel::Limit),
                     QStringLiteral("10.9.0.0/16"));
        QCOMPARE(shown.cell("limitsTable", QStringLiteral("Largest request"), LimitModel::Used, LimitModel::Limit),
                 QStringLiteral("1MiB"));
        QCOMPARE(paid.call(), 403);
        QVERIFY(shown.select("limitsTable", QStringLiteral("Only from"), LimitModel::Limit));
        shown.press("removeLimit");
        QTRY_COMPARE(paid.call(), 200);
    }

    void theWholeFormComesBackAsItWasSaved() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        settle(shown);
        auto* form = openFor(shown, QStringLiteral("app"), QStringLiteral("tests"));
        for (const auto* what : {"limits", "user_limits"}) {
            int value = 10;
            for (const auto* thing : {"requests", "tokens", "input_tokens", "output_tokens"}) {
                for (const auto* time : {"minute", "hour", "day"}) {
                    const auto name = QStringLiteral("%1_%2_per_%3")
                                          .arg(QLatin1String(what), QLatin1String(thing), QLatin1String(time))
                                          .toLatin1();
                    set(form, name.constData(), ++value);
                }
            }
        }
        Shown::choose(form, "field_priority", QStringLiteral("high"));
        set(form, "field_max_output_tokens", 500);
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("limitsDialog"));
        QTRY_COMPARE(shown.find<TableView>("limitsTable")->shownRows(), 26);
        shown.view.open(QStringLiteral("app/tests"));
        QTRY_VERIFY(shown.dialog("limitsDialog"));
        form = shown.dialog("limitsDialog");
        QCOMPARE(form->findChild<QDoubleSpinBox*>(QStringLiteral("limits_output_tokens_per_day"))->value(), 22.0);
        QCOMPARE(form->findChild<QDoubleSpinBox*>(QStringLiteral("user_limits_requests_per_minute"))->value(), 11.0);
        QCOMPARE(form->findChild<QComboBox*>(QStringLiteral("field_priority"))->currentData().toString(),
                 QStringLiteral("high"));
        Shown::save(form); // nothing was changed: nothing is sent
        QTRY_VERIFY(!shown.dialog("limitsDialog"));
    }

    void theOrganisationAndARouteHaveLimitsToo() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        settle(shown);
        shown.press("setLimits");
        QTRY_VERIFY(shown.dialog("limitsDialog"));
        auto* form = shown.dialog("limitsDialog");
        Shown::choose(form, "limitsScope", QStringLiteral("organisation"));
        QVERIFY(!form->findChild<QLineEdit*>(QStringLiteral("field_models"))->isVisible());
        set(form, "limits_requests_per_day", 1);
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("limitsDialog"));
        QTRY_COMPARE(shown.cell("limitsTable", QStringLiteral("Organisation"), LimitModel::Limit),
                     QStringLiteral("Requests a day"));
        QCOMPARE(paid.call(), 200);
        QCOMPARE(paid.call(), 429);
    }
};

QTEST_MAIN(LimitsFormsTest)
#include "tst_limits_forms.moc"
