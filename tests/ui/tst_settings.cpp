// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/models/own_gateway.h"
#include "ui/settings/backup_page.h"
#include "ui/settings/keep_text.h"
#include "ui/settings/records_page.h"
#include "ui/settings/setting_row.h"
#include "ui/settings/settings_view.h"
#include "ui/widgets/shortcuts.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse::ui;

class SettingsTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;
    QTemporaryDir m_folder;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address)
            : refresh(QStringLiteral("Refresh")), replay(QStringLiteral("Replay")) {
            refresh.setShortcut(QKeySequence(Qt::Key_F5));
            replay.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
            shortcuts.add(&refresh, QStringLiteral("window/actionRefresh"), {});
            shortcuts.add(&replay, QStringLiteral("log/actionReplay"), QStringLiteral("Live log"));
            console.shortcuts = &shortcuts;
            toast->attachTo(&window);
            view = new SettingsView(console, &own);
            view->setParent(&window);
            window.resize(1200, 800);
            view->resize(1200, 800);
            window.show();
            client.connectTo(address);
        }
        template <typename Widget>
        Widget* find(const char* name) {
            return view->findChild<Widget*>(QLatin1String(name));
        }
        void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
        void choose(const char* name, const QString& value) {
            auto* box = find<QComboBox>(name);
            box->setCurrentIndex(box->findData(value));
            Q_EMIT box->activated(box->currentIndex());
        }
        bool tells(const QString& text) {
            const auto labels = window.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](QLabel* label) { return label->isVisible() && label->text().contains(text); });
        }
        QJsonObject records() {
            QJsonObject result;
            bool done = false;
            client.get(QStringLiteral("/records"), {}, &window, [&](const Reply& reply) {
                result = reply.object();
                done = true;
            });
            [&] { QTRY_VERIFY(done); }();
            return result;
        }

        QAction refresh;
        QAction replay;
        Shortcuts shortcuts;
        OwnGateway own;
        QWidget window;
        SettingsView* view;
    };

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("GatehouseTest"));
        QCoreApplication::setApplicationName(QStringLiteral("Settings"));
        QVERIFY(m_gateway.start());
    }
    void init() { QSettings().clear(); }
    void cleanupTestCase() { QSettings().clear(); }

    void everySettingIsFoundBySearch() {
        Shown shown(m_gateway.address());
        auto* search = shown.find<QLineEdit>("settingsSearch");
        auto* list = shown.find<QListWidget>("settingsPages");
        int rows = 0;
        const auto all = shown.view->findChildren<SettingRow*>();
        for (auto* row : all) {
            search->setText(row->title());
            int shownPages = 0;
            for (int i = 0; i < list->count(); ++i)
                shownPages += list->item(i)->isHidden() ? 0 : 1;
            QVERIFY2(shownPages > 0, qPrintable(row->title()));
            QVERIFY(!list->currentItem()->isHidden());
            QCOMPARE(row->property("role").toString(), QStringLiteral("settingFound"));
            ++rows;
        }
        QVERIFY(rows > 30);
        search->setText(QStringLiteral("no setting is called this"));
        QVERIFY(shown.find<QLabel>("settingsNothing")->isVisible());
        QTest::keyClick(search, Qt::Key_Escape);
        search->clear();
        QVERIFY(!shown.find<QLabel>("settingsNothing")->isVisible());
    }

    void theProgramsSearchKnowsEveryPage() {
        Shown shown(m_gateway.address());
        auto* list = shown.find<QListWidget>("settingsPages");
        const auto places = SettingsView::places();
        QCOMPARE(places.size(), list->count());
        for (int i = 0; i < places.size(); ++i) {
            QCOMPARE(places[i].title, list->item(i)->text());
            shown.view->open(places[i].id);
            QCOMPARE(list->currentRow(), i);
        }
    }

    void whatIsKeptChangesAtOnceAndCanBeUndone() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("privacy"));
        QTRY_VERIFY(shown.find<QComboBox>("setting_keep_calls")->isEnabled());
        QTRY_VERIFY(shown.find<QLabel>("diskUse")->text().contains(QStringLiteral("calls")));
        shown.choose("setting_keep_calls", QStringLiteral("7d"));
        QTRY_COMPARE(shown.records().value(QLatin1String("keep")).toObject().value(QLatin1String("calls")).toString(),
                     QStringLiteral("7d"));
        QVERIFY(shown.changes.canUndo());
        shown.changes.undo();
        QTRY_COMPARE(shown.find<QComboBox>("setting_keep_calls")->currentData().toString(), QStringLiteral("30d"));
        shown.choose("setting_bodies", QStringLiteral("errors"));
        QTRY_COMPARE(shown.records().value(QLatin1String("bodies")).toString(), QStringLiteral("errors"));
    }

    void aRefusedValueIsSaidAtItsField() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("privacy"));
        auto* box = shown.find<QComboBox>("setting_body_cap");
        QTRY_VERIFY(box->isEnabled());
        const QString before = box->currentData().toString();
        box->addItem(QStringLiteral("Too much"), QStringLiteral("9MiB"));
        shown.choose("setting_body_cap", QStringLiteral("9MiB"));
        QTRY_VERIFY(shown.tells(QStringLiteral("8MiB")));
        QCOMPARE(box->currentData().toString(), before);
    }

    void aPageIsResetAfterAsking() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("privacy"));
        QTRY_VERIFY(shown.find<QComboBox>("setting_keep_minutes")->isEnabled());
        shown.choose("setting_keep_minutes", QStringLiteral("forever"));
        QTRY_COMPARE(shown.records().value(QLatin1String("keep")).toObject().value(QLatin1String("minutes")).toString(),
                     QStringLiteral("forever"));
        QTRY_VERIFY(shown.view->findChild<RecordsPage*>() != nullptr);
        shown.click("resetPage");
        QPushButton* yes = nullptr;
        const auto dialogs = QApplication::topLevelWidgets();
        for (auto* dialog : dialogs)
            if (auto* button = dialog->findChild<QPushButton*>(QStringLiteral("confirmVerb")))
                yes = button;
        QVERIFY(yes != nullptr);
        QTest::mouseClick(yes, Qt::LeftButton);
        QTRY_COMPARE(shown.records().value(QLatin1String("keep")).toObject().value(QLatin1String("minutes")).toString(),
                     QStringLiteral("7d"));
    }

    void workOnTheRecordsIsFollowed() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("privacy"));
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.click("job_vacuum");
        QTRY_VERIFY(shown.find<QLabel>("jobState_vacuum")->text().contains(QStringLiteral("Done")));
    }

    void portsAreCheckedThenTheGatewayIsAskedToRestart() {
        Shown shown(m_gateway.address());
        shown.own.setServing(true);
        shown.view->open(QStringLiteral("gateway"));
        QSignalSpy restarts(&shown.own, &OwnGateway::restartAsked);
        auto* port = shown.find<QSpinBox>("setting_gatewayPort");
        QCOMPARE(port->value(), 8642);
        QVERIFY(!shown.find<QPushButton>("applyPorts")->isEnabled());
        port->setValue(8643);
        QVERIFY(shown.tells(QStringLiteral("must differ")));
        QVERIFY(!shown.find<QPushButton>("applyPorts")->isEnabled());
        port->setValue(9000);
        shown.click("applyPorts");
        QCOMPARE(restarts.size(), 1);
        QCOMPARE(OwnGateway::load().gatewayPort, quint16(9000));
        Q_EMIT shown.own.failed(QStringLiteral("Port 9000 is taken."));
        QVERIFY(shown.tells(QStringLiteral("Port 9000 is taken.")));
    }

    void theNetworkIsCheckedBeforeItIsKept_data() {
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("noProxy");
        QTest::addColumn<bool>("right");
        const QString good = QStringLiteral("socks5h://jo@proxy.example:1080");
        QTest::newRow("right") << good << QStringLiteral("env:PROXY_PASSWORD")
                               << QStringLiteral("example.com, 10.0.0.0/8") << true;
        QTest::newRow("no URL") << QStringLiteral("proxy") << QString() << QString() << false;
        QTest::newRow("password in it") << QStringLiteral("http://jo:secret@proxy.example") << QString() << QString()
                                        << false;
        QTest::newRow("plain password") << good << QStringLiteral("plain:secret") << QString() << false;
        QTest::newRow("no reference") << good << QStringLiteral("secret") << QString() << false;
        QTest::newRow("no host") << good << QString() << QStringLiteral("a b!") << false;
    }

    void theNetworkIsCheckedBeforeItIsKept() {
        QFETCH(QString, proxy);
        QFETCH(QString, password);
        QFETCH(QString, noProxy);
        QFETCH(bool, right);
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("network"));
        QSignalSpy restarts(&shown.own, &OwnGateway::restartAsked);
        shown.choose("setting_proxyWay", QString());
        QTest::keyClicks(shown.find<QLineEdit>("setting_proxy"), proxy);
        QTest::keyClicks(shown.find<QLineEdit>("setting_proxyPassword"), password);
        QTest::keyClicks(shown.find<QLineEdit>("setting_noProxy"), noProxy);
        shown.click("applyNetwork");
        QCOMPARE(restarts.size(), right ? 1 : 0);
        QCOMPARE(OwnGateway::load().proxy, right ? proxy : QStringLiteral("environment"));
        // Nothing that was typed is lost, and the settings file holds no secret.
        QCOMPARE(shown.find<QLineEdit>("setting_proxy")->text(), proxy);
        QSettings().sync();
        QFile kept(QSettings().fileName());
        QVERIFY(!kept.open(QIODevice::ReadOnly) || !kept.readAll().contains("secret"));
    }

    void switchesCountAtOnceAndCanBeTakenBack() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("notifications"));
        auto* box = shown.find<QCheckBox>("setting_notify_failover");
        QVERIFY(box->isChecked());
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QVERIFY(!QSettings().value(QStringLiteral("notifications/failover"), true).toBool());
        QPushButton* undo = nullptr;
        const auto buttons = shown.window.findChildren<QPushButton*>();
        for (auto* button : buttons)
            if (button->isVisible() && button->text() == QStringLiteral("Undo"))
                undo = button;
        QVERIFY(undo != nullptr);
        QTest::mouseClick(undo, Qt::LeftButton);
        QVERIFY(box->isChecked());
        QVERIFY(QSettings().value(QStringLiteral("notifications/failover"), true).toBool());
    }

    void theThemeChangesAtOnce() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("appearance"));
        auto* box = shown.find<QComboBox>("setting_theme");
        box->setCurrentIndex(2);
        Q_EMIT box->activated(2);
        QVERIFY(shown.theme.isDark());
        shown.theme.setAppearance(Appearance::Light);
        QCOMPARE(box->currentIndex(), 1);
    }

    void keysAreReboundUnlessTheyAreTaken() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("shortcuts"));
        auto* table = shown.find<TableView>("shortcutTable");
        QCOMPARE(table->model()->rowCount(), 2);
        table->setQuickFilter(QStringLiteral("replay"));
        QCOMPARE(table->model()->rowCount(), 1);
        table->selectRow(0);
        QTRY_COMPARE(shown.find<QLabel>("shortcutCommand")->text(), QStringLiteral("Replay"));
        auto* keys = shown.find<QKeySequenceEdit>("shortcutKeys");
        keys->setKeySequence(QKeySequence(Qt::Key_F5));
        shown.click("shortcutAssign");
        QVERIFY(shown.tells(QStringLiteral("Refresh")));
        QCOMPARE(shown.replay.shortcut(), QKeySequence(Qt::CTRL | Qt::Key_R));
        keys->setKeySequence(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Y));
        shown.click("shortcutAssign");
        QCOMPARE(shown.replay.shortcut(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Y));
        shown.click("shortcutStandard");
        QCOMPARE(shown.replay.shortcut(), QKeySequence(Qt::CTRL | Qt::Key_R));
        shown.click("shortcutRemove");
        QVERIFY(shown.replay.shortcut().isEmpty());
    }

    void aBackupIsWrittenWhole() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.view->open(QStringLiteral("backup"));
        QCOMPARE(shown.find<QLabel>("lastBackup")->text(), QStringLiteral("None yet"));
        const QString path = m_folder.filePath(QStringLiteral("all.backup"));
        auto* page = shown.view->findChild<BackupPage*>();
        page->backUpTo(path);
        QVERIFY(shown.find<QPushButton>("cancelBackup")->isVisible());
        QTRY_VERIFY(QFile::exists(path));
        QTRY_VERIFY(shown.find<QLabel>("lastBackup")->text().contains(path));
        QVERIFY(QFile(path).size() > 1'000);
        QVERIFY(!(QFile::permissions(path) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
        QVERIFY(shown.find<QPushButton>("makeBackup")->isVisible());
        // Where nothing can be written it says so.
        page->backUpTo(QStringLiteral("/proc/nowhere/all.backup"));
        QTRY_VERIFY(shown.tells(QStringLiteral("cannot be written")));
    }

    void diagnosticsHoldNoSecret() {
        Shown shown(m_gateway.address());
        shown.view->open(QStringLiteral("about"));
        QTRY_VERIFY(!shown.find<QLabel>("gatewayVersion")->text().isEmpty());
        shown.click("copyDiagnostics");
        const QString text = QApplication::clipboard()->text();
        QVERIFY(text.contains(QStringLiteral("uptime_ms")));
        QVERIFY(!text.contains(QString::fromUtf8(m_gateway.address().token)));
        QVERIFY(!text.contains(m_gateway.address().admin.host()));
    }

    void valuesAreReadAsPeopleDo() {
        const QLocale english(QLocale::English);
        QCOMPARE(keepText(english, QStringLiteral("30d")), QStringLiteral("30 days"));
        QCOMPARE(keepText(english, QStringLiteral("12h")), QStringLiteral("12 hours"));
        QCOMPARE(keepText(english, QStringLiteral("64KiB")), QStringLiteral("64 KiB"));
        QCOMPARE(keepText(english, QStringLiteral("20GiB")), QStringLiteral("20 GiB"));
        QCOMPARE(keepText(english, QStringLiteral("unlimited")), QStringLiteral("Unlimited"));
    }
};

QTEST_MAIN(SettingsTest)
#include "tst_settings.moc"
