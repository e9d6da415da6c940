// SPDX-License-Identifier: GPL-3.0-or-later
// Work with the calls of the log, by clicks, against a real daemon: filter, open, replay, compare, cancel, export.
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/client/gateway_client.h"
#include "ui/log/log_view.h"
#include "ui/models/call_model.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace gatehouse::ui;

class LogCallsTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address, const QString& filter = {}) : view(console) {
            toast->attachTo(&view);
            view.resize(1400, 700);
            view.open(filter);
            view.show();
            client.connectTo(address);
        }
        template <typename Widget>
        Widget* find(const char* name) {
            return view.findChild<Widget*>(QLatin1String(name));
        }
        QTableView* table() { return find<QTableView>("logTable"); }
        QAbstractItemModel* model() { return table()->model(); }
        int rows() { return model()->rowCount(); }
        QString cell(int row, int column) { return model()->index(row, column).data().toString(); }
        void click(int row, int column, Qt::KeyboardModifiers keys = Qt::NoModifier) {
            const auto place = table()->visualRect(model()->index(row, column)).center();
            QTest::mouseClick(table()->viewport(), Qt::LeftButton, keys, place);
        }
        void press(const char* action) {
            auto* button = find<QWidget>(QByteArray("button_").append(action).constData());
            QVERIFY(button != nullptr);
            QTRY_VERIFY(button->isEnabled());
            QTest::mouseClick(button, Qt::LeftButton);
        }
        QAction* action(const char* name) { return find<QAction>(name); }
        // The inspector's page is there and says this.
        bool tells(const char* page, const QString& text) {
            const auto* widget = find<QWidget>(page);
            if (widget == nullptr)
                return false;
            const auto labels = widget->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](QLabel* label) { return label->text().contains(text); });
        }

        LogView view;
    };

    template <typename Widget>
    static Widget* topLevel(const char* name) {
        for (auto* widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == QLatin1String(name) && widget->isVisible())
                return qobject_cast<Widget*>(widget);
        }
        return nullptr;
    }

    bool send(GatewayClient& client, GatewayClient::Verb verb, const QString& path, const QJsonObject& body) {
        int status = -1;
        client.send(verb, path, body, &client, [&](const Reply& reply) { status = reply.status(); });
        return QTest::qWaitFor([&] { return status >= 0; }) && status < 300;
    }

    void keepBodies(GatewayClient& client) {
        QVERIFY(send(client, GatewayClient::Verb::Patch, QStringLiteral("/records"),
                     {{QStringLiteral("bodies"), QStringLiteral("all")}}));
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QSettings().clear();
        QVERIFY(m_gateway.start());
    }

    void aCallIsFilteredOpenedReplayedAndCompared() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        keepBodies(shown.client);
        QCOMPARE(m_gateway.call(QStringLiteral("no-such-model")), 404);
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QTRY_COMPARE(shown.rows(), 2);
        // A click chooses the call; another one on a cell of it keeps what fits that cell.
        shown.click(0, CallModel::Model);
        QVERIFY(shown.find<QLineEdit>("logFilter")->text().isEmpty());
        shown.click(0, CallModel::Model);
        QCOMPARE(shown.find<QLineEdit>("logFilter")->text(), QStringLiteral("model:demo/echo"));
        QTRY_COMPARE(shown.rows(), 1);
        QCOMPARE(shown.view.findChildren<QPushButton*>(QStringLiteral("filterChip")).size(), 1);
        // Opened, it tells all of it.
        shown.click(0, CallModel::Status);
        QTRY_VERIFY(shown.tells("inspectorExplain", QStringLiteral("demo/echo served it with status 200")));
        QTRY_VERIFY(shown.find<QWidget>("costLines") != nullptr);
        auto* text = shown.find<QWidget>("inspectorRequest")->findChild<QPlainTextEdit*>(QStringLiteral("bodyText"));
        QTRY_VERIFY(text->toPlainText().contains(QStringLiteral("Hello")));
        auto* headers = shown.find<QTreeWidget>("inspectorHeaders");
        QTRY_VERIFY(!headers->findItems(QStringLiteral("[masked:credential]"), Qt::MatchRecursive, 1).isEmpty());
        // Sent again, the new call comes in.
        shown.press("actionReplay");
        QTRY_COMPARE(shown.rows(), 2);
        QCOMPARE(shown.cell(0, CallModel::Tags), QStringLiteral("replay"));
        // Both beside each other.
        shown.click(0, CallModel::Time);
        shown.click(1, CallModel::Time, Qt::ShiftModifier);
        shown.press("actionCompare");
        QTRY_VERIFY(topLevel<QDialog>("compareDialog") != nullptr);
        auto* dialog = topLevel<QDialog>("compareDialog");
        auto* tree = dialog->findChild<QTreeWidget*>(QStringLiteral("compareTree"));
        QTRY_VERIFY(tree->topLevelItemCount() == 5);
        const auto keys = tree->findItems(QStringLiteral("Application"), Qt::MatchRecursive | Qt::MatchExactly, 0);
        QCOMPARE(keys.size(), 1);
        QCOMPARE(keys.first()->text(1), QStringLiteral("tests"));
        QCOMPARE(keys.first()->text(2), QStringLiteral("console"));
        QTest::mouseClick(dialog->findChild<QCheckBox*>(QStringLiteral("compareOnlyDifferent")), Qt::LeftButton);
        QVERIFY(tree->findItems(QStringLiteral("Model asked"), Qt::MatchRecursive, 0).first()->isHidden());
        QVERIFY(!keys.first()->isHidden());
        dialog->close();
    }

    void aRequestIsEditedAndSentAgain() {
        Shown shown(m_gateway.address(), QStringLiteral("model:demo/echo"));
        QTRY_VERIFY(shown.rows() > 0);
        const int before = shown.rows();
        shown.click(0, CallModel::Time);
        shown.press("actionEditReplay");
        QTRY_VERIFY(topLevel<QDialog>("replayDialog") != nullptr);
        auto* dialog = topLevel<QDialog>("replayDialog");
        auto* body = dialog->findChild<QPlainTextEdit*>(QStringLiteral("replayBody"));
        auto* button = dialog->findChild<QPushButton*>(QStringLiteral("replaySend"));
        // What is no JSON is told at the field, and cannot be sent.
        const QString right = body->toPlainText();
        body->setPlainText(right + u'}');
        QVERIFY(!dialog->findChild<QLabel*>(QStringLiteral("replayFault"))->text().isEmpty());
        QVERIFY(!button->isEnabled());
        body->setPlainText(QString(right).replace(QStringLiteral("Hello"), QStringLiteral("Goodbye")));
        QVERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        auto* answer = dialog->findChild<QPlainTextEdit*>(QStringLiteral("replayAnswer"));
        QTRY_VERIFY(answer->toPlainText().contains(QStringLiteral("Goodbye")));
        QTRY_VERIFY(dialog->findChild<QPushButton*>(QStringLiteral("replayCompare"))->isEnabled());
        dialog->close();
        QTRY_COMPARE(shown.rows(), before + 1);
    }

    void aRunningCallTicksAndIsCancelled() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QNetworkAccessManager network;
        QUrl url(m_gateway.address().gateway);
        url.setPath(QStringLiteral("/v1/chat/completions"));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + m_gateway.key());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        const QByteArray words = QByteArray("word ").repeated(400);
        auto* reply = network.post(
            request,
            QByteArray("{\"model\":\"demo/slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"") +
                words + QByteArray("\"}]}"));
        QTRY_VERIFY(shown.rows() > 0 && shown.model()->index(0, 0).data(CallModel::RunningRole).toBool());
        QTRY_VERIFY(!shown.cell(0, CallModel::Output).isEmpty()); // tokens so far
        const QString ticking = shown.cell(0, CallModel::Total);
        QTRY_VERIFY(shown.cell(0, CallModel::Total) != ticking);
        shown.click(0, CallModel::Time);
        shown.press("actionCancelCall");
        QTRY_VERIFY(reply->isFinished());
        QVERIFY(reply->readAll().contains("cancelled_by_admin")); // told in the stream
        QTRY_VERIFY(!shown.model()->index(0, 0).data(CallModel::RunningRole).toBool());
        QTRY_COMPARE(shown.cell(0, CallModel::Status), QStringLiteral("cancelled"));
        delete reply;
        // What was chosen stays chosen.
        QTRY_VERIFY(shown.tells("inspectorExplain", QStringLiteral("cancelled in the console")));
    }

    void withoutBodiesTheyCanBeRecordedForAWhile() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QVERIFY(send(shown.client, GatewayClient::Verb::Patch, QStringLiteral("/records"),
                     {{QStringLiteral("bodies"), QStringLiteral("off")}}));
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QTRY_VERIFY(shown.rows() > 0 && shown.cell(0, CallModel::Model) == QStringLiteral("demo/echo") &&
                    shown.cell(0, CallModel::Tags).isEmpty());
        shown.click(0, CallModel::Time);
        auto* page = shown.find<QWidget>("inspectorRequest");
        shown.find<QTabWidget>("inspectorTabs")->setCurrentWidget(page);
        auto* button = page->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_VERIFY(button->isVisible() && button->text().contains(QStringLiteral("15 min")));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(button->text().contains(QStringLiteral("Stop")));
        const int before = shown.rows();
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QTRY_COMPARE(shown.rows(), before + 1);
        shown.click(0, CallModel::Time);
        auto* text = page->findChild<QPlainTextEdit*>(QStringLiteral("bodyText"));
        QTRY_VERIFY(text->isVisible() && text->toPlainText().contains(QStringLiteral("Hello")));
    }

    void aRequestIdFromElsewhereShowsThatCall() {
        QCOMPARE(m_gateway.call(QStringLiteral("no-such-model")), 404);
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 1 && shown.cell(1, CallModel::Model) == QStringLiteral("no-such-model"));
        const QString id = shown.model()->index(1, 0).data(CallModel::CallRole).toString();
        shown.view.open(id);
        QTRY_COMPARE(shown.rows(), 1);
        QTRY_VERIFY(shown.tells("inspectorSummary", id));
        // Read anew it stays chosen; where it does not fit, nothing is.
        shown.view.refresh();
        QTRY_COMPARE(shown.table()->currentIndex().data(CallModel::CallRole).toString(), id);
        shown.view.open(QStringLiteral("status:200"));
        QTRY_COMPARE(shown.cell(0, CallModel::Status), QStringLiteral("200"));
        QVERIFY(!shown.action("actionReplay")->isEnabled());
        // Esc takes the filter away.
        QTest::keyClick(shown.find<QLineEdit>("logFilter"), Qt::Key_Escape);
        QTRY_VERIFY(shown.rows() > 1);
        QVERIFY(shown.view.state().isEmpty());
    }

    void theWayOfACallLeadsToItsRoute() {
        Shown shown(m_gateway.address(), QStringLiteral("model:demo/echo"));
        QTRY_VERIFY(shown.rows() > 0);
        shown.click(0, CallModel::Time);
        QSignalSpy led(&shown.view, &View::goTo);
        shown.press("actionExplainRouting");
        QCOMPARE(led.count(), 1);
        QCOMPARE(led.first().at(0).toString(), QStringLiteral("routes"));
        QCOMPARE(led.first().at(1).toString(), QStringLiteral("simulate:demo/echo"));
    }

    void theInspectorGoesBelowWhereItIsNarrow() {
        Shown shown(m_gateway.address());
        auto* inspector = shown.find<QWidget>("inspector");
        const auto place = [&](QWidget* widget) { return widget->mapTo(&shown.view, QPoint(0, 0)); };
        QVERIFY(place(inspector).x() > place(shown.table()).x());
        shown.view.setNarrow(true);
        QTRY_VERIFY(place(inspector).y() > place(shown.table()).y());
        shown.view.toggleInspector();
        QVERIFY(!inspector->isVisible());
        shown.view.toggleInspector();
        QVERIFY(inspector->isVisible());
        shown.view.setNarrow(false);
        QTRY_VERIFY(place(inspector).x() > place(shown.table()).x());
        shown.press("actionInspectorPlace"); // as the person wants it, and so the next time too
        Shown again(m_gateway.address());
        auto* other = again.find<QWidget>("inspector");
        QTRY_VERIFY(other->mapTo(&again.view, QPoint(0, 0)).y() > again.table()->mapTo(&again.view, QPoint(0, 0)).y());
        again.press("actionInspectorPlace");
    }

    void columnsAreRemembered() {
        {
            Shown shown(m_gateway.address());
            QTRY_VERIFY(shown.rows() > 0);
            shown.press("actionColumns");
            auto* menu = shown.find<QMenu>("columnMenu");
            QVERIFY(menu != nullptr);
            for (auto* action : menu->actions()) {
                if (action->text() == QStringLiteral("Route"))
                    action->trigger();
            }
            menu->close();
            QVERIFY(shown.table()->isColumnHidden(CallModel::Route));
        }
        Shown again(m_gateway.address());
        QVERIFY(again.table()->isColumnHidden(CallModel::Route));
    }

    void aLargeBodyIsReadWhenItIsAskedFor() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        QVERIFY(send(
            shown.client, GatewayClient::Verb::Patch, QStringLiteral("/records"),
            {{QStringLiteral("bodies"), QStringLiteral("all")}, {QStringLiteral("body_cap"), QStringLiteral("2MiB")}}));
        QNetworkAccessManager network;
        QUrl url(m_gateway.address().gateway);
        url.setPath(QStringLiteral("/v1/chat/completions"));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + m_gateway.key());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        const QByteArray words = QByteArray("many words ").repeated(150'000);
        std::unique_ptr<QNetworkReply> reply(network.post(
            request, QByteArray("{\"model\":\"demo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"") + words +
                         QByteArray("\"}]}")));
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 20'000);
        QTRY_VERIFY(shown.rows() > 0 && shown.cell(0, CallModel::Input).size() > 5);
        // Masking so much takes its time.
        const QString bodies =
            QString(QStringLiteral("/calls/") + shown.model()->index(0, 0).data(CallModel::CallRole).toString() +
                    QStringLiteral("/bodies"));
        int status = 404;
        QVERIFY(QTest::qWaitFor(
            [&] {
                if (status == 404) {
                    status = 0;
                    shown.client.get(bodies, {}, &shown.view, [&](const Reply& kept) { status = kept.status(); });
                }
                return status == 200;
            },
            30'000));
        shown.click(0, CallModel::Time);
        auto* page = shown.find<QWidget>("inspectorRequest");
        shown.find<QTabWidget>("inspectorTabs")->setCurrentWidget(page);
        auto* button = page->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_VERIFY(button->isVisible() && button->text().contains(QStringLiteral("Load")));
        QTest::mouseClick(button, Qt::LeftButton);
        auto* text = page->findChild<QPlainTextEdit*>(QStringLiteral("bodyText"));
        QTRY_VERIFY(text->isVisible() && text->toPlainText().contains(QStringLiteral("many words")));
        QVERIFY(text->toPlainText().contains(QStringLiteral("Only the beginning is shown here")));
    }

    void aClickWithAltLeavesOut() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 0);
        shown.click(0, CallModel::Model, Qt::AltModifier);
        QCOMPARE(shown.find<QLineEdit>("logFilter")->text(),
                 QString(QStringLiteral("-model:") + QStringLiteral("demo/echo")));
        QTRY_VERIFY(shown.rows() == 0 || shown.cell(0, CallModel::Model) != QStringLiteral("demo/echo"));
        // The chip takes its term away.
        auto* chip = shown.find<QPushButton>("filterChip");
        QVERIFY(chip != nullptr);
        QTest::mouseClick(chip, Qt::LeftButton);
        QVERIFY(shown.find<QLineEdit>("logFilter")->text().isEmpty());
    }

    void aCallIsCopiedWithoutItsKey() {
        QCOMPARE(m_gateway.call(QStringLiteral("demo/flaky")), 200);
        Shown shown(m_gateway.address(), QStringLiteral("model:demo/flaky"));
        QTRY_VERIFY(shown.rows() > 0);
        shown.click(0, CallModel::Time);
        for (const auto& [name, word] : {std::pair{"actionCopyCurl", "curl '"}, std::pair{"actionCopyPython", "urllib"},
                                         std::pair{"actionCopyJavaScript", "await fetch("}}) {
            QApplication::clipboard()->clear();
            QTRY_VERIFY(shown.action(name)->isEnabled());
            shown.action(name)->trigger();
            QTRY_VERIFY(QApplication::clipboard()->text().contains(QLatin1String(word)));
            const QString copied = QApplication::clipboard()->text();
            QVERIFY(copied.contains(QStringLiteral("GATEHOUSE_API_KEY")));
            QVERIFY(copied.contains(QStringLiteral("Hello")));
            QVERIFY(!copied.contains(QString::fromLatin1(m_gateway.key())));
        }
    }

    void filtersAreSavedOnTheGateway() {
        Shown shown(m_gateway.address(), QStringLiteral("status>=400"));
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        shown.action("actionSaveFilter")->trigger();
        QTRY_VERIFY(topLevel<QDialog>("saveFilterDialog") != nullptr);
        auto* dialog = topLevel<QDialog>("saveFilterDialog");
        auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("field_name"));
        name->setText(QStringLiteral("/"));
        qobject_cast<QDialog*>(dialog)->accept();
        QVERIFY(dialog->isVisible()); // refused, and told at the field
        name->setText(QStringLiteral("Errors today"));
        QSignalSpy closed(dialog, &QDialog::finished);
        dialog->accept();
        QTRY_COMPARE(closed.count(), 1);
        // Another window finds it.
        Shown other(m_gateway.address());
        QTRY_COMPARE(other.client.state(), GatewayClient::State::Connected);
        QTRY_VERIFY(other.action("saved_Errors today") != nullptr);
        other.action("saved_Errors today")->trigger();
        QCOMPARE(other.find<QLineEdit>("logFilter")->text(), QStringLiteral("status>=400"));
    }

    void theDisplayPausesButNotTheRecord() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 0);
        const int before = shown.rows();
        shown.press("actionPause");
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        auto* pill = shown.find<QPushButton>("newCalls");
        QTRY_VERIFY(pill->isVisible());
        QCOMPARE(shown.rows(), before);
        QTest::mouseClick(pill, Qt::LeftButton); // goes on
        QTRY_COMPARE(shown.rows(), before + 1);
        QVERIFY(!shown.action("actionPause")->isChecked());
    }

    void probesAreHiddenUntilTheyAreWanted() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 0);
        const int before = shown.rows();
        QNetworkAccessManager network;
        QUrl url(m_gateway.address().gateway);
        url.setPath(QStringLiteral("/v1/chat/completions"));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + m_gateway.key());
        request.setRawHeader("x-gatehouse-tags", "nightly, probe");
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        std::unique_ptr<QNetworkReply> reply(network.post(
            request, QByteArray("{\"model\":\"demo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QTRY_COMPARE(shown.rows(), before + 1); // the one behind it only
        auto* probes = shown.find<QCheckBox>("showProbes");
        probes->setChecked(true);
        QTRY_VERIFY(shown.rows() >= before + 2);
        probes->setChecked(false);
        QTRY_COMPARE(shown.rows(), before + 1);
    }

    void callsAreExported() {
        QTemporaryDir folder;
        Shown shown(m_gateway.address(), QStringLiteral("model:demo/echo"));
        QTRY_VERIFY(shown.rows() > 0);
        shown.press("actionExport");
        QTRY_VERIFY(shown.view.window()->findChild<QFileDialog*>(QStringLiteral("exportDialog")) != nullptr);
        auto* dialog = shown.view.window()->findChild<QFileDialog*>(QStringLiteral("exportDialog"));
        const QString file = folder.filePath(QStringLiteral("calls.csv"));
        Q_EMIT dialog->fileSelected(file);
        dialog->close();
        QTRY_VERIFY(QFile::exists(file));
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count("demo/echo") >= shown.rows(), true);
    }

    void harHasTheFormOfHar12AndNoSecret() {
        QTemporaryDir folder;
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 1);
        shown.table()->selectAll();
        shown.press("actionExportHar");
        QTRY_VERIFY(shown.view.window()->findChild<QFileDialog*>(QStringLiteral("harDialog")) != nullptr);
        auto* dialog = shown.view.window()->findChild<QFileDialog*>(QStringLiteral("harDialog"));
        const QString file = folder.filePath(QStringLiteral("calls.har"));
        Q_EMIT dialog->fileSelected(file);
        dialog->close();
        QTRY_VERIFY(QFile::exists(file));
        QFile har(file);
        QVERIFY(har.open(QIODevice::ReadOnly));
        const auto bytes = har.readAll();
        QVERIFY(!bytes.contains(m_gateway.key()));
        const auto log = QJsonDocument::fromJson(bytes).object().value(QLatin1String("log")).toObject();
        QCOMPARE(log.value(QLatin1String("version")).toString(), QStringLiteral("1.2"));
        QVERIFY(log.value(QLatin1String("creator")).toObject().contains(QLatin1String("version")));
        QVERIFY(!log.value(QLatin1String("entries")).toArray().isEmpty());
        for (const auto& value : log.value(QLatin1String("entries")).toArray())
            checkEntry(value.toObject());
    }

