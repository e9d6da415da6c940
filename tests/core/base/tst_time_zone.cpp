// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/base/time_zone.h"

#include <QTest>

using namespace gatehouse;

class TestTimeZone : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knowsTheOffsetsOfEveryKindOfZone_data() {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("time");
        QTest::addColumn<int>("minutes");
        const auto row = [](const char* zone, const char* time, int minutes) {
            QTest::addRow("%s %s", zone, time) << QString::fromLatin1(zone) << QString::fromLatin1(time) << minutes;
        };
        row("UTC", "2026-07-01T00:00:00Z", 0);
        row("Europe/Berlin", "2026-03-29T00:59:59Z", 60);
        row("Europe/Berlin", "2026-03-29T01:00:00Z", 120);
        row("Europe/Berlin", "2026-10-25T00:59:59Z", 120);
        row("Europe/Berlin", "2026-10-25T01:00:00Z", 60);
        // Behind what files list: by the rule in their last line.
        row("Europe/Berlin", "2061-03-27T00:59:59Z", 60);
        row("Europe/Berlin", "2061-03-27T01:00:00Z", 120);
        row("America/New_York", "2061-03-13T06:59:59Z", -300);
        row("America/New_York", "2061-03-13T07:00:00Z", -240);
        row("America/New_York", "2061-11-06T05:59:59Z", -240);
        row("America/New_York", "2061-11-06T06:00:00Z", -300);
        row("Australia/Sydney", "2061-01-01T00:00:00Z", 660);
        row("Australia/Sydney", "2061-07-01T00:00:00Z", 600);
        row("Asia/Kolkata", "2061-07-01T00:00:00Z", 330);
        row("America/St_Johns", "2026-01-01T00:00:00Z", -210);
    }
    void knowsTheOffsetsOfEveryKindOfZone() {
        QFETCH(QString, zone);
        QFETCH(QString, time);
        QFETCH(int, minutes);
        const auto found = TimeZone::find(zone.toStdString());
        QVERIFY(found.has_value());
        QCOMPARE((*found)->offsetAt(*parseTime(time.toStdString())), std::int64_t{minutes} * 60);
    }

    void refusesWhatIsNoZone() {
        for (const char* name : {"Europe/Nowhere", "../../../etc/passwd", "/etc/passwd", "Europe", "", "zone.tab"})
            QVERIFY2(!TimeZone::find(name).has_value(), name);
        QVERIFY(!TimeZone::read("TZif2").has_value());
        QVERIFY(!TimeZone::read(std::string("TZif2") + std::string(60, '\xff')).has_value());
    }
};

QTEST_GUILESS_MAIN(TestTimeZone)
#include "tst_time_zone.moc"
