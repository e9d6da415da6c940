// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/log/inspector.h"
#include "ui/routes/route_model.h"
#include "ui/routes/routes_view.h"
#include "ui/routes/target_list.h"
#include "ui/routes/target_row.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <QUrlQuery>

using namespace gatehouse::ui;

namespace {

constexpr char configuration[] = "version: 1\n"
                                 "providers:\n"
                                 "  - {id: house, dialect: openai, base_url: \"http://127.0.0.1:9/v1\", auth: none}\n"
                                 "teams:\n"
                                 "  - id: me\n"
                                 "    apps:\n"
                                 "      - {id: tests, keys: [\"plain:%1\"]}\n"
                                 "      - {id: saver, models: [smart], budget: {usd: 5, period: day}}\n";

} // namespace

class RoutesViewTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address)
            : view(console),
              tester(view.findChild<RouteModel*>(), QAbstractItemModelTester::FailureReportingMode::Fatal) {
            view.resize(1280, 700);
            view.show();
            client.connectTo(address);
        }
        TableView* table() { return view.findChild<TableView*>(QStringLiteral("routesTable")); }
        void press(const char* name) {
            QTest::mouseClick(view.findChild<QPushButton*>(QLatin1String(name)), Qt::LeftButton);
        }
        // The dialog that is open now, by its name.
        static QDialog* dialog(const char* name) {
            for (auto* widget : QApplication::topLevelWidgets()) {
                if (widget->isVisible() && widget->objectName() == QLatin1String(name))
                    return qobject_cast<QDialog*>(widget);
            }
            return nullptr;
        }
        static void pressVerb(QDialog* dialog) {
            QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("dialogVerb")), Qt::LeftButton);
        }
        bool select(const QString& name) {
            for (int row = 0; row < table()->shownRows(); ++row) {
                if (table()->model()->index(row, RouteModel::Name).data().toString() == name) {
                    table()->selectRow(row);
                    return true;
                }
            }
            return false;
        }
        QString cell(const QString& name, int column) {
            for (int row = 0; row < table()->shownRows(); ++row) {
                if (table()->model()->index(row, RouteModel::Name).data().toString() == name)
                    return table()->model()->index(row, column).data().toString();
            }
            return {};
        }
        // Each visible step of the simulated way, by its name.
        QList<QWidget*> steps(const char* name) {
            QList<QWidget*> found;
            for (auto* step : view.findChildren<QWidget*>(QLatin1String(name))) {
                if (step->isVisible())
                    found.append(step);
            }
            return found;
        }

        RoutesView view;
        QAbstractItemModelTester tester;
    };

    static TargetRow* row(QDialog* dialog, int number) {
        return dialog->findChild<TargetList*>()->rows().value(number);
    }
    static void setTarget(QDialog* dialog, int number, const QString& provider, const QString& model) {
        auto* providers = row(dialog, number)->findChild<QComboBox*>(QStringLiteral("targetProvider"));
        QTRY_VERIFY(providers->findText(provider) >= 0);
        providers->setCurrentText(provider);
        row(dialog, number)->modelEdit()->clear();
        QTest::keyClicks(row(dialog, number)->modelEdit(), model);
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        m_gateway.setConfiguration(
            QString::fromLatin1(configuration).arg(QString::fromLatin1(m_gateway.key())).toUtf8());
        QVERIFY(m_gateway.start());
    }

    void withoutRoutesOneIsOffered() {
        Shown shown(m_gateway.address());
        auto* button = shown.view.findChild<QWidget*>(QStringLiteral("routesNotice"))
                           ->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_COMPARE(button->text(), QStringLiteral("Create route"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(Shown::dialog("routeDialog"));
    }

    void badInputIsToldBesideItsField() {
        Shown shown(m_gateway.address());
        shown.press("createRoute");
        auto* dialog = Shown::dialog("routeDialog");
        QVERIFY(dialog);
        const auto fault = [&](const char* name) {
            return dialog->findChild<QLabel*>(QString(QStringLiteral("fault_") + QLatin1String(name)))->text();
        };
        dialog->findChild<QLineEdit*>(QStringLiteral("retryStatuses"))->setText(QStringLiteral("429, soon"));
        Shown::pressVerb(dialog);
        for (const auto* name : {"model", "targets", "retry_on"})
            QVERIFY2(!fault(name).isEmpty(), name);
        QVERIFY(dialog->isVisible());
        QCOMPARE(dialog->findChild<QLineEdit*>(QStringLiteral("retryStatuses"))->text(), QStringLiteral("429, soon"));
    }

    // The way of a call over a route whose first target fails, from making it to seeing the failover in the log.
    void aRouteFailsOverAndTheLogShowsIt() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.press("createRoute");
        auto* dialog = Shown::dialog("routeDialog");
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("field_model")), QStringLiteral("smart"));
        setTarget(dialog, 0, QStringLiteral("demo"), QStringLiteral("429"));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("addTarget")), Qt::LeftButton);
        setTarget(dialog, 1, QStringLiteral("demo"), QStringLiteral("echo"));
        dialog->findChild<QSpinBox*>(QStringLiteral("field_retry_attempts"))->setValue(1);
        Shown::pressVerb(dialog);
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::Targets),
                     QStringLiteral("demo/429, then demo/echo"));
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::Price), QStringLiteral("$1.00 in, $2.00 out"));

        QCOMPARE(m_gateway.call(QStringLiteral("smart")), 200);
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::Calls), QStringLiteral("1"));

        QString call;
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("q"), QStringLiteral("route:smart"));
        shown.client.get(QStringLiteral("/calls"), query, &shown.view, [&call](const Reply& reply) {
            call = reply.items().first().toObject().value(QLatin1String("id")).toString();
        });
        QTRY_VERIFY(!call.isEmpty());
        Inspector inspector(shown.theme, shown.client);
        inspector.resize(500, 600);
        inspector.setVisible(true);
        inspector.show(call);
        auto* waterfall = inspector.findChild<QWidget*>(QStringLiteral("waterfall"));
        QTRY_VERIFY(waterfall->accessibleName().contains(QLatin1String("demo/429: 429")));
        QVERIFY(waterfall->accessibleName().contains(QLatin1String("demo/echo: 200")));
    }

    void theWayOfACallIsShown() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("smart")));
        shown.press("simulateRoute");
        QTRY_COMPARE(shown.steps("simulatedTarget").size(), 2);
        QCOMPARE(shown.steps("simulatedTarget").front()->accessibleName(), QStringLiteral("demo/429"));
        QVERIFY(shown.steps("simulatedRefusal").isEmpty());
        // For an application that may not use the name, the refusal is told.
        auto* app = shown.view.findChild<QComboBox*>(QStringLiteral("simulateApp"));
        app->setCurrentIndex(app->findData(QStringLiteral("saver")));
        auto* model = shown.view.findChild<QLineEdit*>(QStringLiteral("simulateModel"));
        model->setText(QStringLiteral("demo/echo"));
        shown.press("simulateButton");
        QTRY_COMPARE(shown.steps("simulatedRefusal").size(), 1);
        QVERIFY(
            qobject_cast<QLabel*>(shown.steps("simulatedRefusal").front())->text().contains(QLatin1String("saver")));
        model->clear();
        shown.press("simulateButton");
        QVERIFY(shown.view.findChild<QLabel*>(QStringLiteral("simulateFault"))->isVisible());
    }

    void theOrderOfTargetsIsChangedByKeys() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("smart")));
        shown.press("editRoute");
        auto* dialog = Shown::dialog("routeDialog");
        QVERIFY(dialog);
        QVERIFY(dialog->findChild<QLineEdit*>(QStringLiteral("field_model"))->isReadOnly());
        QTest::keyClick(row(dialog, 1)->modelEdit(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(row(dialog, 0)->modelEdit()->text(), QStringLiteral("echo"));
        Shown::pressVerb(dialog);
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::Targets),
                     QStringLiteral("demo/echo, then demo/429"));
        shown.changes.undo();
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::Targets),
                     QStringLiteral("demo/429, then demo/echo"));
    }

    void anUnknownPriceIsSetAndCountsAtOnce() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.table()->shownRows() > 0);
        shown.press("createRoute");
        auto* dialog = Shown::dialog("routeDialog");
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("field_model")), QStringLiteral("own"));
        setTarget(dialog, 0, QStringLiteral("house"), QStringLiteral("in-house-7b"));
        Shown::pressVerb(dialog);
        QTRY_COMPARE(shown.cell(QStringLiteral("own"), RouteModel::Price), QStringLiteral("Unknown"));
        QTRY_VERIFY(shown.select(QStringLiteral("own")));
        QTRY_VERIFY(shown.view.findChild<QPushButton*>(QStringLiteral("setPrice"))->isEnabled());
        shown.press("setPrice");
        auto* prices = Shown::dialog("priceDialog");
        QVERIFY(prices);
        auto* input = prices->findChild<QLineEdit*>(QStringLiteral("field_input"));
        input->setText(QStringLiteral("cheap"));
        Shown::pressVerb(prices);
        QVERIFY(!prices->findChild<QLabel*>(QStringLiteral("fault_input"))->text().isEmpty());
        QVERIFY(!prices->findChild<QLabel*>(QStringLiteral("fault_output"))->text().isEmpty());
        input->setText(QStringLiteral("0.000001"));
        prices->findChild<QLineEdit*>(QStringLiteral("field_output"))->setText(QStringLiteral("3"));
        prices->findChild<QLineEdit*>(QStringLiteral("field_source"))->setText(QStringLiteral("our contract"));
        Shown::pressVerb(prices);
        QTRY_COMPARE(shown.cell(QStringLiteral("own"), RouteModel::Price), QStringLiteral("$0.000001 in, $3.00 out"));
        QVERIFY(shown.cell(QStringLiteral("own"), RouteModel::Source).startsWith(QLatin1String("our contract")));
        shown.view.open(QStringLiteral("simulate:house/in-house-7b"));
        QTRY_COMPARE(shown.steps("simulatedTarget").size(), 1);
        shown.changes.undo();
        QTRY_COMPARE(shown.cell(QStringLiteral("own"), RouteModel::Price), QStringLiteral("Unknown"));
    }

    // As the log asks for it, before the view has read anything.
    void aPriceIsAskedForFromElsewhere() {
        Shown shown(m_gateway.address());
        shown.view.open(QStringLiteral("price:house/in-house-7b"));
        QTRY_VERIFY(Shown::dialog("priceDialog"));
        QCOMPARE(Shown::dialog("priceDialog")->findChild<QComboBox*>(QStringLiteral("field_target"))->currentText(),
                 QStringLiteral("house/in-house-7b"));
    }

    void disablingIsUndoneAndDeletingTellsItsImpact() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("smart")));
        shown.press("switchRoute");
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::State), QStringLiteral("Disabled"));
        QCOMPARE(m_gateway.call(QStringLiteral("smart")), 404);
        shown.changes.undo();
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::State), QStringLiteral("On"));
        QTRY_VERIFY(shown.cell(QStringLiteral("smart"), RouteModel::Calls) != QLatin1String("0"));
        shown.press("deleteRoute");
        QTRY_VERIFY(Shown::dialog("confirmDialog"));
        auto* asked = Shown::dialog("confirmDialog");
        bool told = false;
        for (const auto* label : asked->findChildren<QLabel*>())
            told = told || label->text().contains(QLatin1String("1 application"));
        QVERIFY(told);
        QTest::mouseClick(asked->findChild<QPushButton*>(QStringLiteral("confirmVerb")), Qt::LeftButton);
        QTRY_VERIFY(!shown.select(QStringLiteral("smart")));
        shown.changes.undo();
        QTRY_VERIFY(shown.select(QStringLiteral("smart")));
    }

    // What a run takes is told first; then it goes on before one's eyes and leaves its badge.
    void aRouteIsTestedInEveryClientDialect() {
        constexpr int patience = 90'000;
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        const QJsonObject target{{QStringLiteral("provider"), QStringLiteral("demo")},
                                 {QStringLiteral("model"), QStringLiteral("echo")}};
        int status = 0;
        shown.client.send(GatewayClient::Verb::Put, QStringLiteral("/routes/tried"),
                          {{QStringLiteral("targets"), QJsonArray{target}}}, &shown.view,
                          [&status](const Reply& reply) { status = reply.status(); });
        QTRY_VERIFY(status == 200 || status == 201);
        QTRY_VERIFY(shown.select(QStringLiteral("tried")));
        QVERIFY(shown.cell(QStringLiteral("tried"), RouteModel::Tested).isEmpty());
        shown.press("testRoute");
        QTRY_VERIFY(Shown::dialog("conformanceDialog"));
        auto* dialog = Shown::dialog("conformanceDialog");
        auto* start = dialog->findChild<QPushButton*>(QStringLiteral("conformanceStart"));
        QTRY_VERIFY(start->isEnabled());
        const auto warning = dialog->findChild<QLabel*>(QStringLiteral("conformanceWarning"))->text();
        QVERIFY2(warning.contains(QLatin1String("costs nothing")), qPrintable(warning));
        QVERIFY2(warning.contains(QLatin1String("call(s)")), qPrintable(warning));
        QTest::mouseClick(start, Qt::LeftButton);
        auto* table = dialog->findChild<QTableView*>(QStringLiteral("conformanceTable"));
        QTRY_VERIFY(table->isVisible());
        QVERIFY(table->model()->rowCount() >= 2);
        QCOMPARE(table->model()->columnCount(), 10);
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), patience); // it is over
        QVERIFY(!dialog->findChild<QWidget*>(QStringLiteral("conformanceProgress"))->isVisible());
        QTRY_VERIFY(table->model()->index(0, 0).data().toString().contains(QLatin1String("pass")));
        table->setCurrentIndex(table->model()->index(0, 0));
        auto* reason = dialog->findChild<QLabel*>(QStringLiteral("conformanceReason"));
        QVERIFY2(reason->text().contains(QLatin1String("passed")), qPrintable(reason->text()));
        QTRY_VERIFY(!shown.cell(QStringLiteral("tried"), RouteModel::Tested).isEmpty());
        if (const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES"); !folder.isEmpty()) {
            for (const auto appearance : {Appearance::Light, Appearance::Dark}) {
                shown.theme.setAppearance(appearance);
                QTest::qWait(300);
                const QString look = appearance == Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark");
                dialog->grab().save(QStringLiteral("%1/conformance-%2.png").arg(folder, look));
                shown.view.grab().save(QStringLiteral("%1/routes-%2.png").arg(folder, look));
            }
        }
        QSignalSpy went(&shown.view, &View::goTo);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("conformanceCalls")), Qt::LeftButton);
        QCOMPARE(went.size(), 1);
        QVERIFY(went.first().at(1).toString().startsWith(QLatin1String("id:")));
        // Whoever opens it again sees what was found.
        shown.press("testRoute");
        QTRY_VERIFY(Shown::dialog("conformanceDialog"));
        dialog = Shown::dialog("conformanceDialog");
        table = dialog->findChild<QTableView*>(QStringLiteral("conformanceTable"));
        QTRY_VERIFY(table->isVisible() && table->model()->rowCount() >= 2);
        dialog->close();
    }

    void aRouteIsMadeStrict() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("tried")));
        shown.press("editRoute");
        QTRY_VERIFY(Shown::dialog("routeDialog"));
        auto* dialog = Shown::dialog("routeDialog");
        auto* strict = dialog->findChild<QCheckBox*>(QStringLiteral("field_strict"));
        QVERIFY(!strict->isChecked());
        strict->setChecked(true);
        Shown::pressVerb(dialog);
        QTRY_VERIFY(!Shown::dialog("routeDialog"));
        bool isStrict = false;
        shown.client.get(QStringLiteral("/routes/tried"), {}, &shown.view, [&isStrict](const Reply& reply) {
            isStrict = reply.object().value(QLatin1String("strict")).toBool();
        });
        QTRY_VERIFY(isStrict);
    }

    void aLostGatewayIsToldAndTheRoutesStay() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.table()->shownRows() > 0);
        m_gateway.kill();
        shown.view.refresh();
        auto* stale = shown.view.findChild<QLabel*>(QStringLiteral("routesStale"));
        QTRY_VERIFY(!stale->text().isEmpty());
        QVERIFY(shown.table()->shownRows() > 0);
        QVERIFY(m_gateway.start());
        shown.view.refresh();
        QTRY_VERIFY(stale->text().isEmpty());
    }
};

QTEST_MAIN(RoutesViewTest)
#include "tst_routes_view.moc"
