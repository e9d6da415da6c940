// SPDX-License-Identifier: Apache-2.0
#include "core/routing/response_homes.h"

#include <QtTest>

using gatehouse::MonotonicTime;
using gatehouse::routing::ResponseHomes;

class ResponseHomesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsWhereAResponseLies();
    void tellsNobodyElse();
    void forgetsAfterAMonth();
    void forgetsTheOldestFirst();
};

namespace {
const MonotonicTime start{std::chrono::hours(1)};
}

void ResponseHomesTest::knowsWhereAResponseLies() {
    ResponseHomes homes;
    QCOMPARE(homes.find("app", "resp_1", start), std::string());
    homes.remember("app", "resp_1", "openai", start);
    homes.remember("app", "resp_1", "azure", start);
    QCOMPARE(homes.find("app", "resp_1", start), std::string("azure"));
    homes.remember("app", "", "azure", start);
    QCOMPARE(homes.find("app", "", start), std::string());
}

void ResponseHomesTest::tellsNobodyElse() {
    ResponseHomes homes;
    homes.remember("app", "resp_1", "openai", start);
    QCOMPARE(homes.find("other", "resp_1", start), std::string());
    QCOMPARE(homes.find("ap", "presp_1", start), std::string());
}

void ResponseHomesTest::forgetsAfterAMonth() {
    ResponseHomes homes;
    homes.remember("app", "resp_1", "openai", start);
    QCOMPARE(homes.find("app", "resp_1", start + std::chrono::hours(24 * 29)), std::string("openai"));
    QCOMPARE(homes.find("app", "resp_1", start + std::chrono::hours(24 * 30)), std::string());
}

void ResponseHomesTest::forgetsTheOldestFirst() {
    ResponseHomes homes(160);
    for (int i = 0; i < 10'000; ++i)
        homes.remember("app", "resp_" + std::to_string(i), "openai", start);
    QCOMPARE(homes.find("app", "resp_0", start), std::string());
    QCOMPARE(homes.find("app", "resp_9999", start), std::string("openai"));
    int known = 0;
    for (int i = 0; i < 10'000; ++i)
        known += homes.find("app", "resp_" + std::to_string(i), start).empty() ? 0 : 1;
    QVERIFY(known <= 176);
}

QTEST_APPLESS_MAIN(ResponseHomesTest)
#include "tst_response_homes.moc"
