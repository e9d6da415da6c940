// SPDX-License-Identifier: Apache-2.0
// Addresses of published APIs and the values of a query.
#include "core/apis/api_address.h"
#include "core/apis/lifecycle_fields.h"
#include "core/apis/query_values.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::apis;

namespace {

std::string read(std::string_view query) {
    const auto schemas = boost::json::parse(R"({"text":{"type":"string"},"count":{"type":"integer"},
        "part":{"type":"number"},"loud":{"type":"boolean"},"tags":{"type":"array","items":{"type":"string"}},
        "sizes":{"type":"array","items":{"type":"integer"}},"form":{"type":"object"},
        "either":{"type":["string","integer","null"]}})");
    std::vector<QueryField> fields{{"any", nullptr}};
    for (const auto& member : schemas.as_object())
        fields.push_back({member.key(), &member.value().as_object()});
    const auto wish = readQuery(query, fields);
    return wish ? boost::json::serialize(wish->values) : wish.error().code + " " + wish.error().field;
}

} // namespace

class TestApiRequest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsApiVersionAndRest_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("found"); // empty: it names nothing
        QTest::newRow("plain") << QByteArray("/apis/mood/1") << QByteArray("mood 1 ");
        QTest::newRow("latest") << QByteArray("/apis/mood/latest/") << QByteArray("mood latest /");
        QTest::newRow("rest as it came") << QByteArray("/apis/mood/v1.2/a%2Fb//c") << QByteArray("mood v1.2 /a%2Fb//c");
        QTest::newRow("decoded once") << QByteArray("/apis/m%6fod/%31") << QByteArray("mood 1 ");
        QTest::newRow("not twice") << QByteArray("/apis/m%256fod/1") << QByteArray();
        QTest::newRow("a slash in disguise") << QByteArray("/apis/mood%2F1/1") << QByteArray();
        QTest::newRow("dots") << QByteArray("/apis/%2e%2e/1") << QByteArray();
        QTest::newRow("no version") << QByteArray("/apis/mood") << QByteArray();
        QTest::newRow("empty version") << QByteArray("/apis/mood/") << QByteArray();
        QTest::newRow("empty id") << QByteArray("/apis//1") << QByteArray();
        QTest::newRow("broken escape") << QByteArray("/apis/mood/%4") << QByteArray();
        QTest::newRow("long version") << QByteArray("/apis/mood/") + QByteArray(33, '1') << QByteArray();
        QTest::newRow("another prefix") << QByteArray("/apisx/mood/1") << QByteArray();
    }
    void findsApiVersionAndRest() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, found);
        const auto address = readApiAddress(path.toStdString());
        QCOMPARE(address.has_value(), !found.isEmpty());
        const auto text = path.toStdString();
        if (const auto again = readApiAddress(text))
            QCOMPARE(again->id + " " + again->version + " " + std::string(again->rest), found.toStdString());
    }
    void readsQueryValuesByTheirTypes_data() {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("values");
        const auto row = [](const char* name, const char* query, const char* values) {
            QTest::newRow(name) << QByteArray(query) << QByteArray(values);
        };
        row("a number of a text stays a text", "text=12", R"({"text":"12"})");
        row("plus and escapes", "text=a+b%2Bc%20%26", R"({"text":"a b+c &"})");
        row("no schema", "any=true", R"({"any":"true"})");
        row("empty", "text=", R"({"text":""})");
        row("integer", "count=-3", R"({"count":-3})");
        row("no integer", "count=3.5", "invalid_query count");
        row("no integer either", "count=", "invalid_query count");
        row("number", "part=0.25", R"({"part":2.5E-1})");
        row("boolean", "loud=true&count=1", R"({"loud":true,"count":1})");
        row("no boolean", "loud=yes", "invalid_query loud");
        row("list of one", "tags=a", R"({"tags":["a"]})");
        row("list", "tags=a&text=t&tags=b", R"({"tags":["a","b"],"text":"t"})");
        row("list of numbers", "sizes=1&sizes=2", R"({"sizes":[1,2]})");
        row("wrong item", "sizes=1&sizes=b", "invalid_query sizes");
        row("object", "form=%7B%22a%22:1%7D", R"({"form":{"a":1}})");
        row("several types, text last", "either=7", R"({"either":7})");
        row("several types, text", "either=x", R"({"either":"x"})");
        row("null", "either=null", R"({"either":null})");
        row("twice", "text=a&text=b", "invalid_query text");
        row("unknown", "tekst=a", "invalid_query tekst");
        row("broken escape", "text=%zz", "invalid_query text");
        row("not UTF-8", "text=%ff", "invalid_query text");
        row("reserved words are no values", "key=gh_x&stream=true&text=t", R"({"text":"t"})");
    }
    void readsQueryValuesByTheirTypes() {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, values);
        QCOMPARE(QByteArray::fromStdString(read(query.toStdString())), values);
    }
    void readsTheGatewaysOwnWords() {
        QCOMPARE(readFlags("stream")->stream, std::optional(true));
        QCOMPARE(readFlags("async=false")->async, std::optional(false));
        QVERIFY(!readFlags("")->stream);
        QCOMPARE(readFlags("stream=maybe").error().field, std::string("stream"));
        QCOMPARE(readFlags("stream=1&stream=0").error().code, std::string("invalid_query"));
        QCOMPARE(readFlags("text=a").error().field, std::string("text"));
    }
    void tellsDeprecationInTheFormsOfItsStandards() {
        const auto fields = deprecationFields({1'688'169'599'000'000, 1'798'761'599'000'000, "/apis/mood/2"});
        QCOMPARE(fields.size(), std::size_t(3));
        QCOMPARE(fields[0].second, std::string("@1688169599"));
        QCOMPARE(fields[1].second, std::string("Thu, 31 Dec 2026 23:59:59 GMT"));
        QCOMPARE(fields[2].second, std::string("</apis/mood/2>; rel=\"successor-version\""));
        QCOMPARE(deprecationFields({1, std::nullopt, ""}).size(), std::size_t(1));
        QCOMPARE(httpDate(784'111'777'000'000), std::string("Sun, 06 Nov 1994 08:49:37 GMT")); // RFC 9110's example
    }
};

QTEST_GUILESS_MAIN(TestApiRequest)
#include "tst_api_request.moc"
