// SPDX-License-Identifier: Apache-2.0
#include "core/services/answer_cache.h"
#include "tests/core/services/fixtures.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::services;
using namespace gatehouse::services::test;
using std::chrono::seconds;

namespace {

ServicePtr cached() {
    contract::ServiceSpec spec;
    spec.groups = {group("main", {"http://127.0.0.1:1"})};
    auto& rule = spec.rules.emplace_back();
    rule.cache = contract::ServiceCacheSpec{};
    rule.cache->vary = {"accept-language"};
    rule.request.setHeaders = {{"x-app", "{{/caller/app}}"}};
    return compiled(spec);
}

Digest keyOf(const Service& service, const Asked& asked) {
    const auto match = findRule(service, asked);
    return cacheKey(service, *match.rule, asked, outgoing(*match.rule, asked, match.values).value());
}

StoredAnswerPtr answer(const Digest& key, std::size_t bytes, MonotonicTime until = MonotonicTime::max()) {
    StoredAnswer stored;
    stored.key = key;
    stored.body = std::string(bytes, 'x');
    stored.until = until;
    return std::make_shared<const StoredAnswer>(std::move(stored));
}

} // namespace

class tst_service_cache : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsAnswersOfTeamsApart();
    void knowsWhichCallsItTakes();
    void heedsWhatAnswersSay_data();
    void heedsWhatAnswersSay();
    void staysWithinItsRoom();
    void knowsWhatAClientHas();
};

void tst_service_cache::keepsAnswersOfTeamsApart() {
    const auto service = cached();
    const TestCall one("GET", "/a", "x=1");
    TestCall other("GET", "/a", "x=1");
    QVERIFY(keyOf(*service, one.asked) == keyOf(*service, other.asked));
    other.asked.team = "sales";
    QVERIFY(keyOf(*service, one.asked) != keyOf(*service, other.asked));
    // What the rule puts into the request counts too, and what it varies by.
    other.asked.team = "research";
    other.asked.app = "other";
    QVERIFY(keyOf(*service, one.asked) != keyOf(*service, other.asked));
    QVERIFY(keyOf(*service, one.asked) !=
            keyOf(*service, TestCall("GET", "/a", "x=1", {{"Accept-Language", "de"}}).asked));
    QVERIFY(keyOf(*service, one.asked) == keyOf(*service, TestCall("GET", "/a", "x=1", {{"X-Other", "1"}}).asked));
    QVERIFY(keyOf(*service, one.asked) != keyOf(*cached(), one.asked));
    // Lengths stand in the key: parts cannot flow into each other.
    QVERIFY(keyOf(*service, TestCall("GET", "/a", "b").asked) != keyOf(*service, TestCall("GET", "/ab", "").asked));
}

void tst_service_cache::knowsWhichCallsItTakes() {
    const auto service = cached();
    const auto use = [&](std::string_view method, HeaderViews headers, std::string_view body = {}) {
        return cacheUse(service->rules[0], TestCall(method, "/", "", std::move(headers), body).asked);
    };
    QCOMPARE(use("GET", {}), CacheUse::Yes);
    QCOMPARE(use("HEAD", {}), CacheUse::No);
    QCOMPARE(use("POST", {}), CacheUse::No);
    QCOMPARE(use("GET", {}, "body"), CacheUse::No);
    QCOMPARE(use("GET", {{"Range", "bytes=0-1"}}), CacheUse::No);
    QCOMPARE(use("GET", {{"Cache-Control", "no-store"}}), CacheUse::No);
    QCOMPARE(use("GET", {{"Cache-Control", "max-age=0"}}), CacheUse::KeepOnly);
    QCOMPARE(use("GET", {{"Cache-Control", "no-cache"}}), CacheUse::KeepOnly);
}

void tst_service_cache::heedsWhatAnswersSay_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("fresh"); // -1: not kept
    const auto row = [](const char* title, int status, const char* name, const char* value, int fresh) {
        QTest::newRow(title) << status << QByteArray(name) << QByteArray(value) << fresh;
    };
    row("nothing said", 200, "x", "", 60);
    row("longer", 200, "Cache-Control", "public, max-age=3600", 60);
    row("shorter", 200, "cache-control", "max-age=7", 7);
    row("shared ones go first", 200, "Cache-Control", "s-maxage=5, max-age=30", 5);
    row("quoted", 200, "Cache-Control", "max-age=\"9\"", 9);
    row("unreadable", 200, "Cache-Control", "max-age=soon", -1);
    row("no-store", 200, "Cache-Control", "No-Store", -1);
    row("private", 200, "Cache-Control", "private=\"x\", max-age=3", -1);
    row("no-cache", 200, "Cache-Control", "no-cache", -1);
    row("a cookie", 200, "Set-Cookie", "a=b", -1);
    row("varies by all", 200, "Vary", "*", -1);
    row("varies by more", 200, "Vary", "Accept-Language, X-User", -1);
    row("varies by what is known", 200, "Vary", "accept-encoding, Accept-Language", 60);
    row("expired", 200, "Expires", "Thu, 01 Jan 1970 00:00:00 GMT", -1);
    row("expires never", 200, "Expires", "0", -1);
    row("expires soon", 200, "Expires", "Thu, 01 Jan 1970 00:17:00 GMT", 20);
    row("an error", 500, "x", "", -1);
    row("a part", 206, "x", "", -1);
    row("not there", 404, "x", "", 60);
}

void tst_service_cache::heedsWhatAnswersSay() {
    QFETCH(int, status);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(int, fresh);
    const auto service = cached();
    const HeaderViews fields{{std::string_view(name.constData()), std::string_view(value.constData())}};
    const auto found = freshFor(service->rules[0], status, fields, WallMicros{1'000} * 1'000'000);
    QCOMPARE(found ? int(found->count()) : -1, fresh);
    const HeaderViews aged{{"Cache-Control", "max-age=10"}, {"Age", "8"}};
    QCOMPARE(freshFor(service->rules[0], 200, aged, 0)->count(), 2);
}

void tst_service_cache::staysWithinItsRoom() {
    AnswerCache cache(1'000'000);
    const auto key = [](int i) { return sha256(std::to_string(i)); };
    for (int i = 0; i < 1'000; ++i) {
        cache.put(answer(key(i), 4'000));
        QVERIFY(cache.bytes() <= 1'000'000);
        QVERIFY(cache.find(key(0), {})); // used all the time, so it stays
    }
    QVERIFY(!cache.find(key(1), {}));
    QVERIFY(cache.find(key(999), {}));
    cache.put(answer(key(7), 200'000));
    QVERIFY(!cache.find(key(7), {}));
    const MonotonicTime later = MonotonicTime{} + seconds(5);
    cache.put(answer(key(8), 10, later));
    QVERIFY(cache.find(key(8), later - seconds(1)));
    QVERIFY(!cache.find(key(8), later));
}

void tst_service_cache::knowsWhatAClientHas() {
    StoredAnswer stored;
    stored.headers = {{"ETag", "\"v1\""}};
    const auto has = [&](std::string_view tags) {
        return hasAlready(TestCall("GET", "/", "", {{"If-None-Match", tags}}).asked, stored);
    };
    QVERIFY(has("\"v0\", W/\"v1\""));
    QVERIFY(has("*"));
    QVERIFY(!has("\"v2\""));
    QVERIFY(!hasAlready(TestCall("GET", "/").asked, stored));
}

QTEST_GUILESS_MAIN(tst_service_cache)
#include "tst_service_cache.moc"
