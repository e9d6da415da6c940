// SPDX-License-Identifier: GPL-3.0-or-later
// The cache page: hits of real calls, what they saved, purging and settings.
#include "tests/ui/support/priced_gateway.h"
#include "tests/ui/support/shown_view.h"
#include "ui/cache/cache_model.h"
#include "ui/cache/cache_view.h"
#include "ui/widgets/metric_card.h"

#include <QStandardPaths>

using namespace gatehouse::ui;

class CachePageTest : public QObject {
    Q_OBJECT

    using Shown = ShownView<CacheView>;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale(QStringLiteral("en_US")));
    }

    void withoutCachesTheRoutesAreNamed() {
        PricedGateway paid;
        QVERIFY(paid.start());
        Shown shown(paid.gateway.address());
        auto* button = shown.find<QWidget>("cacheNotice")->findChild<QPushButton*>(QStringLiteral("noticeButton"));
        QTRY_COMPARE(button->text(), QStringLiteral("Open routes"));
        QSignalSpy led(&shown.view, &View::goTo);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(led.first().at(0).toString(), QStringLiteral("routes"));
    }

    void hitsAreCountedAndAPurgeEmpties() {
        PricedGateway paid;
        QVERIFY(paid.start({}, "cache: {mode: exact}"));
        Shown shown(paid.gateway.address());
        const auto route = QStringLiteral("chat");
        QTRY_COMPARE(shown.cell("cacheTable", route, CacheModel::State), QStringLiteral("On"));
        QCOMPARE(paid.call(), 200);
        QCOMPARE(paid.call(), 200);
        QCOMPARE(paid.upstream.requests().size(), std::size_t(1));
        QTRY_COMPARE(shown.cell("cacheTable", route, CacheModel::Hits), QStringLiteral("1"));
        QCOMPARE(shown.cell("cacheTable", route, CacheModel::Misses), QStringLiteral("1"));
        QTRY_COMPARE(shown.find<MetricCard>("cacheRate")->figure(), QStringLiteral("50.0 %"));
        QCOMPARE(shown.find<MetricCard>("cacheSaved")->figure(), QStringLiteral("$0.0200"));
        QCOMPARE(shown.find<MetricCard>("cacheEntries")->figure(), QStringLiteral("1"));

        QVERIFY(shown.select("cacheTable", route));
        shown.press("purgeCache");
        auto* form = shown.dialog("purgeDialog");
        QVERIFY(form);
        QCOMPARE(form->findChild<QComboBox*>(QStringLiteral("field_route"))->currentText(), route);
        Shown::save(form);
        QTRY_VERIFY(shown.dialog("confirmDialog"));
        QVERIFY(shown.confirmIt().startsWith(QStringLiteral("1 answer")));
        QTRY_COMPARE(shown.find<MetricCard>("cacheEntries")->figure(), QStringLiteral("0"));
        QCOMPARE(paid.call(), 200);
        QCOMPARE(paid.upstream.requests().size(), std::size_t(2));
    }

    void theSizeIsSetAndCounts() {
        PricedGateway paid;
        QVERIFY(paid.start({}, "cache: {mode: exact}"));
        Shown shown(paid.gateway.address());
        QTRY_VERIFY(!shown.cell("cacheTable", QStringLiteral("chat"), CacheModel::State).isEmpty());
        shown.press("cacheSettings");
        QTRY_VERIFY(shown.dialog("cacheSettingsDialog"));
        auto* form = shown.dialog("cacheSettingsDialog");
        Shown::type(form, "field_memory", QStringLiteral("much"));
        Shown::save(form);
        QVERIFY(!Shown::fault(form, "fault_memory").isEmpty());
        Shown::type(form, "field_memory", QStringLiteral("32MiB"));
        Shown::type(form, "field_store", QStringLiteral("off"));
        Shown::save(form);
        QTRY_VERIFY(!shown.dialog("cacheSettingsDialog"));
        QTRY_COMPARE(shown.find<MetricCard>("cacheDisk")->figure(), QStringLiteral("Off"));
    }
};

QTEST_MAIN(CachePageTest)
#include "tst_cache_page.moc"
