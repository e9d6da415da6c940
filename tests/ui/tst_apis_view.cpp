// SPDX-License-Identifier: GPL-3.0-or-later
// Published APIs by hand: published with a command that works, led through their lives, shown side by side, with plans,
// webhooks and experiments.
#include "tests/ui/support/scripted_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/apis/api_code.h"
#include "ui/apis/api_model.h"
#include "ui/apis/apis_view.h"
#include "ui/apis/experiment_model.h"
#include "ui/apis/interval_delegate.h"
#include "ui/widgets/notice_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QDateEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTabWidget>

using namespace gatehouse::ui;

namespace {

const QString hostile = QStringLiteral("<script>alert(1)</script>'; rm -rf ~ #");

QJsonObject textVariable(const QString& name, const QString& example) {
    return {{QStringLiteral("name"), name},
            {QStringLiteral("schema"), QJsonObject{{QStringLiteral("type"), QStringLiteral("string")}}},
            {QStringLiteral("example"), example}};
}

QJsonObject promptVersion(int number, const QString& example) {
    return {{QStringLiteral("version"), number},
            {QStringLiteral("comment"), QStringLiteral("try %1").arg(number)},
            {QStringLiteral("variables"), QJsonArray{textVariable(QStringLiteral("text"), example)}}};
}

QJsonObject sentiment() {
    return {{QStringLiteral("id"), QStringLiteral("sentiment")},
            {QStringLiteral("title"), QStringLiteral("Sentiment")},
            {QStringLiteral("versions"), QJsonArray{promptVersion(1, QStringLiteral("It is fine")),
                                                    promptVersion(2, QStringLiteral("It's great"))}},
            {QStringLiteral("labels"), QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("production")},
                                                              {QStringLiteral("version"), 1}}}}};
}

QJsonObject definition(const QString& prompt) {
    return {{QStringLiteral("prompt"), prompt}, {QStringLiteral("answer"), QStringLiteral("text")}};
}

QJsonObject release(int number, const QString& prompt) {
    return {{QStringLiteral("number"), number},
            {QStringLiteral("at"), QStringLiteral("2026-11-20T10:00:00Z")},
            {QStringLiteral("by"), QStringLiteral("ada")},
            {QStringLiteral("definition"), definition(prompt)}};
}

// Version 1 is published and was rolled out twice; version 2 is a design.
QJsonObject mood() {
    const QJsonObject first{{QStringLiteral("version"), QStringLiteral("1")},
                            {QStringLiteral("state"), QStringLiteral("published")},
                            {QStringLiteral("definition"), definition(QStringLiteral("sentiment@2"))},
                            {QStringLiteral("live"), 2},
                            {QStringLiteral("releases"), QJsonArray{release(1, QStringLiteral("sentiment@1")),
                                                                    release(2, QStringLiteral("sentiment@2"))}}};
    const QJsonObject second{{QStringLiteral("version"), QStringLiteral("2")},
                             {QStringLiteral("state"), QStringLiteral("designed")},
                             {QStringLiteral("definition"), definition(QStringLiteral("sentiment@production"))}};
    return {{QStringLiteral("id"), QStringLiteral("mood")},
            {QStringLiteral("title"), QStringLiteral("Mood of a text")},
            {QStringLiteral("kind"), QStringLiteral("prompt")},
            {QStringLiteral("access"), QStringLiteral("subscription")},
            {QStringLiteral("team"), QStringLiteral("research")},
            {QStringLiteral("versions"), QJsonArray{first, second}}};
}

void fill(ScriptedGateway& gateway) {
    gateway.hold(QStringLiteral("/apis"), {mood()});
    gateway.hold(QStringLiteral("/prompts"), {sentiment()});
    gateway.hold(QStringLiteral("/chains"), {});
    gateway.hold(QStringLiteral("/webhooks"), {});
    gateway.hold(QStringLiteral("/teams"), {QJsonObject{{QStringLiteral("id"), QStringLiteral("research")}}});
    gateway.hold(QStringLiteral("/plans"), {QJsonObject{{QStringLiteral("id"), QStringLiteral("starter")},
                                                        {QStringLiteral("title"), QStringLiteral("Starter")}}});
    gateway.hold(QStringLiteral("/subscriptions"),
                 {QJsonObject{{QStringLiteral("id"), QStringLiteral("s1")},
                              {QStringLiteral("api"), QStringLiteral("mood")},
                              {QStringLiteral("state"), QStringLiteral("approved")}}});
    const QJsonObject calls{{QStringLiteral("group"), QJsonObject{{QStringLiteral("api"), QStringLiteral("mood")}}},
                            {QStringLiteral("total"), QJsonObject{{QStringLiteral("calls"), 200},
                                                                  {QStringLiteral("errors"), 5},
                                                                  {QStringLiteral("cost"), QStringLiteral("2")}}}};
    gateway.say(QStringLiteral("GET /stats"), {{QStringLiteral("series"), QJsonArray{calls}}});
}

} // namespace

class ApisViewTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<ApisView>;

    static QAction* command(const Shown& shown, const char* name) {
        return shown.view.findChild<QAction*>(QLatin1String(name));
    }
    static bool chooseVersion(Shown& shown, const QString& path) {
        return shown.select("apisTable", path, ApiModel::Path);
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void eachVersionHasARowAndTheyStandSideBySide() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        const QAbstractItemModelTester tester(shown.view.findChild<ApiModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto first = QStringLiteral("/apis/mood/1");
        QTRY_COMPARE(shown.cell("apisTable", first, ApiModel::Version), QStringLiteral("1 · latest"));
        QCOMPARE(shown.cell("apisTable", first, ApiModel::State), QStringLiteral("Published"));
        QTRY_COMPARE(shown.cell("apisTable", first, ApiModel::Subscribers), QStringLiteral("1"));
        QTRY_COMPARE(shown.cell("apisTable", first, ApiModel::Calls), QStringLiteral("200"));
        QCOMPARE(shown.cell("apisTable", first, ApiModel::Errors), QStringLiteral("5 (2.5 %)"));
        QVERIFY(chooseVersion(shown, first));
        // What it earned in the month.
        const QJsonObject charge{{QStringLiteral("subscription"), QStringLiteral("s1")},
                                 {QStringLiteral("api"), QStringLiteral("mood")},
                                 {QStringLiteral("team"), QStringLiteral("sales")},
                                 {QStringLiteral("total"), QStringLiteral("4.5")}};
        gateway.say(QStringLiteral("GET /charges"), {{QStringLiteral("items"), QJsonArray{charge}}});
        shown.find<QTabWidget>("apiTabs")->setCurrentWidget(shown.find<QWidget>("apiCharges"));
        QTRY_COMPARE(shown.find<QLabel>("chargeTotal")->text(), QStringLiteral("Earned: $4.50"));
        QCOMPARE(shown.find<TableView>("apiChargesTable")->shownRows(), 1);
        shown.find<QTabWidget>("apiTabs")->setCurrentIndex(0);
        QStringList said;
        for (const auto* label : shown.find<QWidget>("versionGrid")->findChildren<QLabel*>())
            said.append(label->text());
        QVERIFY(said.contains(QStringLiteral("sentiment@2")));
        QVERIFY(said.contains(QStringLiteral("sentiment@production")));
        QVERIFY(said.contains(QStringLiteral("2 of 2")));
    }

    void publishingAPromptEndsWithACommandThatWorks() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.say(QStringLiteral("POST /apis/sentiment/versions/1/publish"), {});
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.view.open(QStringLiteral("publish_prompt:sentiment@2"));
        auto* form = shown.dialog("publishDialog");
        QVERIFY(form);
        auto* pin = form->findChild<QComboBox*>(QStringLiteral("field_pin"));
        QTRY_COMPARE(pin->currentData().toString(), QStringLiteral("2"));
        QCOMPARE(form->findChild<QLineEdit*>(QStringLiteral("publishId"))->text(), QStringLiteral("sentiment"));
        QCOMPARE(form->findChild<QLabel*>(QStringLiteral("publishAddress"))->text(),
                 QStringLiteral("http://127.0.0.1:8642/apis/sentiment/1"));
        form->findChild<QListWidget*>(QStringLiteral("field_plans"))->item(0)->setCheckState(Qt::Checked);
        Shown::choose(form, "field_answer", QStringLiteral("json"));
        Shown::save(form);
        QTRY_VERIFY(shown.dialog("publishedDialog"));
        const auto made = gateway.requests(QStringLiteral("POST"), QStringLiteral("/apis"));
        QCOMPARE(made.size(), 1);
        QCOMPARE(made.front().body.value(QStringLiteral("plans")).toArray(), QJsonArray{QStringLiteral("starter")});
        const auto version = made.front().body.value(QStringLiteral("versions")).toArray().first().toObject();
        const auto defined = version.value(QStringLiteral("definition")).toObject();
        QCOMPARE(defined.value(QStringLiteral("prompt")).toString(), QStringLiteral("sentiment@2"));
        QCOMPARE(defined.value(QStringLiteral("answer")).toString(), QStringLiteral("json"));
        auto* done = shown.dialog("publishedDialog");
        const auto text = done->findChild<QPlainTextEdit*>(QStringLiteral("publishedCommand"))->toPlainText();
        QVERIFY(text.contains(QStringLiteral("curl 'http://127.0.0.1:8642/apis/sentiment/1'")));
        QVERIFY(text.contains(QStringLiteral("Bearer $GATEHOUSE_API_KEY")));
        // A quote of the example does not end the shell's.
        QVERIFY(text.contains(QStringLiteral(R"({"text":"It'\''s great"})")));
        QTest::mouseClick(done->findChild<QPushButton*>(QStringLiteral("copyCommand")), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), text);
        done->close();
    }

    void aPathThatIsTakenIsRenamed() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.press("publishApi");
        auto* form = shown.dialog("publishDialog");
        QTRY_VERIFY(form->findChild<QComboBox*>(QStringLiteral("field_pin"))->count() > 0);
        Shown::type(form, "publishId", QStringLiteral("mood"));
        Shown::type(form, "field_version", QStringLiteral("1"));
        Shown::save(form);
        QVERIFY(Shown::fault(form, "fault_version").contains(QStringLiteral("/apis/mood/1")));
        auto* rename = form->findChild<QPushButton*>(QStringLiteral("publishRename"));
        QVERIFY(rename->isVisible());
        QTest::mouseClick(rename, Qt::LeftButton);
        QCOMPARE(form->findChild<QLineEdit*>(QStringLiteral("field_version"))->text(), QStringLiteral("3"));
        // Another kind cannot share the name.
        Shown::choose(form, "field_kind", QStringLiteral("model"));
        Shown::type(form, "field_models", QStringLiteral("gpt-4o-mini, o3"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_id").isEmpty());
        QTest::mouseClick(rename, Qt::LeftButton);
        QCOMPARE(form->findChild<QLineEdit*>(QStringLiteral("publishId"))->text(), QStringLiteral("mood-2"));
        QVERIFY(gateway.requests(QStringLiteral("POST")).isEmpty());
        form->close();
    }

    void whatTheGatewayRefusesStandsAtItsField() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.on(QStringLiteral("POST /apis"), [](const ScriptedGateway::Request&) {
            auto problem = ScriptedGateway::problem(QStringLiteral("conflict"), QStringLiteral("No such plan."));
            problem.insert(QStringLiteral("field"), QStringLiteral("versions[0].definition.answer"));
            return ScriptedGateway::Said{409, problem};
        });
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.view.open(QStringLiteral("publish_prompt:sentiment@1"));
        auto* form = shown.dialog("publishDialog");
        QTRY_COMPARE(form->findChild<QComboBox*>(QStringLiteral("field_pin"))->currentData().toString(),
                     QStringLiteral("1"));
        Shown::save(form);
        QTRY_COMPARE(Shown::fault(form, "fault_answer"), QStringLiteral("No such plan."));
        form->close();
    }

    void aVersionIsLedThroughItsLife() {
        ScriptedGateway gateway;
        fill(gateway);
        for (const auto* step : {"deprecate", "retire", "roll_back"})
            gateway.say(QStringLiteral("POST /apis/mood/versions/1/") + QLatin1String(step), {});
        gateway.say(QStringLiteral("POST /apis/mood/versions/2/submit"), {});
        gateway.say(QStringLiteral("GET /apis/mood/versions/2/diff"),
                    {{QStringLiteral("before"), QJsonObject()},
                     {QStringLiteral("after"), definition(QStringLiteral("sentiment@production"))}});
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/2")));
        QVERIFY(!command(shown, "actionDeprecate")->isEnabled());
        QVERIFY(!command(shown, "actionDeprecate")->property("why").toString().isEmpty());
        QVERIFY(!command(shown, "actionRollBack")->isEnabled());
        command(shown, "actionSubmitVersion")->trigger();
        QVERIFY(shown.dialog("lifecycleDialog"));
        Shown::save(shown.dialog("lifecycleDialog"));
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), QStringLiteral("/apis/mood/versions/2/submit")).size(),
                     1);
        QTRY_VERIFY(!shown.dialog("lifecycleDialog"));

        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.press("deprecateVersion");
        auto* form = shown.dialog("lifecycleDialog");
        form->findChild<QDateEdit*>(QStringLiteral("field_sunset"))->setDate(QDate::currentDate());
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_sunset").isEmpty());
        form->findChild<QDateEdit*>(QStringLiteral("field_sunset"))->setDate(QDate::currentDate().addDays(30));
        Shown::save(form);
        const auto deprecated = QStringLiteral("/apis/mood/versions/1/deprecate");
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), deprecated).size(), 1);
        const auto sunset = QDateTime::fromString(gateway.requests(QStringLiteral("POST"), deprecated)
                                                      .front()
                                                      .body.value(QStringLiteral("sunset"))
                                                      .toString(),
                                                  Qt::ISODate);
        QCOMPARE(sunset.toLocalTime().date(), QDate::currentDate().addDays(30));
        QTRY_VERIFY(!shown.dialog("lifecycleDialog"));

        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.press("rollBackVersion");
        form = shown.dialog("lifecycleDialog");
        QCOMPARE(form->findChild<QLabel*>(QStringLiteral("lifecycleReviewed"))->text(),
                 QStringLiteral("Release 1 takes the place of release 2."));
        Shown::save(form);
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), QStringLiteral("/apis/mood/versions/1/roll_back")).size(),
                     1);
        QTRY_VERIFY(!shown.dialog("lifecycleDialog"));

        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.press("retireVersion");
        form = shown.dialog("lifecycleDialog");
        QVERIFY(form->findChild<QLabel*>(QStringLiteral("lifecycleImpact"))->text().startsWith(u'1'));
        Shown::save(form); // without its name
        QVERIFY(!Shown::fault(form, "fault_typed").isEmpty());
        QVERIFY(gateway.requests(QStringLiteral("POST"), QStringLiteral("/apis/mood/versions/1/retire")).isEmpty());
        Shown::type(form, "field_typed", QStringLiteral("mood/1"));
        Shown::save(form);
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), QStringLiteral("/apis/mood/versions/1/retire")).size(),
                     1);
    }

    void anExperimentIsReadWithItsIntervalsAndStopped() {
        ScriptedGateway gateway;
        fill(gateway);
        auto api = mood();
        auto versions = api.value(QStringLiteral("versions")).toArray();
        auto first = versions[0].toObject();
        auto released = first.value(QStringLiteral("releases")).toArray();
        auto live = released[1].toObject();
        auto defined = live.value(QStringLiteral("definition")).toObject();
        defined.insert(QStringLiteral("experiment"), QJsonObject{{QStringLiteral("method"), QStringLiteral("split")}});
        live.insert(QStringLiteral("definition"), defined);
        released.replace(1, live);
        first.insert(QStringLiteral("releases"), released);
        versions.replace(0, first);
        api.insert(QStringLiteral("versions"), versions);
        gateway.hold(QStringLiteral("/apis"), {api});
        const auto arm = [](const QString& version, double mean, double low, double high, double best) {
            return QJsonObject{{QStringLiteral("prompt"), version}, {QStringLiteral("share"), 0.5},
                               {QStringLiteral("calls"), 400},      {QStringLiteral("mean"), mean},
                               {QStringLiteral("low"), low},        {QStringLiteral("high"), high},
                               {QStringLiteral("best"), best}};
        };
        gateway.say(QStringLiteral("GET /apis/mood/versions/1/experiment"),
                    {{QStringLiteral("arms"), QJsonArray{arm(QStringLiteral("sentiment@1"), 0.5, 0.4, 0.6, 0.04),
                                                         arm(QStringLiteral("sentiment@2"), 0.7, 0.6, 0.8, 0.96)}},
                     {QStringLiteral("phase"), QStringLiteral("running")},
                     {QStringLiteral("verdict"), QStringLiteral("decided")},
                     {QStringLiteral("leader"), QStringLiteral("sentiment@2")}});
        gateway.say(QStringLiteral("POST /apis/mood/versions/1/experiment/stop"), {});
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        auto* tabs = shown.find<QTabWidget>("apiTabs");
        QVERIFY(tabs->isTabVisible(1));
        tabs->setCurrentIndex(1);
        QTRY_COMPARE(shown.find<QLabel>("experimentAdvice")->text(),
                     QStringLiteral("sentiment@2 is the best with 96.0 % certainty: stop with it."));
        QCOMPARE(shown.cell("experimentTable", QStringLiteral("sentiment@2"), ExperimentModel::Score),
                 QStringLiteral("0.70 (0.60 to 0.80)"));
        const auto* model = shown.view.findChild<ExperimentModel*>();
        QCOMPARE(model->index(0, ExperimentModel::Score).data(IntervalDelegate::LowRole).toDouble(), 0.0);
        QVERIFY(
            qFuzzyCompare(model->index(1, ExperimentModel::Score).data(IntervalDelegate::HighRole).toDouble(), 1.0));
        QVERIFY(!shown.find<QPushButton>("experimentStop")->isEnabled());
        QVERIFY(shown.select("experimentTable", QStringLiteral("sentiment@2")));
        shown.press("experimentStop");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        QTest::mouseClick(shown.dialog("confirmDialog")->findChild<QPushButton*>(QStringLiteral("confirmVerb")),
                          Qt::LeftButton);
        const auto stop = QStringLiteral("/apis/mood/versions/1/experiment/stop");
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), stop).size(), 1);
        QCOMPARE(gateway.requests(QStringLiteral("POST"), stop).front().body.value(QStringLiteral("winner")).toString(),
                 QStringLiteral("sentiment@2"));
    }

    void aPlanIsAdded() {
        ScriptedGateway gateway;
        fill(gateway);
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.press("plans");
        auto* plans = shown.dialog("plansDialog");
        QVERIFY(plans);
        QTRY_COMPARE(plans->findChild<TableView*>(QStringLiteral("plansTable"))->shownRows(), 1);
        QTest::mouseClick(plans->findChild<QPushButton*>(QStringLiteral("plansAdd")), Qt::LeftButton);
        auto* form = shown.dialog("planDialog");
        QVERIFY(form);
        Shown::type(form, "field_id", QStringLiteral("pro"));
        Shown::type(form, "planDollars", QStringLiteral("ten"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_budget").isEmpty());
        Shown::type(form, "planDollars", QStringLiteral("10"));
        Shown::type(form, "field_price_month", QStringLiteral("0,5"));
        Shown::save(form);
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), QStringLiteral("/plans")).size(), 1);
        const auto plan = gateway.requests(QStringLiteral("POST"), QStringLiteral("/plans")).front().body;
        QCOMPARE(plan.value(QStringLiteral("price")).toObject().value(QStringLiteral("month")).toString(),
                 QStringLiteral("0.5"));
        QCOMPARE(plan.value(QStringLiteral("budget")).toObject().value(QStringLiteral("usd")).toString(),
                 QStringLiteral("10"));
        plans->close();
    }

    void aWebhookIsRegisteredAndItsSecretShownOnce() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.say(QStringLiteral("POST /webhooks/orders/rotate"),
                    {{QStringLiteral("secret"), QStringLiteral("whsec_c2VjcmV0")}});
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.press("webhooks");
        auto* hooks = shown.dialog("webhooksDialog");
        QTRY_VERIFY(hooks->findChild<NoticePanel*>()->isVisible());
        QTest::mouseClick(hooks->findChild<QPushButton*>(QStringLiteral("webhooksAdd")), Qt::LeftButton);
        auto* form = shown.dialog("webhookDialog");
        Shown::type(form, "field_id", QStringLiteral("orders"));
        Shown::type(form, "field_url", QStringLiteral("javascript:alert(1)"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_url").isEmpty());
        Shown::type(form, "field_url", QStringLiteral("https://example.org/hook"));
        Shown::save(form);
        QTRY_VERIFY(shown.dialog("shownSecretDialog"));
        auto* secret = shown.dialog("shownSecretDialog");
        QCOMPARE(secret->findChild<QLineEdit*>(QStringLiteral("shownSecret"))->text(),
                 QStringLiteral("whsec_c2VjcmV0"));
        // Leaving without a copy asks.
        QTest::mouseClick(secret->findChild<QPushButton*>(QStringLiteral("secretDone")), Qt::LeftButton);
        QVERIFY(shown.dialog("confirmDialog"));
        shown.dialog("confirmDialog")->close();
        QTest::mouseClick(secret->findChild<QPushButton*>(QStringLiteral("copySecret")), Qt::LeftButton);
        QTest::mouseClick(secret->findChild<QPushButton*>(QStringLiteral("secretDone")), Qt::LeftButton);
        QTRY_VERIFY(!shown.dialog("shownSecretDialog"));
        hooks->close();
    }

    void anOpenApiDocumentBecomesAService() {
        ScriptedGateway gateway;
        fill(gateway);
        const QJsonObject path{{QStringLiteral("method"), QStringLiteral("get")},
                               {QStringLiteral("path"), QStringLiteral("/orders/{id}")},
                               {QStringLiteral("summary"), hostile}};
        gateway.say(QStringLiteral("POST /apis/import_openapi"),
                    {{QStringLiteral("title"), QStringLiteral("Order desk")},
                     {QStringLiteral("operations"), QJsonArray{path}},
                     {QStringLiteral("draft"), QJsonObject{{QStringLiteral("compression"), true}}}});
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        shown.press("importOpenApi");
        auto* form = shown.dialog("openApiDialog");
        QVERIFY(form);
        form->findChild<QPlainTextEdit*>(QStringLiteral("openApiText"))->setPlainText(QStringLiteral("openapi: 3.1.0"));
        QTest::mouseClick(form->findChild<QPushButton*>(QStringLiteral("openApiReadNow")), Qt::LeftButton);
        QTRY_COMPARE(form->findChild<QLabel*>(QStringLiteral("openApiRead"))->text(),
                     QStringLiteral("1 operation(s) found."));
        QCOMPARE(form->findChild<QLineEdit*>(QStringLiteral("field_id"))->text(), QStringLiteral("order-desk"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_upstream").isEmpty());
        Shown::type(form, "field_upstream", QStringLiteral("https://one.example https://two.example"));
        Shown::save(form);
        QTRY_COMPARE(gateway.requests(QStringLiteral("POST"), QStringLiteral("/apis")).size(), 1);
        const auto version = gateway.requests(QStringLiteral("POST"), QStringLiteral("/apis"))
                                 .front()
                                 .body.value(QStringLiteral("versions"))
                                 .toArray()
                                 .first()
                                 .toObject();
        const auto service =
            version.value(QStringLiteral("definition")).toObject().value(QStringLiteral("service")).toObject();
        QVERIFY(service.value(QStringLiteral("compression")).toBool());
        const auto group = service.value(QStringLiteral("groups")).toArray().first().toObject();
        QCOMPARE(group.value(QStringLiteral("servers")).toArray().size(), 2);
    }

    void hostileTextsAreShownAsTheyAre() {
        ScriptedGateway gateway;
        fill(gateway);
        auto api = mood();
        api.insert(QStringLiteral("title"), hostile);
        api.insert(QStringLiteral("description"), hostile);
        gateway.hold(QStringLiteral("/apis"), {api});
        Shown shown(gateway.address());
        QTRY_VERIFY(chooseVersion(shown, QStringLiteral("/apis/mood/1")));
        QCOMPARE(shown.find<QLabel>("apiAbout")->text(), hostile);
        for (const auto* label : shown.view.findChildren<QLabel*>())
            QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'), qPrintable(label->text()));
        // A shell takes it as one word.
        QCOMPARE(shellWord(QStringLiteral("it's; rm")), QStringLiteral("'it'\\''s; rm'"));
        ApiCall call;
        call.gateway = QUrl(QStringLiteral("http://127.0.0.1:8642"));
        call.path = QStringLiteral("/apis/mood/1");
        call.kind = QStringLiteral("prompt");
        call.values = {{QStringLiteral("text"), QStringLiteral("';rm -rf ~'")}};
        QVERIFY(apiCurlOf(call).contains(QStringLiteral(R"(-d '{"text":"'\'';rm -rf ~'\''"}')")));
    }

    void withoutApisThePersonIsLedToTheFirst() {
        ScriptedGateway gateway;
        fill(gateway);
        gateway.hold(QStringLiteral("/apis"), {});
        Shown shown(gateway.address());
        auto* button = shown.find<QWidget>("apisNotice")->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_COMPARE(button->text(), QStringLiteral("Publish a prompt"));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(shown.dialog("publishDialog"));
        shown.dialog("publishDialog")->close();
    }
};

QTEST_MAIN(ApisViewTest)
#include "tst_apis_view.moc"
