// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/client/gateway_client.h"
#include "ui/log/log_view.h"
#include "ui/models/call_model.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

using namespace gatehouse::ui;

class LogViewTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address)
            : view(console), tester(table()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal) {
            view.resize(1200, 600);
            view.show();
            client.connectTo(address);
        }
        QTableView* table() { return view.findChild<QTableView*>(QStringLiteral("logTable")); }
        QLineEdit* filter() { return view.findChild<QLineEdit*>(QStringLiteral("logFilter")); }
        int rows() { return table()->model()->rowCount(); }
        QString cell(int row, int column) { return table()->model()->index(row, column).data().toString(); }

        LogView view;
        QAbstractItemModelTester tester;
    };

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_gateway.start()); }

    void aCallShowsUpAsItHappens() {
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        const int before = shown.rows();
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo"), true), 200);
        QTRY_COMPARE(shown.rows(), before + 1);
        QCOMPARE(shown.cell(0, CallModel::Model), QStringLiteral("demo/echo"));
        QTRY_COMPARE(shown.cell(0, CallModel::Status), QStringLiteral("200"));
    }

    void aFilterKeepsWhatFits() {
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QCOMPARE(m_gateway.call(QStringLiteral("no-such-model")), 404);
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() >= 2);
        QTest::keyClicks(shown.filter(), QStringLiteral("status:404"));
        QTest::keyClick(shown.filter(), Qt::Key_Return);
        QTRY_COMPARE(shown.rows(), 1);
        QCOMPARE(shown.cell(0, CallModel::Model), QStringLiteral("no-such-model"));
        // Later calls are held against the same filter.
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QCOMPARE(m_gateway.call(QStringLiteral("no-such-model")), 404);
        QTRY_COMPARE(shown.rows(), 2);
    }

    void aWrongFilterSaysWhyAndChangesNothing() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 0);
        const int before = shown.rows();
        QTest::keyClicks(shown.filter(), QStringLiteral("status>=many"));
        QTest::keyClick(shown.filter(), Qt::Key_Return);
        auto* fault = shown.view.findChild<QLabel*>(QStringLiteral("filterFault"));
        QVERIFY(fault->isVisible());
        QVERIFY(!fault->text().isEmpty());
        QCOMPARE(shown.rows(), before);
    }

    void nothingThatFitsOffersToClear() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 0);
        shown.view.open(QStringLiteral("provider:nobody"));
        QTRY_COMPARE(shown.rows(), 0);
        auto* button = shown.view.findChild<QWidget*>(QStringLiteral("logNotice"))
                           ->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_VERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(shown.rows() > 0);
        QVERIFY(shown.filter()->text().isEmpty());
    }

    void aChosenCallIsExplained() {
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.rows() > 0);
        shown.table()->setCurrentIndex(shown.table()->model()->index(0, 0));
        auto* inspector = shown.view.findChild<QWidget*>(QStringLiteral("inspector"));
        const auto tells = [&](const QString& text) {
            const auto labels = inspector->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](QLabel* label) { return label->text() == text; });
        };
        QTRY_VERIFY(tells(QStringLiteral("direct demo/echo")));
        auto* waterfall = inspector->findChild<QWidget*>(QStringLiteral("waterfall"));
        QVERIFY(waterfall->accessibleName().contains(QStringLiteral("demo/echo: 200")));
    }

    void newCallsWaitWhileTheReaderIsElsewhere() {
        for (int i = 0; i < 40; ++i)
            QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QCOMPARE(m_gateway.call(QStringLiteral("no-such-model")), 404);
        Shown shown(m_gateway.address());
        QTRY_COMPARE(shown.cell(0, CallModel::Model), QStringLiteral("no-such-model")); // the last one is there
        auto* bar = shown.table()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        bar->setValue(bar->maximum());
        const int before = shown.rows();
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        auto* pill = shown.view.findChild<QPushButton*>(QStringLiteral("newCalls"));
        QTRY_VERIFY(pill->isVisible());
        QTRY_COMPARE(shown.rows(), before);
        QTest::mouseClick(pill, Qt::LeftButton);
        QTRY_COMPARE(shown.rows(), before + 1);
        QVERIFY(!pill->isVisible());
    }
};

QTEST_MAIN(LogViewTest)
#include "tst_log_view.moc"
