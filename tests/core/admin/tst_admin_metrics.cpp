// SPDX-License-Identifier: Apache-2.0
#include "core/admin/accept.h"
#include "core/admin/metrics.h"

#include <QTest>

using namespace gatehouse::admin;

class TestAdminMetrics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesFamiliesInThePrometheusFormat() {
        MetricsRegistry registry;
        registry.add([](MetricWriter& out) {
            out.counter("calls_total", "Calls.", 3, {{"status", "200"}});
            out.gauge("queue", "Waiting\nrows \\ now.", 0.5);
        });
        registry.add([](MetricWriter& out) {
            out.counter("calls_total", "Calls.", 1, {{"status", "a\"b\\c\nd"}});
            out.histogram("latency_seconds", "How long.", {{0.1, 1}, {2, 1, 4}, 9.5}, {{"route", "r"}});
        });
        QCOMPARE(registry.prometheusText(), std::string("# HELP calls_total Calls.\n"
                                                        "# TYPE calls_total counter\n"
                                                        "calls_total{status=\"200\"} 3\n"
                                                        "calls_total{status=\"a\\\"b\\\\c\\nd\"} 1\n"
                                                        "# HELP queue Waiting\\nrows \\\\ now.\n"
                                                        "# TYPE queue gauge\n"
                                                        "queue 0.5\n"
                                                        "# HELP latency_seconds How long.\n"
                                                        "# TYPE latency_seconds histogram\n"
                                                        "latency_seconds_bucket{route=\"r\",le=\"0.1\"} 2\n"
                                                        "latency_seconds_bucket{route=\"r\",le=\"1\"} 3\n"
                                                        "latency_seconds_bucket{route=\"r\",le=\"+Inf\"} 7\n"
                                                        "latency_seconds_sum{route=\"r\"} 9.5\n"
                                                        "latency_seconds_count{route=\"r\"} 7\n"));
    }

    void choosesAMediaType_data() {
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<QByteArray>("chosen");
        QTest::newRow("nothing said") << QByteArray("") << QByteArray("application/yaml");
        QTest::newRow("anything") << QByteArray("*/*") << QByteArray("application/yaml");
        QTest::newRow("by name") << QByteArray("application/json") << QByteArray("application/json");
        QTest::newRow("in capitals") << QByteArray("Application/JSON") << QByteArray("application/json");
        QTest::newRow("by weight") << QByteArray("application/yaml;q=0.2, application/json;q=0.9")
                                   << QByteArray("application/json");
        QTest::newRow("all but one") << QByteArray("*/*, application/yaml;q=0") << QByteArray("application/json");
        QTest::newRow("a family") << QByteArray("application/*") << QByteArray("application/yaml");
        QTest::newRow("something else") << QByteArray("text/html") << QByteArray("");
        QTest::newRow("nothing at all") << QByteArray("*/*;q=0") << QByteArray("");
        QTest::newRow("garbage") << QByteArray(";;,,q=;/") << QByteArray("");
    }
    void choosesAMediaType() {
        QFETCH(QByteArray, accept);
        QFETCH(QByteArray, chosen);
        const auto found = chooseMediaType(accept.toStdString(), {"application/yaml", "application/json"});
        QCOMPARE(std::string(found), chosen.toStdString());
    }
};

QTEST_APPLESS_MAIN(TestAdminMetrics)
#include "tst_admin_metrics.moc"
