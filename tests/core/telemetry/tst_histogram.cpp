// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/histogram.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

using gatehouse::telemetry::Histogram;

class HistogramTest : public QObject {
    Q_OBJECT

private:
    static std::int64_t exact(std::vector<std::int64_t> values, double q) {
        std::sort(values.begin(), values.end());
        const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
        return values[std::max<std::size_t>(rank, 1) - 1];
    }

private Q_SLOTS:
    void anyValueIsWithinTwoPercent() {
        for (double value = 1; value <= 3'600'000'000.0; value *= 1.003) {
            Histogram one;
            const auto micros = static_cast<std::int64_t>(value);
            one.add(micros);
            const auto found = static_cast<double>(one.quantile(0.5).value());
            const auto error = std::abs(found - static_cast<double>(micros)) / static_cast<double>(micros);
            QVERIFY2(error <= 0.02, qPrintable(QString::number(value)));
        }
    }
    void quantilesOfRandomValuesAreWithinTwoPercent() {
        std::mt19937_64 random(7);
        std::lognormal_distribution<double> durations(11, 2.5);
        std::vector<std::int64_t> values;
        Histogram all;
        for (int i = 0; i < 20'000; ++i) {
            values.push_back(std::clamp<std::int64_t>(static_cast<std::int64_t>(durations(random)), 1, 3'600'000'000));
            all.add(values.back());
        }
        for (const double q : {0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const auto right = static_cast<double>(exact(values, q));
            QVERIFY(std::abs(static_cast<double>(all.quantile(q).value()) - right) <= 0.02 * right);
        }
    }
    void mergingIsTheSameAsCountingTogether() {
        std::mt19937_64 random(11);
        Histogram together;
        Histogram merged;
        for (int part = 0; part < 20; ++part) {
            Histogram one;
            for (int i = 0; i < 500; ++i) {
                const auto value = static_cast<std::int64_t>(random() % 10'000'000);
                one.add(value);
                together.add(value);
            }
            merged.merge(one);
        }
        QVERIFY(merged == together);
        QCOMPARE(merged.count(), std::uint64_t{10'000});
    }
    void itsBytesReadBackAndAreFew() {
        std::mt19937_64 random(13);
        Histogram all;
        for (int i = 0; i < 100'000; ++i)
            all.add(static_cast<std::int64_t>(200'000 + random() % 800'000));
        const auto bytes = all.serialise();
        QVERIFY(bytes.size() < 400);
        QVERIFY(Histogram::parse(bytes) == all);
        QVERIFY(Histogram::parse(Histogram().serialise())->empty());
    }
    void wrongBytesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("other version") << QByteArray("\x02", 1);
        QTest::newRow("half a pair") << QByteArray("\x01\x05", 2);
        QTest::newRow("unended number") << QByteArray("\x01\x05\xff", 3);
        QTest::newRow("count of nothing") << QByteArray("\x01\x05\x00", 3);
        QTest::newRow("bucket twice") << QByteArray("\x01\x05\x01\x00\x01", 5);
        QTest::newRow("bucket beyond an hour") << QByteArray("\x01\xff\xff\x03\x01", 5);
        QTest::newRow("bucket that wraps") << QByteArray("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01", 12);
    }
    void wrongBytesAreRefused() {
        QFETCH(QByteArray, bytes);
        QVERIFY(!Histogram::parse(bytes.toStdString()));
    }
    void outliersCountAsTheEnds() {
        Histogram all;
        all.add(-5);
        all.add(999'999'999'999);
        QCOMPARE(all.quantile(0).value(), std::int64_t{0});
        QVERIFY(all.quantile(1).value() <= 3'600'000'000);
        QVERIFY(all.quantile(1).value() > 3'500'000'000);
        QVERIFY(!Histogram().quantile(0.5));
    }
};

QTEST_APPLESS_MAIN(HistogramTest)
#include "tst_histogram.moc"
