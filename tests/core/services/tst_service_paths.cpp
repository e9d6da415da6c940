// SPDX-License-Identifier: Apache-2.0
#include "core/services/path.h"
#include "core/services/query.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::services;

class tst_service_paths : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesPathsThatTwoServersReadInTwoWays_data();
    void refusesPathsThatTwoServersReadInTwoWays();
    void writesPathsAnew_data();
    void writesPathsAnew();
    void matchesPatterns_data();
    void matchesPatterns();
    void refusesPatternsThatMeanNothing();
    void fillsNamesAsSegmentsOfTheirOwn();
    void passesQueriesOnAsTheyCame();
    void takesParametersOutHoweverTheyAreWritten();
};

void tst_service_paths::refusesPathsThatTwoServersReadInTwoWays_data() {
    QTest::addColumn<QByteArray>("path");
    for (const char* path :
         {"/a/../b",      "/a/./b",        "/..",      "/a/%2e%2e/b", "/a/%2E./b", "/a/%2fb",   "/a%2F..%2Fb",
          "/a/%5c..%5cb", "/a\\b",         "/a//b",    "//a",         "/a/;x/b",   "/a;x=1/b",  "/..;/b",
          "/a%3bx",       "/%252e%252e/b", "/a%252fb", "/%25%32%65",  "/a%00",     "/a%0d%0ab", "/a%7f",
          "/a%zz",        "/a%",           "/%c0%ae",  "/%ff",        "a/b",       "/a/%2e",    "/a/..%2f"})
        QTest::newRow(path) << QByteArray(path);
}

void tst_service_paths::refusesPathsThatTwoServersReadInTwoWays() {
    QFETCH(QByteArray, path);
    const auto clean = cleanPath(path.toStdString());
    QVERIFY(!clean);
    QCOMPARE(clean.error().code, std::string("invalid_path"));
}

void tst_service_paths::writesPathsAnew_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("root") << QByteArray("/") << QByteArray("/");
    QTest::newRow("none") << QByteArray("") << QByteArray("/");
    QTest::newRow("plain") << QByteArray("/orders/7") << QByteArray("/orders/7");
    QTest::newRow("slash at the end") << QByteArray("/orders/") << QByteArray("/orders/");
    QTest::newRow("needless escapes") << QByteArray("/%6f%72ders") << QByteArray("/orders");
    QTest::newRow("marks") << QByteArray("/v1/things:search,a=b@c") << QByteArray("/v1/things:search,a=b@c");
    QTest::newRow("blank and letters") << QByteArray("/a%20b/%c3%a4") << QByteArray("/a%20b/%C3%A4");
    QTest::newRow("per cent") << QByteArray("/100%25 off") << QByteArray("/100%25%20off");
    QTest::newRow("dots in names") << QByteArray("/.../a..b/.c") << QByteArray("/.../a..b/.c");
}

void tst_service_paths::writesPathsAnew() {
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, written);
    const auto clean = cleanPath(path.toStdString());
    QVERIFY(clean);
    QCOMPARE(pathText(*clean), written.toStdString());
}

void tst_service_paths::matchesPatterns_data() {
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("values"); // "-": it does not match
    const auto row = [](const char* pattern, const char* path, const char* values) {
        QTest::addRow("%s %s", pattern, path) << QByteArray(pattern) << QByteArray(path) << QByteArray(values);
    };
    row("/orders", "/orders", "");
    row("/orders", "/orders/", "");
    row("/orders", "/orders/7", "-");
    row("/orders", "/Orders", "-");
    row("/orders/{id}", "/orders/7", "id=7 ");
    row("/orders/{id}", "/orders", "-");
    row("/orders/{id}/lines/{line}", "/orders/a%20b/lines/2", "id=a b line=2 ");
    row("/files/*", "/files", "rest= ");
    row("/files/*", "/files/", "rest=/ ");
    row("/files/*", "/files/a/b%20c", "rest=/a/b%20c ");
    row("/files/*", "/filesystem", "-");
    row("/*", "/", "rest=/ ");
    row("/{tenant}/*", "/x/y", "rest=/y tenant=x ");
}

void tst_service_paths::matchesPatterns() {
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, values);
    const auto parsed = PathPattern::parse(pattern.toStdString());
    QVERIFY(parsed);
    const auto clean = cleanPath(path.toStdString());
    QVERIFY(clean);
    PathValues found;
    std::string text = "-";
    if (parsed->matches(*clean, found)) {
        text.clear();
        for (const auto& [name, value] : found)
            text += name + "=" + value + " ";
    }
    QCOMPARE(text, values.toStdString());
}

void tst_service_paths::refusesPatternsThatMeanNothing() {
    for (const char* text : {"", "orders", "/a//b", "/*/b", "/a*", "/{id", "/{1d}", "/{id}/{id}", "/{rest}/*", "/../a",
                             "/{a}{b}", "/a/{b}.json"})
        QVERIFY2(!PathPattern::parse(text), text);
    const auto pattern = PathPattern::parse("/a/{id}/*").value();
    for (const char* text : {"v2/{id}", "/v2/{other}", "/v2/{id", "/v2/../{id}", "/v2//{id}", "/v2/{rest}"})
        QVERIFY2(!PathTarget::parse(text, pattern), text);
}

void tst_service_paths::fillsNamesAsSegmentsOfTheirOwn() {
    const auto pattern = PathPattern::parse("/a/{id}/*").value();
    const auto target = PathTarget::parse("/v2/{id}{rest}", pattern).value();
    PathValues values;
    QVERIFY(pattern.matches(cleanPath("/a/x%3Fy%23z/b/c/").value(), values));
    QCOMPARE(target.fill(values), std::string("/v2/x%3Fy%23z/b/c/"));
    QVERIFY(pattern.matches(cleanPath("/a/x").value(), values));
    QCOMPARE(target.fill(values), std::string("/v2/x"));
}

void tst_service_paths::passesQueriesOnAsTheyCame() {
    auto query = Query::parse("a=1&&b=x+y&c=%C3%A4&d&a=2&e=1;f=2").value();
    QCOMPARE(query.text(), std::string("a=1&b=x+y&c=%C3%A4&d&a=2&e=1%3Bf=2"));
    QCOMPARE(*query.value("b"), std::string("x y"));
    query.set("a", "3&4=");
    QCOMPARE(query.text(), std::string("b=x+y&c=%C3%A4&d&e=1%3Bf=2&a=3%264%3D"));
    QVERIFY(!Query::parse("a=%2"));
    QVERIFY(!Query::parse("a=%ff"));
    QVERIFY(!Query::parse(std::string(300, '&') + [] {
        std::string many;
        for (int i = 0; i < 257; ++i)
            many += "a=1&";
        return many;
    }()));
}

void tst_service_paths::takesParametersOutHoweverTheyAreWritten() {
    auto query = Query::parse("key=gh_1&%6Bey=gh_2&k%65y=gh_3&keys=4").value();
    query.remove("key");
    QCOMPARE(query.text(), std::string("keys=4"));
}

QTEST_GUILESS_MAIN(tst_service_paths)
#include "tst_service_paths.moc"