private:
    // What HAR 1.2 demands of an entry.
    static void checkEntry(const QJsonObject& entry) {
        const auto has = [](const QJsonObject& object, std::initializer_list<const char*> names) {
            return std::all_of(names.begin(), names.end(),
                               [&](const char* name) { return object.contains(QLatin1String(name)); });
        };
        QVERIFY(has(entry, {"startedDateTime", "time", "request", "response", "cache", "timings"}));
        QVERIFY(QDateTime::fromString(entry.value(QLatin1String("startedDateTime")).toString(), Qt::ISODateWithMs)
                    .isValid());
        const auto request = entry.value(QLatin1String("request")).toObject();
        QVERIFY(has(request,
                    {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}));
        QVERIFY(QUrl(request.value(QLatin1String("url")).toString()).isValid());
        if (request.contains(QLatin1String("postData")))
            QVERIFY(has(request.value(QLatin1String("postData")).toObject(), {"mimeType", "params", "text"}));
        const auto response = entry.value(QLatin1String("response")).toObject();
        QVERIFY(has(response, {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL",
                               "headersSize", "bodySize"}));
        QVERIFY(has(response.value(QLatin1String("content")).toObject(), {"size", "mimeType"}));
        const auto timings = entry.value(QLatin1String("timings")).toObject();
        QVERIFY(has(timings, {"send", "wait", "receive"}));
        double sum = 0;
        for (const auto* name : {"send", "wait", "receive"}) {
            QVERIFY(timings.value(QLatin1String(name)).toDouble() >= 0);
            sum += timings.value(QLatin1String(name)).toDouble();
        }
        QVERIFY(std::abs(sum - entry.value(QLatin1String("time")).toDouble()) < 0.01);
    }
};

QTEST_MAIN(LogCallsTest)
#include "tst_log_calls.moc"
