// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/log/explanation.h"
#include "ui/log/inspector.h"
#include "ui/routes/route_fields.h"
#include "ui/routes/route_model.h"
#include "ui/routes/routes_view.h"
#include "ui/routes/rule_list.h"
#include "ui/routes/target_list.h"
#include "ui/routes/target_row.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMouseEvent>
#include <QPlainTextEdit>
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

    // What the gateway keeps of a route.
    static QJsonObject routeOf(Shown& shown, const QString& name) {
        QJsonObject route;
        bool read = false;
        shown.client.get(QStringLiteral("/routes/") + name, {}, &shown.view, [&](const Reply& reply) {
            route = reply.object();
            read = true;
        });
        [&] { QTRY_VERIFY(read); }();
        return route;
    }
    static int put(Shown& shown, const QString& name, const QByteArray& body) {
        int status = 0;
        shown.client.send(GatewayClient::Verb::Put, QStringLiteral("/routes/") + name,
                          QJsonDocument::fromJson(body).object(), &shown.view,
                          [&status](const Reply& reply) { status = reply.status(); });
        [&] { QTRY_VERIFY(status != 0); }();
        return status;
    }
    static void unfold(QDialog* dialog, const char* name) {
        auto* fold = dialog->findChild<QToolButton*>(QString(QStringLiteral("fold_") + QLatin1String(name)));
        if (!fold->isChecked())
            fold->click();
    }
    template <typename Widget>
    static Widget* part(QDialog* dialog, const char* name) {
        return dialog->findChild<Widget*>(QLatin1String(name));
    }
    static void choose(QDialog* dialog, const char* name, const char* value) {
        auto* box = part<QComboBox>(dialog, name);
        box->setCurrentIndex(box->findData(QLatin1String(value)));
        QCOMPARE(box->currentData().toString(), QLatin1String(value));
    }
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

    static void takePictures(Shown& shown, QWidget* widget, const char* name) {
        const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES");
        if (folder.isEmpty())
            return;
        for (const auto appearance : {Appearance::Light, Appearance::Dark}) {
            shown.theme.setAppearance(appearance);
            QTest::qWait(300);
            const QString look = appearance == Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark");
            widget->grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, QLatin1String(name), look));
        }
        shown.theme.setAppearance(Appearance::Light);
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

    void eachStrategyIsOfferedInASentence() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.press("createRoute");
        auto* dialog = Shown::dialog("routeDialog");
        auto* strategy = part<QComboBox>(dialog, "field_strategy");
        QVERIFY(strategy->count() >= 7);
        QSet<QString> sentences;
        for (int i = 0; i < strategy->count(); ++i) {
            strategy->setCurrentIndex(i);
            QVERIFY2(strategy->currentText() != strategy->currentData().toString(),
                     qPrintable(strategy->currentText()));
            QVERIFY(!strategy->accessibleDescription().isEmpty());
            sentences.insert(strategy->accessibleDescription());
        }
        QCOMPARE(sentences.size(), strategy->count());
    }

    // All that a route can say is entered, saved, and read back from the gateway.
    void whatIsEnteredIsWhatTheGatewayKeeps() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QTRY_VERIFY(shown.select(QStringLiteral("smart")));
        shown.press("createRoute");
        auto* dialog = Shown::dialog("routeDialog");
        QTest::keyClicks(part<QLineEdit>(dialog, "field_model"), QStringLiteral("full"));
        setTarget(dialog, 0, QStringLiteral("demo"), QStringLiteral("echo"));
        QTest::mouseClick(part<QPushButton>(dialog, "addTarget"), Qt::LeftButton);
        setTarget(dialog, 1, QStringLiteral("demo"), QStringLiteral("slow"));
        QTest::keyClicks(row(dialog, 1)->findChild<QLineEdit*>(QStringLiteral("targetName")), QStringLiteral("new"));
        choose(dialog, "field_strategy", "consistent_hash");
        choose(dialog, "hashOn", "header:");
        part<QLineEdit>(dialog, "hashHeader")->setText(QStringLiteral("x-customer"));
        row(dialog, 0)->findChild<QSpinBox*>(QStringLiteral("targetWeight"))->setValue(3);
        choose(dialog, "field_affinity", "session");

        unfold(dialog, "canary");
        part<QCheckBox>(dialog, "field_canary")->setChecked(true);
        auto* trial = part<QComboBox>(dialog, "field_canary_target");
        QTRY_VERIFY(trial->findText(QStringLiteral("new")) >= 0);
        trial->setCurrentText(QStringLiteral("new"));
        part<QDoubleSpinBox>(dialog, "field_canary_percent")->setValue(7.5);
        choose(dialog, "field_canary_sticky", "session");
        part<QCheckBox>(dialog, "canarySteps")->setChecked(true);
        part<QDoubleSpinBox>(dialog, "canaryStep")->setValue(20);
        part<QLineEdit>(dialog, "canaryEvery")->setText(QStringLiteral("30m"));
        part<QDoubleSpinBox>(dialog, "canaryUpTo")->setValue(60);
        part<QCheckBox>(dialog, "canaryErrors")->setChecked(true);
        part<QDoubleSpinBox>(dialog, "canaryErrorRate")->setValue(2);

        unfold(dialog, "shadow");
        part<QCheckBox>(dialog, "field_shadow")->setChecked(true);
        part<QComboBox>(dialog, "shadowProvider")->setCurrentText(QStringLiteral("demo"));
        part<QLineEdit>(dialog, "shadowModel")->setText(QStringLiteral("flaky"));
        part<QDoubleSpinBox>(dialog, "field_shadow_percent")->setValue(25);
        Shown::pressVerb(dialog);
        QTRY_VERIFY(!Shown::dialog("routeDialog"));

        const auto route = routeOf(shown, QStringLiteral("full"));
        const auto at = [](const QJsonObject& object, const char* name) { return object.value(QLatin1String(name)); };
        QCOMPARE(at(route, "strategy").toString(), QStringLiteral("consistent_hash"));
        QCOMPARE(at(route, "hash_on").toString(), QStringLiteral("header:x-customer"));
        QCOMPARE(at(route, "affinity").toString(), QStringLiteral("session"));
        const auto targets = at(route, "targets").toArray();
        QCOMPARE(at(targets[0].toObject(), "weight").toInt(), 3);
        QCOMPARE(at(targets[1].toObject(), "name").toString(), QStringLiteral("new"));
        const auto canary = at(route, "canary").toObject();
        QCOMPARE(at(canary, "target").toString(), QStringLiteral("new"));
        QCOMPARE(at(canary, "percent").toString(), QStringLiteral("7.5"));
        QCOMPARE(at(canary, "sticky").toString(), QStringLiteral("session"));
        const auto step = at(canary, "step").toObject();
        QCOMPARE(at(step, "percent").toString(), QStringLiteral("20"));
        QCOMPARE(at(step, "every").toString(), QStringLiteral("30m"));
        QCOMPARE(at(step, "up_to").toString(), QStringLiteral("60"));
        QCOMPARE(at(at(canary, "roll_back").toObject(), "error_rate").toString(), QStringLiteral("2"));
        const auto shadow = at(route, "shadow").toObject();
        QCOMPARE(at(shadow, "model").toString(), QStringLiteral("flaky"));
        QCOMPARE(at(shadow, "percent").toString(), QStringLiteral("25"));

        // Opened again and saved untouched, nothing changes.
        QTRY_VERIFY(shown.select(QStringLiteral("full")));
        shown.press("editRoute");
        Shown::pressVerb(Shown::dialog("routeDialog"));
        QTRY_VERIFY(!Shown::dialog("routeDialog"));
        QCOMPARE(routeOf(shown, QStringLiteral("full")), route);
        QVERIFY(shown.cell(QStringLiteral("full"), RouteModel::Strategy).contains(QLatin1String("canary")));
    }

    void failuresLimitsAndCacheAreKept() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("full")));
        shown.press("editRoute");
        auto* dialog = Shown::dialog("routeDialog");
        unfold(dialog, "failure");
        if (!routeHas("fallbacks") || !routeHas("hedge") || !routeHas("limits") || !routeHas("cache.mode"))
            QSKIP("This version's routes have no fallbacks, limits or cache.");
        QTest::mouseClick(part<QPushButton>(dialog, "addFallback"), Qt::LeftButton);
        auto* route = part<QComboBox>(dialog, "fallbackRoute");
        route->setCurrentText(QStringLiteral("smart"));
        for (auto* action : part<QToolButton>(dialog, "fallbackCauses")->menu()->actions()) {
            const auto cause = action->data().toString();
            if (action->isChecked() != (cause == QLatin1String("context") || cause == QLatin1String("429")))
                action->trigger();
        }
        part<QCheckBox>(dialog, "field_hedge")->setChecked(true);
        part<QSpinBox>(dialog, "field_hedge_percentile")->setValue(90);
        part<QLineEdit>(dialog, "field_timeouts_first_byte")->setText(QStringLiteral("11s"));
        choose(dialog, "field_cut_streams", "continue");
        unfold(dialog, "limits");
        part<QSpinBox>(dialog, "limit_requests_per_hour")->setValue(120);
        unfold(dialog, "cache");
        choose(dialog, "field_cache_mode", "exact");
        part<QLineEdit>(dialog, "field_cache_ttl")->setText(QStringLiteral("2h"));
        Shown::pressVerb(dialog);
        QTRY_VERIFY(!Shown::dialog("routeDialog"));
        const auto kept = routeOf(shown, QStringLiteral("full"));
        const auto fallback = kept.value(QLatin1String("fallbacks")).toArray().first().toObject();
        QCOMPARE(fallback.value(QLatin1String("route")).toString(), QStringLiteral("smart"));
        QCOMPARE(fallback.value(QLatin1String("on")).toArray().size(), 2);
        QCOMPARE(kept.value(QLatin1String("hedge")).toObject().value(QLatin1String("percentile")).toInt(), 90);
        QCOMPARE(kept.value(QLatin1String("timeouts")).toObject().value(QLatin1String("first_byte")).toString(),
                 QStringLiteral("11s"));
        QCOMPARE(kept.value(QLatin1String("cut_streams")).toString(), QStringLiteral("continue"));
        QCOMPARE(kept.value(QLatin1String("limits")).toObject().value(QLatin1String("requests_per_hour")).toInt(), 120);
        const auto cache = kept.value(QLatin1String("cache")).toObject();
        QCOMPARE(cache.value(QLatin1String("mode")).toString(), QStringLiteral("exact"));
        QCOMPARE(cache.value(QLatin1String("ttl")).toString(), QStringLiteral("2h"));
    }

    void sharesOfAnExperimentMustFit() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("smart")));
        shown.press("editRoute");
        auto* dialog = Shown::dialog("routeDialog");
        unfold(dialog, "experiment");
        part<QCheckBox>(dialog, "field_experiment")->setChecked(true);
        const auto boxes = dialog->findChildren<QDoubleSpinBox*>(QStringLiteral("experimentShare"));
        QCOMPARE(boxes.size(), 2);
        QCOMPARE(boxes[0]->value() + boxes[1]->value(), 100.0);
        boxes[0]->setValue(80);
        Shown::pressVerb(dialog);
        QVERIFY(dialog->isVisible());
        QVERIFY(!part<QLabel>(dialog, "fault_experiment_shares")->text().isEmpty());
        boxes[1]->setValue(20);
        Shown::pressVerb(dialog);
        QTRY_VERIFY(!Shown::dialog("routeDialog"));
        const auto shares = routeOf(shown, QStringLiteral("smart"))
                                .value(QLatin1String("experiment"))
                                .toObject()
                                .value(QLatin1String("shares"))
                                .toArray();
        QCOMPARE(shares.size(), 2);
        QCOMPARE(shares[1].toObject().value(QLatin1String("percent")).toString(), QStringLiteral("20"));
        QCOMPARE(shares[1].toObject().value(QLatin1String("target")).toString(), QStringLiteral("demo/echo"));
        shown.changes.undo();
        QTRY_VERIFY(!shown.cell(QStringLiteral("smart"), RouteModel::Strategy).contains(QLatin1String("experiment")));
    }

    // Two rules are written, put into the other order by keys, and one is removed again.
    void rulesAreWrittenReorderedAndRemoved() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QCOMPARE(put(shown, QStringLiteral("ruled"),
                     "{\"targets\":[{\"provider\":\"demo\",\"model\":\"echo\"},"
                     "{\"provider\":\"demo\",\"model\":\"slow\"}]}"),
                 201);
        QTRY_VERIFY(shown.select(QStringLiteral("ruled")));
        shown.press("editRoute");
        auto* dialog = Shown::dialog("routeDialog");
        auto* rules = dialog->findChild<RuleList*>();
        const auto write = [&](const QString& name, const auto& fill, const QString& target) {
            QTest::mouseClick(part<QPushButton>(dialog, "addRule"), Qt::LeftButton);
            auto* rule = Shown::dialog("ruleDialog");
            QTest::keyClicks(part<QLineEdit>(rule, "field_name"), name);
            fill(rule);
            auto* choices = part<QListWidget>(rule, "field_targets");
            choices->findItems(target, Qt::MatchExactly).front()->setCheckState(Qt::Checked);
            takePictures(shown, rule, "rule");
            Shown::pressVerb(rule);
        };
        QTest::mouseClick(part<QPushButton>(dialog, "addRule"), Qt::LeftButton);
        Shown::pressVerb(Shown::dialog("ruleDialog")); // it goes nowhere yet
        QVERIFY(!part<QLabel>(Shown::dialog("ruleDialog"), "fault_targets")->text().isEmpty());
        QTest::mouseClick(part<QPushButton>(Shown::dialog("ruleDialog"), "dialogCancel"), Qt::LeftButton);
        QTRY_VERIFY(!Shown::dialog("ruleDialog"));
        write(
            QStringLiteral("long"), [](QDialog* rule) { part<QSpinBox>(rule, "field_tokens_above")->setValue(8'000); },
            QStringLiteral("demo/slow"));
        QTRY_COMPARE(rules->rows().size(), 1);
        write(
            QStringLiteral("blue"),
            [](QDialog* rule) {
                part<QPlainTextEdit>(rule, "field_headers")->setPlainText(QStringLiteral("x-team: blue*"));
                part<QCheckBox>(rule, "field_time")->setChecked(true);
                part<QCheckBox>(rule, "ruleDay_mon")->setChecked(true);
            },
            QStringLiteral("demo/echo"));
        QTRY_COMPARE(rules->rows().size(), 2);
        QCOMPARE(rules->rows()[0]->sentence(), QStringLiteral("If more than 8,000 tokens come in: demo/slow."));
        const auto second = rules->rows()[1]->sentence();
        QVERIFY2(second.contains(QLatin1String("the header x-team is blue*")), qPrintable(second));
        QVERIFY2(second.contains(QLatin1String("from 08:00 until 18:00")), qPrintable(second));
        QTest::keyClick(rules->rows()[1]->findChild<QToolButton*>(QStringLiteral("ruleEdit")), Qt::Key_Up,
                        Qt::AltModifier);
        Shown::pressVerb(dialog);
        QTRY_VERIFY(!Shown::dialog("routeDialog"));
        auto kept = routeOf(shown, QStringLiteral("ruled")).value(QLatin1String("rules")).toArray();
        QCOMPARE(kept.size(), 2);
        QCOMPARE(kept[0].toObject().value(QLatin1String("name")).toString(), QStringLiteral("blue"));
        const auto when = kept[0].toObject().value(QLatin1String("when")).toObject();
        QCOMPARE(when.value(QLatin1String("headers")).toObject().value(QLatin1String("x-team")).toString(),
                 QStringLiteral("blue*"));
        QCOMPARE(when.value(QLatin1String("time")).toObject().value(QLatin1String("days")).toArray().size(), 1);
        QCOMPARE(
            kept[1].toObject().value(QLatin1String("when")).toObject().value(QLatin1String("tokens_above")).toInt(),
            8'000);
        QTRY_VERIFY(shown.cell(QStringLiteral("ruled"), RouteModel::Strategy).contains(QLatin1String("2 rule")));
        QTRY_VERIFY(shown.select(QStringLiteral("ruled")));
        shown.press("editRoute");
        dialog = Shown::dialog("routeDialog");
        rules = dialog->findChild<RuleList*>();
        QTest::mouseClick(rules->rows()[0]->findChild<QToolButton*>(QStringLiteral("ruleRemove")), Qt::LeftButton);
        Shown::pressVerb(dialog);
        QTRY_VERIFY(!Shown::dialog("routeDialog"));
        kept = routeOf(shown, QStringLiteral("ruled")).value(QLatin1String("rules")).toArray();
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept[0].toObject().value(QLatin1String("name")).toString(), QStringLiteral("long"));
    }

    void aTargetIsDraggedToItsPlace() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("smart")));
        shown.press("editRoute");
        auto* dialog = Shown::dialog("routeDialog");
        QTRY_VERIFY(row(dialog, 1) != nullptr && row(dialog, 1)->isVisible());
        auto* first = row(dialog, 0);
        QCOMPARE(first->modelEdit()->text(), QStringLiteral("429"));
        auto* handle = first->findChild<QLabel*>(QStringLiteral("targetHandle"));
        const auto centre = handle->rect().center();
        QTest::mousePress(handle, Qt::LeftButton, Qt::NoModifier, centre);
        QMouseEvent moved(QEvent::MouseMove, centre + QPoint(0, first->height() * 2), QCursor::pos(), Qt::NoButton,
                          Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(handle, &moved);
        QTest::mouseRelease(handle, Qt::LeftButton, Qt::NoModifier, centre);
        QCOMPARE(row(dialog, 1), first);
        Shown::pressVerb(dialog);
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::Targets),
                     QStringLiteral("demo/echo, then demo/429"));
        shown.changes.undo();
        QTRY_COMPARE(shown.cell(QStringLiteral("smart"), RouteModel::Targets),
                     QStringLiteral("demo/429, then demo/echo"));
    }

    // A changed route is tried on what was recorded; the figures are those of a direct count.
    void aChangeIsEvaluatedOnRecordedCalls() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QCOMPARE(put(shown, QStringLiteral("judged"), "{\"targets\":[{\"provider\":\"demo\",\"model\":\"echo\"}]}"),
                 201);
        constexpr int calls = 7;
        for (int i = 0; i < calls; ++i)
            QCOMPARE(m_gateway.call(QStringLiteral("judged")), 200);
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("q"), QStringLiteral("route:judged"));
        QJsonArray recorded;
        const auto read = [&] {
            shown.client.get(QStringLiteral("/calls"), query, &shown.view,
                             [&recorded](const Reply& reply) { recorded = reply.items(); });
        };
        QTRY_VERIFY((read(), recorded.size() == calls));
        QTRY_VERIFY(shown.select(QStringLiteral("judged")));
        shown.press("editRoute");
        auto* dialog = Shown::dialog("routeDialog");
        setTarget(dialog, 0, QStringLiteral("demo"), QStringLiteral("slow"));
        QTest::mouseClick(part<QPushButton>(dialog, "evaluateRoute"), Qt::LeftButton);
        auto* evaluation = Shown::dialog("evaluationDialog");
        auto* table = part<QTableView>(evaluation, "evaluationTable");
        QTRY_VERIFY(table->isVisible());
        QMap<QString, QPair<QString, QString>> rows;
        for (int i = 0; i < table->model()->rowCount(); ++i)
            rows.insert(table->model()->index(i, 0).data().toString(),
                        {table->model()->index(i, 1).data().toString(), table->model()->index(i, 2).data().toString()});
        const auto all = QString::number(calls);
        const auto none = QStringLiteral("0");
        QCOMPARE(rows.value(QStringLiteral("demo/echo")), qMakePair(all, none));
        QCOMPARE(rows.value(QStringLiteral("demo/slow")), qMakePair(none, all));
        QVERIFY(part<QLabel>(evaluation, "evaluationCalls")->text().contains(all));
        QVERIFY(!evaluation->findChildren<QLabel*>(QStringLiteral("evaluationNote")).isEmpty());
        takePictures(shown, evaluation, "evaluation");
        takePictures(shown, dialog, "route");
        QTest::mouseClick(part<QPushButton>(evaluation, "evaluationClose"), Qt::LeftButton);
        // Nothing was saved.
        QCOMPARE(routeOf(shown, QStringLiteral("judged"))
                     .value(QLatin1String("targets"))
                     .toArray()
                     .first()
                     .toObject()
                     .value(QLatin1String("model"))
                     .toString(),
                 QStringLiteral("echo"));
    }

    // What is supposed of a call changes its way.
    void theSimulatorHeedsRules() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QCOMPARE(put(shown, QStringLiteral("led"),
                     "{\"targets\":[{\"provider\":\"demo\",\"model\":\"echo\"},"
                     "{\"provider\":\"demo\",\"model\":\"slow\"}],\"rules\":[{\"name\":\"blue\",\"when\":"
                     "{\"headers\":{\"x-team\":\"blue*\"}},\"targets\":[\"demo/slow\"]}]}"),
                 201);
        shown.view.open(QStringLiteral("simulate:led"));
        QTRY_COMPARE(shown.steps("simulatedTarget").size(), 2);
        QCOMPARE(shown.steps("simulatedTarget").front()->accessibleName(), QStringLiteral("demo/echo"));
        shown.view.findChild<QToolButton*>(QStringLiteral("simulateMore"))->click();
        shown.view.findChild<QPlainTextEdit*>(QStringLiteral("simulateHeaders"))
            ->setPlainText(QStringLiteral("x-team: bluebird"));
        shown.press("simulateButton");
        QTRY_COMPARE(shown.steps("simulatedTarget").front()->accessibleName(), QStringLiteral("demo/slow"));
        QString words;
        for (const auto* label : shown.steps("simulatedStart").front()->findChildren<QLabel*>())
            words += label->text();
        QVERIFY2(words.contains(QStringLiteral("Its rule “blue” fits this call.")), qPrintable(words));
        takePictures(shown, &shown.view, "simulator");
        shown.view.findChild<QPlainTextEdit*>(QStringLiteral("simulateHeaders"))
            ->setPlainText(QStringLiteral("no pair"));
        shown.press("simulateButton");
        QVERIFY(shown.view.findChild<QLabel*>(QStringLiteral("simulateFault"))->isVisible());
    }

    void aCanaryIsLedByHand() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QCOMPARE(put(shown, QStringLiteral("trial"),
                     "{\"targets\":[{\"provider\":\"demo\",\"model\":\"echo\"},"
                     "{\"provider\":\"demo\",\"model\":\"slow\"}],"
                     "\"canary\":{\"target\":\"demo/slow\",\"percent\":\"5\"}}"),
                 201);
        QTRY_VERIFY(shown.select(QStringLiteral("trial")));
        QTRY_VERIFY(shown.view.findChild<QPushButton*>(QStringLiteral("routeCanary"))->isEnabled());
        shown.press("routeCanary");
        auto* dialog = Shown::dialog("canaryDialog");
        QVERIFY(dialog);
        auto* title = part<QLabel>(dialog, "canaryTitle");
        auto* state = part<QLabel>(dialog, "canaryState");
        QTRY_VERIFY2(state->text().startsWith(QLatin1String("Running")), qPrintable(state->text()));
        part<QDoubleSpinBox>(dialog, "canarySharePercent")->setValue(20);
        QTest::mouseClick(part<QPushButton>(dialog, "canarySet"), Qt::LeftButton);
        QTRY_VERIFY(title->text().startsWith(QLatin1String("20 %")));
        QTest::mouseClick(part<QPushButton>(dialog, "canaryPause"), Qt::LeftButton);
        QTRY_VERIFY(state->text().startsWith(QLatin1String("Paused")));
        takePictures(shown, dialog, "canary");
        QTest::mouseClick(part<QPushButton>(dialog, "canaryPause"), Qt::LeftButton);
        QTRY_VERIFY(state->text().startsWith(QLatin1String("Running")));
        QTest::mouseClick(part<QPushButton>(dialog, "canaryRollBack"), Qt::LeftButton);
        QTRY_VERIFY(state->text().startsWith(QLatin1String("Rolled back")));
        QTRY_VERIFY(title->text().startsWith(QLatin1String("0 %")));
    }

    // The way of a call that failed over, as a person reads it.
    void aFailedOverCallIsExplained() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QString call;
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("q"), QStringLiteral("route:smart attempts>1"));
        shown.client.get(QStringLiteral("/calls"), query, &shown.view, [&call](const Reply& reply) {
            call = reply.items().first().toObject().value(QLatin1String("id")).toString();
        });
        QTRY_VERIFY(!call.isEmpty());
        QJsonObject details;
        shown.client.get(QStringLiteral("/calls/") + call, {}, &shown.view,
                         [&details](const Reply& reply) { details = reply.object(); });
        QTRY_VERIFY(!details.isEmpty());
        const auto sentences = explained(details);
        const auto text = sentences.join(u'\n');
        QVERIFY2(text.contains(QLatin1String("The route smart has this name.")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("Try 1: demo/429 answered with status 429")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("The next target was tried.")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("Try 2: demo/echo served it with status 200")), qPrintable(text));
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
