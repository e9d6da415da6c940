// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/transfer/environment.h"
#include "ui/transfer/export.h"
#include "ui/transfer/import_dialog.h"

#include <QCheckBox>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse::ui;

class TransferTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;
    QTemporaryDir m_folder;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address) : dialog(new ImportDialog(console, nullptr)) {
            client.connectTo(address);
            toast->attachTo(&window);
            dialog->open();
        }
        ~Shown() { delete dialog; }
        template <typename Widget>
        Widget* find(const char* name) {
            return dialog->findChild<Widget*>(QLatin1String(name));
        }
        void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
        bool canImport() {
            return find<QPushButton>("importNext")->isVisible() && find<QPushButton>("importNext")->isEnabled();
        }
        int rows() { return find<QTableView>("importChanges")->model()->rowCount(); }
        QString cell(int row, int column) {
            return find<QTableView>("importChanges")->model()->index(row, column).data().toString();
        }
        // What the gateway has by now.
        QJsonObject object(const QString& path) {
            QJsonObject result;
            bool done = false;
            client.get(path, {}, &window, [&](const Reply& reply) {
                result = reply.object();
                done = true;
            });
            [&] { QTRY_VERIFY(done); }();
            return result;
        }

        QWidget window;
        QPointer<ImportDialog> dialog;
    };

    QString file(const char* name, const QByteArray& text) {
        const QString path = m_folder.filePath(QLatin1String(name));
        QFile yaml(path);
        if (yaml.open(QIODevice::WriteOnly))
            yaml.write(text);
        return path;
    }

