// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/keys/key_model.h"
#include "ui/keys/keys_view.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>

using namespace gatehouse::ui;

class KeysViewTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address)
            : view(console), tester(model(), QAbstractItemModelTester::FailureReportingMode::Fatal) {
            view.resize(1200, 600);
            view.show();
            client.connectTo(address);
        }
        TableView* table() { return view.findChild<TableView*>(QStringLiteral("keysTable")); }
        QAbstractItemModel* model() { return view.findChild<KeyModel*>(); }
        void press(const char* name) {
            QTest::mouseClick(view.findChild<QPushButton*>(QLatin1String(name)), Qt::LeftButton);
        }
        // The dialog that is open now, by its name.
        QDialog* dialog(const char* name) {
            for (auto* widget : QApplication::topLevelWidgets()) {
                if (widget->isVisible() && widget->objectName() == QLatin1String(name))
                    return qobject_cast<QDialog*>(widget);
            }
            return nullptr;
        }
        bool select(const QString& name) {
            for (int row = 0; row < table()->shownRows(); ++row) {
                if (table()->model()->index(row, KeyModel::Name).data().toString() == name) {
                    table()->selectRow(row);
                    return true;
                }
            }
            return false;
        }
        QString cell(const QString& name, int column) {
            for (int row = 0; row < table()->shownRows(); ++row) {
                if (table()->model()->index(row, KeyModel::Name).data().toString() == name)
                    return table()->model()->index(row, column).data().toString();
            }
            return {};
        }
        void confirmIt(const QString& typed = {}) {
            QTRY_VERIFY(dialog("confirmDialog"));
            auto* asked = dialog("confirmDialog");
            if (!typed.isEmpty())
                QTest::keyClicks(asked->findChild<QLineEdit*>(), typed);
            QTest::mouseClick(asked->findChild<QPushButton*>(QStringLiteral("confirmVerb")), Qt::LeftButton);
        }

        KeysView view;
        QAbstractItemModelTester tester;
    };

    // A real call through the gateway's port. The status.
    int callWith(const QString& key, const QString& model = QStringLiteral("demo/echo")) {
        QNetworkAccessManager network;
        QUrl url(m_gateway.address().gateway);
        url.setPath(QStringLiteral("/v1/chat/completions"));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + key.toLatin1());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                                  {QStringLiteral("content"), QStringLiteral("Hello")}};
        const QJsonObject body{{QStringLiteral("model"), model}, {QStringLiteral("messages"), QJsonArray{message}}};
        auto* reply = network.post(request, QJsonDocument(body).toJson());
        QEventLoop loop;
        connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        delete reply;
        return status;
    }

    // Reads the key that is shown, copies it and closes.
    static QString takeKey(Shown& shown) {
        auto* dialog = shown.dialog("shownKeyDialog");
        const auto key = dialog->findChild<QLineEdit*>(QStringLiteral("shownKey"))->text();
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("copyKey")), Qt::LeftButton);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("keyDone")), Qt::LeftButton);
        return key;
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US"))); // lists and figures as the test writes them
        QVERIFY(m_gateway.start());
    }

    void aKeyIsMadeRotatedAndRevoked() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.table()->shownRows() > 0);
        shown.press("createKey");
        auto* create = shown.dialog("createKeyDialog");
        QVERIFY(create);
        QTest::keyClicks(create->findChild<QLineEdit*>(QStringLiteral("field_name")), QStringLiteral("laptop"));
        QTest::mouseClick(create->findChild<QPushButton*>(QStringLiteral("dialogVerb")), Qt::LeftButton);
        QTRY_VERIFY(shown.dialog("shownKeyDialog"));
        const auto first = takeKey(shown);
        QVERIFY(first.startsWith(QLatin1String("gh_")));
        QCOMPARE(QApplication::clipboard()->text(), first);
        QTRY_COMPARE(shown.cell(QStringLiteral("laptop"), KeyModel::State), QStringLiteral("Active"));
        QVERIFY(shown.cell(QStringLiteral("laptop"), KeyModel::Key).endsWith(first.right(4)));
        QCOMPARE(callWith(first), 200);
        QTRY_COMPARE(shown.cell(QStringLiteral("laptop"), KeyModel::LastUsed), QStringLiteral("Just now"));
        QTRY_COMPARE(shown.cell(QStringLiteral("laptop"), KeyModel::Calls), QStringLiteral("1"));

        QVERIFY(shown.select(QStringLiteral("laptop")));
        shown.press("rotateKey");
        QTRY_VERIFY(shown.dialog("rotateKeyDialog"));
        QTest::mouseClick(shown.dialog("rotateKeyDialog")->findChild<QPushButton*>(QStringLiteral("dialogVerb")),
                          Qt::LeftButton);
        QTRY_VERIFY(shown.dialog("shownKeyDialog"));
        const auto second = takeKey(shown);
        QVERIFY(second != first);
        QCOMPARE(callWith(second), 200);
        QCOMPARE(callWith(first), 200); // for the overlap
        QTRY_COMPARE(shown.model()->rowCount(), 3);

        // The old one ends within a day; it is the one to revoke.
        QString old;
        for (int row = 0; row < shown.table()->shownRows(); ++row) {
            if (shown.table()->model()->index(row, KeyModel::State).data().toString() == QLatin1String("Ends soon")) {
                old = shown.table()->model()->index(row, KeyModel::Expires).data().toString();
                shown.table()->selectRow(row);
            }
        }
        QCOMPARE(old, QStringLiteral("In 24 h"));
        shown.press("revokeKey");
        shown.confirmIt();
        QTRY_COMPARE(callWith(first), 401);
        QCOMPARE(callWith(second), 200);
        QTRY_VERIFY(!shown.view.findChild<QPushButton*>(QStringLiteral("rotateKey"))->isEnabled());
    }

    void aNewApplicationComesWithItsKey() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.table()->shownRows() > 0);
        shown.press("createKey");
        auto* create = shown.dialog("createKeyDialog");
        auto* verb = create->findChild<QPushButton*>(QStringLiteral("dialogVerb"));
        auto* app = create->findChild<QComboBox*>(QStringLiteral("field_app"));
        QTRY_VERIFY(app->count() >= 2);
        app->setCurrentIndex(app->count() - 1);
        const auto fault = [&](const char* name) {
            return create->findChild<QLabel*>(QString(QStringLiteral("fault_") + QLatin1String(name)))->text();
        };
        // Wrong values are told beside their fields, and nothing is sent or lost.
        create->findChild<QLineEdit*>(QStringLiteral("field_new_app"))->setText(QStringLiteral("my app"));
        create->findChild<QLineEdit*>(QStringLiteral("field_models"))->setText(QStringLiteral("de*mo"));
        create->findChild<QLineEdit*>(QStringLiteral("budgetDollars"))->setText(QStringLiteral("much"));
        QTest::mouseClick(verb, Qt::LeftButton);
        for (const auto* name : {"name", "new_app", "models", "budget"})
            QVERIFY2(!fault(name).isEmpty(), name);
        create->findChild<QLineEdit*>(QStringLiteral("field_name"))->setText(QStringLiteral("robot"));
        create->findChild<QLineEdit*>(QStringLiteral("field_new_app"))->setText(QStringLiteral("ci"));
        create->findChild<QLineEdit*>(QStringLiteral("field_models"))->setText(QStringLiteral("demo/*, gpt-4o"));
        create->findChild<QLineEdit*>(QStringLiteral("budgetDollars"))->setText(QStringLiteral("2.50"));
        create->findChild<QSpinBox*>(QStringLiteral("field_limits_concurrent"))->setValue(4);
        QTest::mouseClick(verb, Qt::LeftButton);
        QTRY_VERIFY(shown.dialog("shownKeyDialog"));
        const auto key = takeKey(shown);
        QTRY_COMPARE(shown.cell(QStringLiteral("robot"), KeyModel::Owner), QStringLiteral("ci · me"));
        QCOMPARE(shown.cell(QStringLiteral("robot"), KeyModel::Models), QStringLiteral("demo/* and gpt-4o"));
        QTRY_COMPARE(shown.cell(QStringLiteral("robot"), KeyModel::Budget), QStringLiteral("$0.00 of $2.50"));
        QCOMPARE(callWith(key), 200);
        QCOMPARE(callWith(key, QStringLiteral("other/model")), 404);
    }

    void disablingIsUndone() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("robot")));
        shown.press("switchKey");
        QTRY_COMPARE(shown.cell(QStringLiteral("robot"), KeyModel::State), QStringLiteral("Disabled"));
        QVERIFY(shown.changes.canUndo());
        shown.changes.undo();
        QTRY_COMPARE(shown.cell(QStringLiteral("robot"), KeyModel::State), QStringLiteral("Active"));
    }

    void anEditChangesTheKeyAndItsApplication() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.select(QStringLiteral("robot")));
        QTRY_COMPARE(shown.cell(QStringLiteral("robot"), KeyModel::Owner), QStringLiteral("ci · me"));
        shown.press("editKey");
        auto* edit = shown.dialog("editKeyDialog");
        QVERIFY(edit);
        QCOMPARE(edit->findChild<QLineEdit*>(QStringLiteral("field_models"))->text(), QStringLiteral("demo/*, gpt-4o"));
        edit->findChild<QLineEdit*>(QStringLiteral("field_name"))->setText(QStringLiteral("robot two"));
        edit->findChild<QLineEdit*>(QStringLiteral("field_models"))->setText(QStringLiteral("*"));
        QTest::mouseClick(edit->findChild<QPushButton*>(QStringLiteral("dialogVerb")), Qt::LeftButton);
        QTRY_COMPARE(shown.cell(QStringLiteral("robot two"), KeyModel::Models), QStringLiteral("All"));
    }

    void aKeyThatWasNotCopiedIsNotLostByAccident() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.table()->shownRows() > 0);
        shown.press("createKey");
        auto* create = shown.dialog("createKeyDialog");
        QTest::keyClicks(create->findChild<QLineEdit*>(QStringLiteral("field_name")), QStringLiteral("short"));
        QTest::mouseClick(create->findChild<QPushButton*>(QStringLiteral("dialogVerb")), Qt::LeftButton);
        QTRY_VERIFY(shown.dialog("shownKeyDialog"));
        QTest::keyClick(shown.dialog("shownKeyDialog"), Qt::Key_Escape);
        QVERIFY(shown.dialog("shownKeyDialog"));
        shown.confirmIt();
        QTRY_VERIFY(!shown.dialog("shownKeyDialog"));
    }

    void whereEverythingIsProtectedTheNameIsTyped() {
        Shown shown(m_gateway.address());
        shown.changes.setProtected(true);
        QTRY_VERIFY(shown.select(QStringLiteral("short")));
        shown.press("revokeKey");
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        auto* verb = shown.dialog("confirmDialog")->findChild<QPushButton*>(QStringLiteral("confirmVerb"));
        QVERIFY(!verb->isEnabled());
        shown.confirmIt(QStringLiteral("short"));
        QTRY_COMPARE(shown.cell(QStringLiteral("short"), KeyModel::State), QStringLiteral("Revoked"));
    }

    void wordsThatFitNothingCanBeCleared() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.table()->shownRows() > 0);
        QTest::keyClicks(shown.view.findChild<QLineEdit*>(QStringLiteral("keysFilter")), QStringLiteral("nothing"));
        auto* button = shown.view.findChild<QWidget*>(QStringLiteral("keysNotice"))
                           ->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_VERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(shown.table()->isVisible());
    }

    void aLostGatewayIsToldAndTheKeysStay() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.table()->shownRows() > 0);
        const int before = shown.table()->shownRows();
        m_gateway.kill();
        shown.view.refresh();
        auto* stale = shown.view.findChild<QLabel*>(QStringLiteral("keysStale"));
        QTRY_VERIFY(!stale->text().isEmpty());
        QCOMPARE(shown.table()->shownRows(), before);
        QVERIFY(m_gateway.start());
        shown.view.refresh();
        QTRY_VERIFY(stale->text().isEmpty());
    }
};

QTEST_MAIN(KeysViewTest)
#include "tst_keys_view.moc"
