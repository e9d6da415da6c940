// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scripted_upstream.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/providers/provider_model.h"
#include "ui/providers/providers_view.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using test::ArrivedRequest;
using test::ScriptedUpstream;
using test::wholeAnswer;

namespace {

constexpr int patience = 15'000;
const std::string rightKey = "sk-right-0123456789abcdefa1b2";
const std::string models = "{\"data\":[{\"id\":\"small\"},{\"id\":\"large\"},{\"id\":\"tiny\"}]}";

QStringList letters(const char* text) {
    QStringList out;
    for (; *text != '\0'; ++text)
        out.append(QString(QLatin1Char(*text)));
    return out;
}

// Answers as a provider does that knows one key.
test::Answer asProvider(const ArrivedRequest& request) {
    if (request.field("authorization") != "Bearer " + rightKey)
        return wholeAnswer(401, "{\"error\":{\"code\":\"invalid_api_key\"}}");
    if (request.target == "/v1/models")
        return wholeAnswer(200, models);
    return wholeAnswer(404, "{}");
}

} // namespace

class TestProvidersView : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<RunningGateway> m_gateway;
    std::unique_ptr<TestConsole> m_console;
    std::unique_ptr<ProvidersView> m_view;
    std::unique_ptr<ScriptedUpstream> m_provider;

    template <typename Widget>
    Widget* named(const char* name) const {
        const auto all = QApplication::allWidgets();
        for (auto* widget : all) {
            if (widget->objectName() == QLatin1String(name) && widget->isVisible())
                return qobject_cast<Widget*>(widget);
        }
        return nullptr;
    }
    bool isThere(const char* name) const { return named<QWidget>(name) != nullptr; }
    void click(const char* name) {
        auto* button = named<QAbstractButton>(name);
        QVERIFY2(button != nullptr, name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void enter(const char* name, const QString& text) {
        auto* edit = named<QLineEdit>(name);
        QVERIFY2(edit != nullptr, name);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Delete);
        QTest::keyClicks(edit, text);
    }
    QString textOf(const char* name) const {
        const auto* label = named<QLabel>(name);
        return label == nullptr ? QString() : label->text();
    }
    // Until a dialog of that name is open, or closed.
    void openForm(const QString& preset) {
        QVERIFY(isThere("addProvider"));
        click("addProvider");
        QTRY_VERIFY(isThere("catalogueDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(isThere("catalogueList"), patience);
        enter("catalogueSearch", preset);
        click("catalogueNext");
        QTRY_VERIFY(isThere("providerDialog"));
    }
    void chooseSource(const char* name, int source) {
        auto* combo = named<QComboBox>(name);
        QVERIFY(combo != nullptr);
        combo->setCurrentIndex(source);
        Q_EMIT combo->activated(source);
    }
    void chooseAuth(const QString& kind) {
        auto* combo = named<QComboBox>("field_auth");
        QVERIFY(combo != nullptr);
        QVERIFY2(combo->findData(kind) >= 0, qPrintable(kind));
        combo->setCurrentIndex(combo->findData(kind));
        Q_EMIT combo->activated(combo->currentIndex());
    }
    QString address(const QString& path = QStringLiteral("/v1")) const {
        return QString::fromStdString(m_provider->baseUrl()) + path;
    }
    // Puts a provider into the gateway past the view.
    void put(const QString& id, QJsonObject more = {}) {
        more.insert(QStringLiteral("base_url"), address());
        more.insert(QStringLiteral("dialect"), QStringLiteral("openai"));
        more.insert(QStringLiteral("keys"),
                    QJsonArray{QString(QStringLiteral("plain:") + QString::fromStdString(rightKey))});
        send(QStringLiteral("/providers/") + id, more);
    }
    void send(const QString& path, const QJsonObject& body) {
        int status = 0;
        m_console->client.send(GatewayClient::Verb::Put, path, body, this,
                               [&status](const Reply& reply) { status = reply.status(); });
        QTRY_VERIFY_WITH_TIMEOUT(status != 0, patience);
        QVERIFY2(status == 200 || status == 201, qPrintable(QString::number(status)));
    }
    QJsonObject get(const QString& path) {
        QJsonObject object;
        bool done = false;
        m_console->client.get(path, {}, this, [&](const Reply& reply) {
            object = reply.object();
            done = true;
        });
        (void)QTest::qWaitFor([&done] { return done; }, patience);
        return object;
    }
    QStringList shownIds() const {
        QStringList ids;
        const auto* table = m_view->findChild<TableView*>(QStringLiteral("providersTable"));
        for (int i = 0; i < table->model()->rowCount(); ++i)
            ids.append(table->model()->index(i, 0).data().toString());
        return ids;
    }
    void choose(const QString& id) {
        QTRY_VERIFY_WITH_TIMEOUT(shownIds().contains(id), patience);
        m_view->open(id);
        QTRY_COMPARE(textOf("detailsName"), id);
    }

private Q_SLOTS:
    void init() {
        m_provider = std::make_unique<ScriptedUpstream>();
        m_provider->answerWith(asProvider);
        m_gateway = std::make_unique<RunningGateway>();
        QVERIFY(m_gateway->start());
        m_console = std::make_unique<TestConsole>();
        m_view = std::make_unique<ProvidersView>(m_console->console);
        m_console->toast->attachTo(m_view.get());
        m_view->resize(1200, 800);
        m_view->show();
        m_console->client.connectTo(m_gateway->address());
        QTRY_COMPARE_WITH_TIMEOUT(m_console->client.state(), GatewayClient::State::Connected, patience);
    }
    void cleanup() {
        m_view.reset();
        m_console.reset();
        m_gateway.reset();
        m_provider.reset();
    }

    void offersToAddTheFirstProvider() {
        QTRY_VERIFY_WITH_TIMEOUT(isThere("noticeButton"), patience);
        QTRY_COMPARE(named<QPushButton>("noticeButton")->text(), QStringLiteral("Add provider"));
        click("noticeButton");
        QTRY_VERIFY(isThere("catalogueDialog"));
    }

    void findsEveryPresetInTheCatalogue() {
        click("addProvider");
        QTRY_VERIFY_WITH_TIMEOUT(isThere("catalogueList"), patience);
        auto* list = named<QListWidget>("catalogueList");
        QVERIFY(list->count() > 250);
        enter("catalogueSearch", QStringLiteral("openrouter"));
        QCOMPARE(list->currentItem()->text(), QStringLiteral("OpenRouter"));
        enter("catalogueSearch", QStringLiteral("no such provider"));
        QVERIFY(!list->isVisible());
        QVERIFY(!named<QPushButton>("catalogueNext")->isEnabled());
        click("noticeButton");
        QTRY_VERIFY(list->isVisible());
    }

    // A wrong key is told at its field; with the right one the provider is added and its models are there.
    void tellsOfAWrongKeyThenTakesTheRightOne() {
        openForm(QStringLiteral("custom-openai"));
        enter("field_id", QStringLiteral("mine"));
        enter("field_base_url", address());
        enter("keyText0", QStringLiteral("sk-wrong"));
        click("testDraft");
        QTRY_VERIFY_WITH_TIMEOUT(textOf("fault_keys").contains(QLatin1String("rejects this key")), patience);
        QCOMPARE(named<QLineEdit>("keyText0")->text(), QStringLiteral("sk-wrong"));
        QVERIFY(textOf("testSentence").contains(QLatin1String("rejects")));

        enter("keyText0", QString::fromStdString(rightKey));
        QVERIFY(!isThere("fault_keys")); // what was found is of the key before
        click("testDraft");
        QTRY_COMPARE_WITH_TIMEOUT(textOf("testSentence"), QStringLiteral("Works. The provider offers 3 model(s)."),
                                  patience);
        QCOMPARE(get(QStringLiteral("/providers")).value(QLatin1String("items")).toArray().size(), 0);
        QCOMPARE(get(QStringLiteral("/secrets")).value(QLatin1String("items")).toArray().size(), 0);

        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("providerDialog"), patience);
        QTRY_COMPARE_WITH_TIMEOUT(textOf("detailsName"), QStringLiteral("mine"), patience);
        QTRY_VERIFY(isThere("modelList"));
        QCOMPARE(named<QListWidget>("modelList")->count(), 3);
        QTRY_VERIFY_WITH_TIMEOUT(textOf("keyName0").contains(QLatin1String("a1b2")), patience);
        const auto keys = get(QStringLiteral("/providers/mine")).value(QLatin1String("keys")).toArray();
        QCOMPARE(keys.size(), 1);
        QVERIFY(!QJsonDocument(keys).toJson().contains("sk-right"));
    }

    void showsTheKeyHidden() {
        openForm(QStringLiteral("openai"));
        QCOMPARE(named<QLineEdit>("keyText0")->echoMode(), QLineEdit::Password);
    }

    void suggestsTheAddressThatAnswers() {
        openForm(QStringLiteral("custom-openai"));
        enter("field_id", QStringLiteral("mine"));
        enter("field_base_url", address({}));
        enter("keyText0", QString::fromStdString(rightKey));
        click("testDraft");
        QTRY_VERIFY_WITH_TIMEOUT(isThere("useSuggestion"), patience);
        click("useSuggestion");
        QCOMPARE(named<QLineEdit>("field_base_url")->text(), address());
        QTRY_VERIFY_WITH_TIMEOUT(textOf("testSentence").startsWith(QLatin1String("Works")), patience);
    }

    void tellsBadInputAtEachField_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* field, const char* text) {
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(field), QLatin1String(text))))
                << QString::fromLatin1(field) << QString::fromLatin1(text);
        };
        row("id", "");
        row("id", "with blank");
        row("id", "demo");
        row("base_url", "");
        row("base_url", "api.example.com");
        row("base_url", "ftp://api.example.com");
        row("base_url", "https://user@api.example.com");
        row("base_url", "https://api.example.com/v1?x=1");
        row("proxy", "proxy.example:3128");
        row("tls_ca", "relative.pem");
        row("timeouts_connect", "5 seconds");
        row("timeouts_first_byte", "0s");
        row("timeouts_idle", "-1s");
        row("timeouts_total", "1d");
    }
    void tellsBadInputAtEachField() {
        QFETCH(QString, field);
        QFETCH(QString, text);
        openForm(QStringLiteral("custom-openai"));
        enter("field_id", QStringLiteral("mine"));
        enter("field_base_url", address());
        enter("keyText0", QString::fromStdString(rightKey));
        click("advanced");
        enter(qPrintable(QStringLiteral("field_") + field), text);
        click("dialogVerb");
        QVERIFY(isThere("providerDialog"));
        QVERIFY2(!textOf(qPrintable(QStringLiteral("fault_") + field)).isEmpty(), qPrintable(field));
        QCOMPARE(named<QLineEdit>("keyText0")->text(), QString::fromStdString(rightKey)); // nothing typed is lost
        QCOMPARE(get(QStringLiteral("/providers")).value(QLatin1String("items")).toArray().size(), 0);
    }

    void tellsBadInputOfEveryKindOfKey_data() {
        QTest::addColumn<int>("source");
        QTest::addColumn<QString>("text");
        QTest::newRow("key with a blank") << 0 << QStringLiteral("sk one");
        QTest::newRow("variable") << 1 << QStringLiteral("MY-KEY");
        QTest::newRow("file") << 2 << QStringLiteral("key.txt");
        QTest::newRow("reference") << 3 << QStringLiteral("elsewhere");
        QTest::newRow("none") << 0 << QString();
    }
    void tellsBadInputOfEveryKindOfKey() {
        QFETCH(int, source);
        QFETCH(QString, text);
        openForm(QStringLiteral("openai"));
        chooseSource("keySource0", source);
        enter("keyText0", text);
        click("dialogVerb");
        QVERIFY(isThere("providerDialog"));
        QVERIFY(!textOf("fault_keys").isEmpty());
    }

    void asksForWhatEachKindOfSignInNeeds_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QStringList>("shown");
        QTest::addColumn<QStringList>("hidden");
        const auto row = [](const char* kind, const char* shown, const char* hidden) {
            QTest::newRow(kind) << QString::fromLatin1(kind) << QString::fromLatin1(shown).split(u' ')
                                << QString::fromLatin1(hidden).split(u' ');
        };
        row("bearer", "field_keys", "field_auth_header field_credentials_method field_credentials_region");
        row("header", "field_keys field_auth_header field_credentials_prefix", "field_credentials_method");
        row("query", "field_keys field_credentials_parameter", "field_auth_header");
        row("none", "field_auth", "field_keys");
        row("aws_sigv4",
            "field_keys field_credentials_access_key_id field_credentials_region field_credentials_session_token "
            "field_credentials_role field_credentials_method",
            "field_credentials_external_id field_credentials_profile field_credentials_source "
            "field_service_account_json field_credentials_tenant");
        row("google", "field_service_account_json field_credentials_method field_credentials_service_account",
            "field_keys field_credentials_source field_credentials_region");
        row("entra", "field_keys field_credentials_tenant field_credentials_client_id",
            "field_credentials_source field_credentials_access_key_id field_credentials_audience");
        row("oauth2_client_credentials",
            "field_keys field_credentials_client_id field_credentials_token_url field_credentials_audience "
            "field_credentials_client_auth",
            "field_credentials_tenant field_credentials_method");
        row("ibm_iam", "field_keys", "field_credentials_method field_credentials_client_id");
    }
    void asksForWhatEachKindOfSignInNeeds() {
        QFETCH(QString, kind);
        QFETCH(QStringList, shown);
        QFETCH(QStringList, hidden);
        openForm(QStringLiteral("custom-openai"));
        chooseAuth(kind);
        for (const auto& name : shown)
            QVERIFY2(isThere(qPrintable(name)), qPrintable(name));
        for (const auto& name : hidden)
            QVERIFY2(!isThere(qPrintable(name)), qPrintable(name));
    }

    void tellsBadCredentialsAtEachField_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* kind, const char* field, const char* text) {
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(field), QLatin1String(text))))
                << QString::fromLatin1(kind) << QString::fromLatin1(field) << QString::fromLatin1(text);
        };
        row("aws_sigv4", "credentials_access_key_id", "");
        row("aws_sigv4", "credentials_access_key_id", "AKIA with blank");
        row("aws_sigv4", "credentials_region", "Europe West");
        row("aws_sigv4", "credentials_role", "gatehouse");
        row("entra", "credentials_tenant", "");
        row("entra", "credentials_client_id", "two words");
        row("oauth2_client_credentials", "credentials_token_url", "login.example.com");
        row("query", "credentials_parameter", "a b");
        row("header", "auth_header", "");
    }
    void tellsBadCredentialsAtEachField() {
        QFETCH(QString, kind);
        QFETCH(QString, field);
        QFETCH(QString, text);
        openForm(QStringLiteral("custom-openai"));
        enter("field_id", QStringLiteral("mine"));
        enter("field_base_url", address());
        chooseAuth(kind);
        enter("keyText0", QString::fromStdString(rightKey));
        enter(qPrintable(QStringLiteral("field_") + field), text);
        click("dialogVerb");
        QVERIFY(isThere("providerDialog"));
        QVERIFY2(!textOf(qPrintable(QStringLiteral("fault_") + field)).isEmpty(), qPrintable(field));
        QCOMPARE(named<QLineEdit>("keyText0")->text(), QString::fromStdString(rightKey));
        QCOMPARE(get(QStringLiteral("/providers")).value(QLatin1String("items")).toArray().size(), 0);
    }

    // Nothing typed is lost while one looks at other kinds, and only what counts is saved.
    void savesWhatTheChosenKindNeeds() {
        openForm(QStringLiteral("custom-openai"));
        enter("field_id", QStringLiteral("mine"));
        enter("field_base_url", address());
        chooseAuth(QStringLiteral("aws_sigv4"));
        enter("field_credentials_access_key_id", QStringLiteral("AKIAIOSFODNN7EXAMPLE"));
        enter("keyText0", QString::fromStdString(rightKey));
        enter("field_credentials_region", QStringLiteral("eu-west-1"));
        enter("field_credentials_session_token", QStringLiteral("temporary-token-of-the-session"));
        enter("field_credentials_role", QStringLiteral("arn:aws:iam::123456789012:role/gatehouse"));
        QVERIFY(isThere("field_credentials_external_id"));
        chooseAuth(QStringLiteral("entra"));
        enter("field_credentials_tenant", QStringLiteral("contoso.onmicrosoft.com"));
        chooseAuth(QStringLiteral("aws_sigv4"));
        QCOMPARE(named<QLineEdit>("field_credentials_region")->text(), QStringLiteral("eu-west-1"));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("providerDialog"), patience);
        const auto provider = get(QStringLiteral("/providers/mine"));
        QCOMPARE(provider.value(QLatin1String("auth")).toString(), QStringLiteral("aws_sigv4"));
        const auto credentials = provider.value(QLatin1String("credentials")).toObject();
        QCOMPARE(credentials.value(QLatin1String("access_key_id")).toString(), QStringLiteral("AKIAIOSFODNN7EXAMPLE"));
        QCOMPARE(credentials.value(QLatin1String("region")).toString(), QStringLiteral("eu-west-1"));
        QVERIFY(!credentials.contains(QLatin1String("tenant")));
        QVERIFY(!credentials.value(QLatin1String("session_token")).toString().isEmpty());
        QVERIFY(!QJsonDocument(provider).toJson().contains("temporary-token"));
        // It comes back as it was, and another kind takes its place whole.
        choose(QStringLiteral("mine"));
        click("editProvider");
        QTRY_VERIFY(isThere("providerDialog"));
        QCOMPARE(named<QComboBox>("field_auth")->currentData().toString(), QStringLiteral("aws_sigv4"));
        QCOMPARE(named<QLineEdit>("field_credentials_access_key_id")->text(), QStringLiteral("AKIAIOSFODNN7EXAMPLE"));
        chooseAuth(QStringLiteral("bearer"));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("providerDialog"), patience);
        const auto plain = get(QStringLiteral("/providers/mine"));
        QCOMPARE(plain.value(QLatin1String("auth")).toString(), QStringLiteral("bearer"));
        QVERIFY(plain.value(QLatin1String("credentials")).toObject().value(QLatin1String("region")).isUndefined());
    }

    void takesAServiceAccountsJsonWithoutShowingIt() {
        openForm(QStringLiteral("custom-openai"));
        enter("field_id", QStringLiteral("mine"));
        enter("field_base_url", address());
        chooseAuth(QStringLiteral("google"));
        click("dialogVerb");
        QVERIFY(!textOf("fault_service_account_json").isEmpty());
        QApplication::clipboard()->setText(QStringLiteral("no JSON"));
        click("serviceAccountPaste");
        QVERIFY(textOf("fault_service_account_json").contains(QLatin1String("JSON")));
        const QJsonObject account{{QStringLiteral("type"), QStringLiteral("service_account")},
                                  {QStringLiteral("project_id"), QStringLiteral("harbour")},
                                  {QStringLiteral("client_email"), QStringLiteral("gw@harbour.example")},
                                  {QStringLiteral("private_key"), QStringLiteral("-----BEGIN PRIVATE KEY-----\nMIIE")}};
        QApplication::clipboard()->setText(QString::fromUtf8(QJsonDocument(account).toJson()));
        auto* shown = named<QLineEdit>("serviceAccountShown");
        QTest::keyClick(shown, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(shown->text(), QStringLiteral("gw@harbour.example"));
        QVERIFY(!isThere("fault_service_account_json"));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("providerDialog"), patience);
        const auto provider = get(QStringLiteral("/providers/mine"));
        QCOMPARE(provider.value(QLatin1String("auth")).toString(), QStringLiteral("google"));
        QCOMPARE(provider.value(QLatin1String("keys")).toArray().size(), 1);
        QVERIFY(!QJsonDocument(provider).toJson().contains("PRIVATE"));
    }

    void usesTheCredentialsOfTheMachine() {
        openForm(QStringLiteral("custom-openai"));
        enter("field_id", QStringLiteral("mine"));
        enter("field_base_url", address());
        chooseAuth(QStringLiteral("google"));
        auto* method = named<QComboBox>("field_credentials_method");
        method->setCurrentIndex(method->findData(QStringLiteral("machine")));
        QVERIFY(!isThere("field_service_account_json"));
        QVERIFY(!isThere("field_keys"));
        auto* source = named<QComboBox>("field_credentials_source");
        source->setCurrentIndex(source->findData(QStringLiteral("metadata")));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("providerDialog"), patience);
        const auto credentials = get(QStringLiteral("/providers/mine")).value(QLatin1String("credentials")).toObject();
        QCOMPARE(credentials.value(QLatin1String("source")).toString(), QStringLiteral("metadata"));
    }

    void fillsThePlacesOfAnAddress() {
        openForm(QStringLiteral("cloudflare-ai-gateway"));
        QVERIFY(isThere("field_places_account_id"));
        click("dialogVerb");
        QVERIFY(!textOf("fault_places_account_id").isEmpty());
        enter("field_places_account_id", QStringLiteral("https://abc"));
        click("dialogVerb");
        QVERIFY(!textOf("fault_places_account_id").isEmpty());
        enter("field_places_account_id", QStringLiteral("0123abc"));
        enter("field_places_gateway_id", QStringLiteral("front"));
        QVERIFY2(textOf("placesAddress").contains(QLatin1String("/v1/0123abc/front/compat")),
                 qPrintable(textOf("placesAddress")));
        // An address of one's own takes their place, and they come back.
        enter("field_base_url", QStringLiteral("https://own.example/v1"));
        QVERIFY(textOf("placesAddress").contains(QLatin1String("own.example")));
        QVERIFY(!named<QLineEdit>("field_places_account_id")->isEnabled());
        enter("field_base_url", {});
        QCOMPARE(named<QLineEdit>("field_places_account_id")->text(), QStringLiteral("0123abc"));
        enter("keyText0", QString::fromStdString(rightKey));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("providerDialog"), patience);
        const auto provider = get(QStringLiteral("/providers/cloudflare-ai-gateway"));
        QCOMPARE(provider.value(QLatin1String("places")).toObject().value(QLatin1String("gateway_id")).toString(),
                 QStringLiteral("front"));
        choose(QStringLiteral("cloudflare-ai-gateway"));
        click("editProvider");
        QTRY_VERIFY(isThere("providerDialog"));
        QCOMPARE(named<QLineEdit>("field_places_account_id")->text(), QStringLiteral("0123abc"));
    }

    void saysWhyAPresetIsNotInThisVersion() {
        click("addProvider");
        QTRY_VERIFY_WITH_TIMEOUT(isThere("catalogueList"), patience);
        enter("catalogueSearch", QStringLiteral("oracle"));
        QVERIFY(!named<QPushButton>("catalogueNext")->isEnabled());
        QVERIFY(!textOf("catalogueAbout").isEmpty());
    }

    void offersEveryDialectOfThisVersion() {
        openForm(QStringLiteral("custom-openai"));
        QVERIFY(!isThere("field_dialect")); // the preset says it
        click("advanced");
        QVERIFY(isThere("field_responses"));
    }

    void tellsWhatTheGatewayRefusesAtItsField() {
        openForm(QStringLiteral("openai"));
        enter("field_id", QStringLiteral("mine"));
        chooseSource("keySource0", 2);
        enter("keyText0", QStringLiteral("/no/such/file"));
        click("testDraft");
        QTRY_VERIFY_WITH_TIMEOUT(!textOf("fault_keys").isEmpty(), patience);
        QVERIFY(textOf("fault_keys").contains(QLatin1String("cannot be read")));
    }

    void takesReferencesAndSeveralKeys() {
        openForm(QStringLiteral("openai"));
        enter("field_id", QStringLiteral("mine"));
        chooseSource("keySource0", 1);
        enter("keyText0", QStringLiteral("OPENAI_API_KEY"));
        click("addKeyLine");
        enter("keyText1", QString::fromStdString(rightKey));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("providerDialog"), patience);
        const auto keys = get(QStringLiteral("/providers/mine")).value(QLatin1String("keys")).toArray();
        QCOMPARE(keys.size(), 2);
        QCOMPARE(keys.first().toString(), QStringLiteral("env:OPENAI_API_KEY"));
    }

    void testsASavedProviderAndItsKeys() {
        put(QStringLiteral("mine"));
        choose(QStringLiteral("mine"));
        click("testProvider");
        QTRY_VERIFY_WITH_TIMEOUT(textOf("testSentence").startsWith(QLatin1String("Works")), patience);
        QCOMPARE(named<QListWidget>("modelList")->count(), 3);
        m_provider->answerWith([](const ArrivedRequest&) { return wholeAnswer(503, "{}"); });
        click("testKey0");
        QTRY_VERIFY_WITH_TIMEOUT(textOf("testSentence").contains(QLatin1String("trouble of its own")), patience);
    }

    void readsAKeyAgainThatWasMissing() {
        QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("key"));
        put(QStringLiteral("mine"));
        auto provider = get(QStringLiteral("/providers/mine"));
        provider.insert(QStringLiteral("keys"), QJsonArray{QString(QStringLiteral("file:") + file)});
        send(QStringLiteral("/providers/mine"), provider);
        choose(QStringLiteral("mine"));
        QTRY_COMPARE_WITH_TIMEOUT(textOf("detailsHealth"), QStringLiteral("No usable key"), patience);
        QCOMPARE(named<QPushButton>("providerNextStep")->text(), QStringLiteral("Replace key"));
        QFile key(file);
        QVERIFY(key.open(QIODevice::WriteOnly));
        QVERIFY(key.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
        key.write(rightKey.data());
        key.close();
        m_view->findChild<QAction*>(QStringLiteral("actionReadKeys"))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(textOf("detailsHealth"), QStringLiteral("No calls yet"), patience);
        QVERIFY(!isThere("providerNextStep"));
    }

    void copiesAModelsName() {
        put(QStringLiteral("mine"));
        choose(QStringLiteral("mine"));
        click("fetchModels");
        QTRY_VERIFY_WITH_TIMEOUT(isThere("modelList"), patience);
        named<QListWidget>("modelList")->setCurrentRow(1);
        click("copyModel");
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("mine/large"));
    }

    void replacesAKeyAfterTryingIt() {
        put(QStringLiteral("mine"));
        choose(QStringLiteral("mine"));
        click("replaceKey0");
        QTRY_VERIFY(isThere("replaceKeyDialog"));
        enter("field_key", QStringLiteral("sk-wrong-0123456789"));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(textOf("fault_key").contains(QLatin1String("rejects")), patience);
        enter("field_key", QString::fromStdString(rightKey));
        click("dialogVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!isThere("replaceKeyDialog"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(textOf("testSentence").startsWith(QLatin1String("Works")), patience);
    }

    void disablesAndUndoes() {
        put(QStringLiteral("mine"));
        choose(QStringLiteral("mine"));
        click("enableProvider");
        QTRY_COMPARE_WITH_TIMEOUT(textOf("detailsHealth"), QStringLiteral("Disabled"), patience);
        QVERIFY(m_console->changes.canUndo());
        m_console->changes.undo();
        QTRY_VERIFY_WITH_TIMEOUT(textOf("detailsHealth") != QLatin1String("Disabled"), patience);
    }

    void changesTheOrder() {
        for (const auto* id : {"a", "b", "c"})
            put(QString::fromLatin1(id));
        choose(QStringLiteral("c"));
        QTRY_COMPARE_WITH_TIMEOUT(shownIds().mid(0, 3), letters("abc"), patience);
        m_view->findChild<QAction*>(QStringLiteral("actionMoveUp"))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(shownIds().mid(0, 3), letters("acb"), patience);
        QTRY_COMPARE(textOf("detailsName"), QStringLiteral("c"));
        m_view->findChild<QAction*>(QStringLiteral("actionMoveDown"))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(shownIds().mid(0, 3), letters("abc"), patience);
        m_console->changes.undo();
        QTRY_COMPARE_WITH_TIMEOUT(shownIds().mid(0, 3), letters("acb"), patience);
    }

    void deletesWithItsImpact() {
        put(QStringLiteral("mine"));
        put(QStringLiteral("other"));
        const auto target = [](const char* provider) {
            return QJsonObject{{QStringLiteral("provider"), QString::fromLatin1(provider)},
                               {QStringLiteral("model"), QStringLiteral("small")}};
        };
        send(QStringLiteral("/routes/both"),
             {{QStringLiteral("targets"), QJsonArray{target("mine"), target("other")}}});
        send(QStringLiteral("/routes/one"), {{QStringLiteral("targets"), QJsonArray{target("mine")}}});
        choose(QStringLiteral("mine"));
        QTRY_VERIFY_WITH_TIMEOUT(
            [this] {
                const auto links = m_view->findChildren<QPushButton*>();
                return std::any_of(links.begin(), links.end(),
                                   [](const QPushButton* link) { return link->text() == QLatin1String("one"); });
            }(),
            patience);
        click("deleteProvider");
        QTRY_VERIFY(isThere("confirmDialog"));
        const auto labels = named<QDialog>("confirmDialog")->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel* label) { return label->text().contains(QLatin1String("2 route(s)")); }));
        click("confirmVerb");
        QTRY_VERIFY_WITH_TIMEOUT(!shownIds().contains(QStringLiteral("mine")), patience);
        const auto left = get(QStringLiteral("/routes/both")).value(QLatin1String("targets")).toArray();
        QCOMPARE(left.size(), 1);
    }

    void leadsFromAnErrorToTheLog() {
        put(QStringLiteral("mine"));
        m_provider->answerWith([](const ArrivedRequest&) { return wholeAnswer(400, "{}"); });
        QVERIFY(m_gateway->call(QStringLiteral("mine/small")) >= 400);
        choose(QStringLiteral("mine"));
        QTRY_VERIFY_WITH_TIMEOUT((m_view->refresh(), isThere("errorsInLog")), patience);
        QSignalSpy went(m_view.get(), &View::goTo);
        click("errorsInLog");
        QCOMPARE(went.size(), 1);
        QCOMPARE(went.first().at(1).toString(), QStringLiteral("provider:mine status>=400"));
    }

    void keepsWhatIsShownWhenTheGatewayGoes() {
        put(QStringLiteral("mine"));
        choose(QStringLiteral("mine"));
        m_gateway->kill();
        m_view->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(!textOf("providersStale").isEmpty(), patience);
        QVERIFY(shownIds().contains(QStringLiteral("mine")));
    }

    void keepsTheRulesOfModels() {
        ProviderCatalogue catalogue(m_console->client);
        ProviderModel model(m_console->theme, catalogue);
        const QAbstractItemModelTester tester(&model);
        model.setObjects(
            {{{QStringLiteral("id"), QStringLiteral("b")}}, {{QStringLiteral("id"), QStringLiteral("a")}}});
        model.setHealth(
            {QJsonObject{{QStringLiteral("provider"), QStringLiteral("demo")}, {QStringLiteral("built_in"), true}}});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.order(), letters("ab"));
        model.setObjects({});
        QVERIFY(model.onlyBuiltIn());
    }
};

QTEST_MAIN(TestProvidersView)
#include "tst_providers_view.moc"