private Q_SLOTS:
    void initTestCase() {
        // No key chain asks for a password here: secrets go into the vault.
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        QVERIFY(m_gateway.start());
    }

    void keysOfTheEnvironmentBecomeProviders() {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("OPENAI_API_KEY"), QStringLiteral("sk-secret-of-the-test-a1b2"));
        environment.insert(QStringLiteral("GROQ_API_KEY"), QStringLiteral("gsk-another-secret-c3d4"));
        environment.insert(QStringLiteral("GITHUB_TOKEN"), QStringLiteral("ghp-for-something-else-e5f6"));
        Shown shown(m_gateway.address());
        shown.dialog->openEnvironment(environment);
        QTRY_VERIFY(shown.find<QCheckBox>("key_OPENAI_API_KEY") != nullptr);
        auto* openai = shown.find<QCheckBox>("key_OPENAI_API_KEY");
        QVERIFY(openai->isChecked());
        QVERIFY(openai->text().contains(QStringLiteral("a1b2")));
        QVERIFY(!openai->text().contains(QStringLiteral("sk-secret")));
        QVERIFY(!shown.find<QCheckBox>("key_GITHUB_TOKEN")->isChecked()); // it may be meant for something else
        shown.find<QCheckBox>("key_GROQ_API_KEY")->setChecked(false);
        shown.click("importNext");
        QTRY_COMPARE(shown.rows(), 1);
        QCOMPARE(shown.cell(0, 2), QStringLiteral("openai"));
        QVERIFY(!shown.cell(0, 3).contains(QStringLiteral("sk-secret")));
        QVERIFY(!shown.find<QPlainTextEdit>("importNotes")->toPlainText().contains(QStringLiteral("sk-secret")));
        QCOMPARE(shown.object(QStringLiteral("/providers")).value(QLatin1String("items")).toArray().size(), 0);
        QSignalSpy imported(shown.dialog, &ImportDialog::imported);
        QTRY_VERIFY(shown.canImport());
        shown.click("importNext");
        QTRY_COMPARE(imported.size(), 1);
        const auto provider = shown.object(QStringLiteral("/providers/openai"));
        QCOMPARE(provider.value(QLatin1String("preset")).toString(), QStringLiteral("openai"));
        const QString kept = QString::fromUtf8(QJsonDocument(provider).toJson());
        QVERIFY2(!kept.contains(QStringLiteral("sk-secret")), qPrintable(kept));
    }

    void keysCanStayInTheirVariables() {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("MISTRAL_API_KEY"), QStringLiteral("secret-of-the-test-g7h8"));
        environment.insert(QStringLiteral("OPENAI_API_KEY"), QStringLiteral("sk-secret-of-the-test-a1b2"));
        Shown shown(m_gateway.address());
        shown.dialog->openEnvironment(environment);
        QTRY_VERIFY(shown.find<QCheckBox>("key_MISTRAL_API_KEY") != nullptr);
        QVERIFY(!shown.find<QCheckBox>("key_OPENAI_API_KEY")->isEnabled()); // it is there since the test before
        shown.find<QRadioButton>("placeVariable")->setChecked(true);
        shown.click("importNext");
        QTRY_VERIFY(shown.canImport());
        QVERIFY(shown.cell(0, 3).contains(QStringLiteral("env:MISTRAL_API_KEY")));
        shown.click("importNext");
        QTRY_VERIFY(shown.dialog.isNull());
    }

    void aLiteLlmFileIsShownBeforeItIsTaken() {
        const auto path =
            file("litellm.yaml",
                 "model_list:\n"
                 "  - {model_name: fast, litellm_params: {model: groq/llama, api_key: os.environ/G, rpm: 5}}\n"
                 "  - {model_name: odd, litellm_params: {model: imaginary/x}}\n");
        Shown shown(m_gateway.address());
        shown.dialog->openFile(path);
        QTRY_VERIFY(shown.canImport());
        QCOMPARE(shown.rows(), 2);
        const auto notes = shown.find<QPlainTextEdit>("importNotes")->toPlainText();
        QVERIFY(notes.contains(QStringLiteral("model_list[0].litellm_params.rpm")));
        QVERIFY(notes.contains(QStringLiteral("imaginary")));
        shown.click("importNext");
        QTRY_VERIFY(shown.dialog.isNull());
        const auto route = shown.object(QStringLiteral("/routes/fast"));
        QCOMPARE(route.value(QLatin1String("targets")).toArray().size(), 1);
        // What stood before stands still.
        QCOMPARE(shown.object(QStringLiteral("/apps/tests")).value(QLatin1String("id")).toString(),
                 QStringLiteral("tests"));
    }

    void aBundleCanReplaceEverything() {
        const auto path =
            file("bundle.yaml", "version: 1\nproviders:\n  - {id: only, preset: openai, keys: [\"env:X\"]}\n");
        Shown shown(m_gateway.address());
        shown.dialog->openFile(path);
        QTRY_VERIFY(shown.canImport());
        QCOMPARE(shown.rows(), 1);
        QVERIFY(shown.find<QCheckBox>("importReplace")->isVisible());
        shown.find<QCheckBox>("importReplace")->setChecked(true);
        QTRY_VERIFY(shown.rows() > 1 && shown.canImport());
        QVERIFY(shown.find<QLabel>("importSum")->text().contains(QStringLiteral("remove")));
        shown.find<QCheckBox>("importReplace")->setChecked(false);
        QTRY_VERIFY(shown.rows() == 1 && shown.canImport());
    }

    void whatIsWrongIsSaidAndChangesNothing_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("not YAML") << QByteArray("a: [1\n") << QStringLiteral("Line");
        QTest::newRow("unknown field") << QByteArray("version: 1\nsurprise: 2\n") << QStringLiteral("surprise");
        QTest::newRow("unknown preset") << QByteArray("version: 1\nproviders: [{id: a, preset: nope}]\n")
                                        << QStringLiteral("nope");
    }

    void whatIsWrongIsSaidAndChangesNothing() {
        QFETCH(QByteArray, text);
        QFETCH(QString, said);
        Shown shown(m_gateway.address());
        shown.dialog->openFile(file("wrong.yaml", text));
        const auto told = [&] {
            const auto labels = shown.dialog->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](QLabel* label) { return label->isVisible() && label->text().contains(said); });
        };
        QTRY_VERIFY(told());
        QVERIFY(!shown.canImport());
    }

    void aMissingFileIsSaid() {
        Shown shown(m_gateway.address());
        shown.dialog->openFile(m_folder.filePath(QStringLiteral("nowhere.yaml")));
        QTRY_VERIFY(shown.find<QLabel>("importSourceFault")->text().contains(QStringLiteral("nowhere.yaml")));
    }

    void anExportHoldsNoSecretAndComesBack() {
        const QString path = m_folder.filePath(QStringLiteral("export.yaml"));
        Shown shown(m_gateway.address());
        exportConfiguration(shown.console, &shown.window, path);
        QTRY_VERIFY(QFile::exists(path));
        QFile exported(path);
        QVERIFY(exported.open(QIODevice::ReadOnly));
        const auto text = exported.readAll();
        QVERIFY(text.contains("openai"));
        QVERIFY(!text.contains("sk-secret"));
        QVERIFY(!text.contains(m_gateway.key()));
        shown.dialog->openFile(path);
        QTRY_VERIFY(shown.find<QLabel>("importSum")->text().contains(QStringLiteral("there already")));
    }

    void aVariableOfSeveralProvidersCountsForOne() {
        const auto preset = [](const char* id, bool supported) {
            return QJsonObject{{QStringLiteral("id"), QLatin1String(id)},
                               {QStringLiteral("name"), QLatin1String(id)},
                               {QStringLiteral("environment"), QJsonArray{QStringLiteral("SHARED_API_KEY")}},
                               {QStringLiteral("supported"), supported}};
        };
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("SHARED_API_KEY"), QStringLiteral("short"));
        environment.insert(QStringLiteral("EMPTY_API_KEY"), QString());
        const auto found =
            findKeys(environment, PresetTable({preset("one-plan", true), preset("x", false), preset("one", true)}));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().preset, QStringLiteral("one"));
        QVERIFY(found.first().ending.isEmpty()); // too short to tell of
    }
};

QTEST_MAIN(TransferTest)
#include "tst_transfer.moc"
