// SPDX-License-Identifier: Apache-2.0
#include "core/services/openapi_import.h"
#include "core/services/openapi_schema.h"
#include "core/services/validation.h"
#include "tests/core/services/fixtures.h"
#include "tests/core/services/shop_document.h"

#include <QtTest>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::services;
using namespace gatehouse::services::test;
namespace json = boost::json;

namespace {

json::value shop() {
    return json::parse(shopText);
}

// Another value there.
void put(json::value& document, const std::string& pointer, std::string_view text) {
    const auto slash = pointer.rfind('/');
    auto name = pointer.substr(slash + 1);
    if (name.starts_with("~1"))
        name.replace(0, 2, "/");
    auto& parent = slash == 0 ? document : document.at_pointer(pointer.substr(0, slash));
    if (parent.is_array())
        parent.get_array()[std::stoul(name)] = json::parse(text);
    else
        parent.get_object()[name] = json::parse(text);
}

json::value shopWith(const std::string& pointer, std::string_view text) {
    auto document = shop();
    put(document, pointer, text);
    return document;
}

const Validation& checks() {
    static const auto made = Validation::make(shop());
    return **made;
}

// "", or the code and the place.
std::string outcome(std::string_view method, std::string_view path, std::string_view query = {},
                    HeaderViews headers = {}, std::string_view body = {}) {
    TestCall call(method, path, query, std::move(headers), body);
    const auto operation = checks().operationFor(method, call.asked.path);
    if (!operation)
        return operation.error().code + " " + operation.error().expected;
    if (Validation::looksIntoBody(**operation, call.asked.header("content-type"))) {
        if (const auto read = readJson(call.asked); !read)
            return read.error().code;
    }
    const auto fits = Validation::check(**operation, call.asked, !body.empty());
    return fits ? std::string() : fits.error().code + " " + fits.error().field;
}

const HeaderViews channel{{"x-channel", "web"}};
const HeaderViews jsonBody{{"Content-Type", "application/json"}};

std::string importFault(const json::value& document) {
    const auto imported = importOpenApi(document);
    return imported ? std::string() : imported.error().message;
}

} // namespace

class tst_service_openapi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void holdsCallsAgainstTheDocument_data();
    void holdsCallsAgainstTheDocument();
    void choosesThePathWithoutNamesFirst();
    void judgesAnswers();
    void draftsAServiceFromADocument();
    void refusesWhatItCannotHold_data();
    void refusesWhatItCannotHold();
    void boundsDocuments();
    void findsCirclesOfSchemas();
    void makesSchemasStandAlone();
    void publishesWithoutTheServicesOwnAffairs();
    void describesServicesWithoutADocument();
};

void tst_service_openapi::holdsCallsAgainstTheDocument_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("found");
    const auto get = [](const char* query, const char* found) {
        QTest::addRow("get %s", query) << QByteArray("GET") << QByteArray("/orders") << QByteArray(query)
                                       << QByteArray() << QByteArray(found);
    };
    const auto post = [](const char* body, const char* found) {
        QTest::addRow("post %s", body) << QByteArray("POST") << QByteArray("/orders") << QByteArray()
                                       << QByteArray(body) << QByteArray(found);
    };
    get("", "");
    get("limit=5&other=1", "");
    get("limit=1", "invalid_request query.limit");
    get("limit=x", "invalid_request query.limit");
    get("limit=5&limit=500", "invalid_request query.limit");
    get("limit=05", "invalid_request query.limit");
    get("l%69mit=500", "invalid_request query.limit");
    get("state=new&state=paid", "");
    get("state=new&state=lost", "invalid_request query.state/1");
    get("ids=1,2,3", "");
    get("ids=1,x", "invalid_request query.ids/1");
    get("filter=%7B%22a%22%3A1%7D", "");
    get("filter=%7B%7D", "invalid_request query.filter");
    get("filter=%7B", "invalid_request query.filter");
    get("paid=true", "");
    get("paid=yes", "invalid_request query.paid");
    post(R"({"item":"a"})", ""); // "id" is read-only: no request needs it
    post(R"({"item":"a","note":null,"parts":[{"item":"b"}]})", "");
    post(R"({"item":"a","parts":[{"item":"b"},{}]})", "invalid_request body/parts/1");
    post(R"({"item":7})", "invalid_request body/item");
    post("", "invalid_request body");
    post("{", "invalid_json");
    const auto row = [](const char* method, const char* path, const char* found) {
        QTest::addRow("%s %s", method, path)
            << QByteArray(method) << QByteArray(path) << QByteArray() << QByteArray() << QByteArray(found);
    };
    row("GET", "/orders/7", "");
    row("HEAD", "/orders/7", "");
    row("GET", "/orders/0", "invalid_request path.id");
    row("GET", "/orders/x", "invalid_request path.id");
    row("GET", "/orders/7/lines", "unknown_path ");
    row("DELETE", "/orders", "method_not_allowed GET, POST");
}

void tst_service_openapi::holdsCallsAgainstTheDocument() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, found);
    QCOMPARE(outcome(method.toStdString(), path.toStdString(), query.toStdString(),
                     method == "POST" ? jsonBody : channel, body.toStdString()),
             found.toStdString());
}

void tst_service_openapi::choosesThePathWithoutNamesFirst() {
    QCOMPARE(outcome("GET", "/orders/latest"), std::string());
    QCOMPARE(outcome("GET", "/orders"), std::string("invalid_request headers.X-Channel"));
    QCOMPARE(outcome("GET", "/orders", "", {{"x-channel", "too long"}}),
             std::string("invalid_request headers.X-Channel"));
    QCOMPARE(outcome("POST", "/orders", "", {{"Content-Type", "application/pdf"}}, "%PDF"), std::string());
    QCOMPARE(outcome("POST", "/orders", "", {{"Content-Type", "text/csv"}}, "a;b"),
             std::string("unsupported_media_type "));
    QCOMPARE(outcome("POST", "/orders", "", {}, "{}"), std::string("unsupported_media_type "));
}

void tst_service_openapi::judgesAnswers() {
    const auto* operation = checks().operationFor("POST", cleanPath("/orders").value()).value();
    const auto good = json::parse(R"({"id":"1","item":"a"})");
    const auto bad = json::parse(R"({"item":"a"})");
    QVERIFY(!Validation::answerProblem(*operation, 201, "application/json", &good));
    QVERIFY(Validation::answerProblem(*operation, 201, "application/json", &bad));
    QVERIFY(Validation::answerProblem(*operation, 418, "application/json", &good));
    QVERIFY(Validation::answerProblem(*operation, 201, "text/html", nullptr));
}

void tst_service_openapi::draftsAServiceFromADocument() {
    const auto imported = importOpenApi(shop());
    QVERIFY(imported);
    QCOMPARE(imported->title, std::string("Shop"));
    QCOMPARE(imported->operations.size(), std::size_t(4));
    QCOMPARE(imported->operations[0].id, std::string("listOrders"));
    QCOMPARE(imported->operations[0].parameters, std::size_t(7));
    const auto& draft = imported->draft;
    QCOMPARE(draft.groups.size(), std::size_t(1));
    QCOMPARE(draft.groups[0].servers.size(), std::size_t(1));
    QCOMPARE(draft.groups[0].servers[0].url, std::string("https://eu.shop.example/v3"));
    QCOMPARE(imported->notes.size(), std::size_t(2)); // the relative server, the credential
    QCOMPARE(faultOf(draft), std::string());
    const auto text = json::serialize(*draft.validation.document);
    QVERIFY(text.find("x-shop-key") == std::string::npos);
    QVERIFY(text.find("shop.example") == std::string::npos);
}

void tst_service_openapi::refusesWhatItCannotHold_data() {
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* title, const char* pointer, const char* value) {
        QTest::newRow(title) << QByteArray(pointer) << QByteArray(value);
    };
    row("another version", "/openapi", R"("4.0.0")");
    row("a file", "/components/schemas/Order", "{\"$ref\": \"file:///etc/passwd\"}");
    row("an address", "/components/schemas/Order", "{\"$ref\": \"https://evil.example/schema.json\"}");
    row("a neighbour", "/components/parameters/Limit", R"({"$ref": "other.yaml#/x"})");
    row("nowhere", "/components/schemas/Order", R"({"$ref": "#/components/schemas/None"})");
    row("in a circle", "/components/schemas/Order", R"({"$ref": "#/components/schemas/Order"})");
    row("a path without slash", "/paths/orders", R"({"get": {}})");
    row("a name that is not there", "/paths/~1orders~1{id}/get/parameters/0/name", R"("other")");
    row("no paths", "/paths", "{}");
    row("half a segment", "/paths/~1a.{ext}", R"({"get": {}})");
}

void tst_service_openapi::refusesWhatItCannotHold() {
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    const auto fault = importFault(shopWith(pointer.toStdString(), value.toStdString()));
    QVERIFY2(!fault.empty(), pointer.constData());
}

void tst_service_openapi::boundsDocuments() {
    QVERIFY(!importFault(json::parse("[]")).empty());
    QVERIFY(!importFault(json::parse("7")).empty());
    json::value deep = json::object();
    for (int i = 0; i < 200; ++i)
        deep = json::object{{"a", std::move(deep)}};
    auto nested = shop();
    nested.get_object()["x-deep"] = std::move(deep);
    QVERIFY(importFault(nested).find("deep") != std::string::npos);
    auto large = shop();
    large.get_object()["x-large"] = std::string(3'000'000, 'x');
    QVERIFY(importFault(large).find("2 MiB") != std::string::npos);
    auto many = shop();
    many.get_object()["x-many"] = json::array(250'000, json::value(1));
    QVERIFY(importFault(many).find("200,000") != std::string::npos);
    // Twenty levels that each refer to the next ten times: what they come to is never written out.
    auto bomb = shop();
    auto& schemas = bomb.at("components").at("schemas").get_object();
    for (int i = 0; i < 20; ++i) {
        json::object properties;
        for (int k = 0; k < 10; ++k)
            properties["p" + std::to_string(k)] =
                json::object{{"$ref", "#/components/schemas/B" + std::to_string(i + 1)}};
        schemas["B" + std::to_string(i)] = json::object{{"properties", std::move(properties)}};
    }
    schemas["B20"] = json::object{{"type", "string"}};
    schemas["Order"] = json::object{{"$ref", "#/components/schemas/B0"}};
    QCOMPARE(importFault(bomb), std::string());
}

void tst_service_openapi::findsCirclesOfSchemas() {
    const auto inPlace =
        shopWith("/components/schemas/Order",
                 R"({"allOf": [{"type": "object"}, {"anyOf": [{"$ref": "#/components/schemas/Order"}]}]})");
    QVERIFY(importFault(inPlace).find("itself") != std::string::npos);
    const auto byMember =
        shopWith("/components/schemas/Order", R"({"properties": {"next": {"$ref": "#/components/schemas/Order"}}})");
    QCOMPARE(importFault(byMember), std::string());
}

void tst_service_openapi::makesSchemasStandAlone() {
    auto document = shopWith("/openapi", R"("3.1.0")");
    put(document, "/components/schemas/Order", R"({
        "prefixItems": [{"type": "string"}], "items": false, "dependentRequired": {"a": ["b"]},
        "$id": "urn:evil:x", "unevaluatedProperties": false,
        "properties": {"x": {"$ref": "#/components/schemas/Problem", "maxLength": 3}}})");
    const auto api = OpenApi::read(document);
    QVERIFY(api);
    const auto alone = standaloneSchema(*api, *api->at("#/components/schemas/Order"), Direction::Request);
    QVERIFY(alone);
    QCOMPARE(json::serialize(*alone),
             std::string(R"({"prefixItems":[{"type":"string"}],"items":false,"dependentRequired":{"a":["b"]},)"
                         R"("properties":{"x":{"allOf":[{"$ref":"#/definitions/d0"},{"maxLength":3}]}},)"
                         R"("definitions":{"d0":{"type":"string"}}})"));
}

void tst_service_openapi::publishesWithoutTheServicesOwnAffairs() {
    const auto parts = publicParts(shop(), "/apis/shop/1", {"Problem", "Order"});
    QVERIFY(parts);
    QVERIFY(parts->paths.contains("/apis/shop/1/orders/{id}"));
    const auto text = json::serialize(json::value(parts->paths)) + json::serialize(json::value(parts->schemas));
    for (const char* gone : {"callbacks", "x-shop-key", "nullable", "#/components/parameters", "shop.example"})
        QVERIFY2(text.find(gone) == std::string::npos, gone);
    // A name of the gateway's own is left to it; schemas in circles stay references.
    QVERIFY(!parts->schemas.contains("Order"));
    const auto& order = parts->schemas.at("OrderOfService").at("properties");
    QCOMPARE(json::serialize(order.at("note").at("type")), std::string(R"(["string","null"])"));
    QVERIFY(order.get_object().contains("example"));
    QCOMPARE(std::string(order.at("parts").at("items").at("$ref").get_string()),
             std::string("#/components/schemas/OrderOfService"));
    const auto& limit = parts->paths.at("/apis/shop/1/orders").at("parameters").at(0);
    QCOMPARE(std::string(limit.at("name").get_string()), std::string("limit"));
    QCOMPARE(json::serialize(limit.at("schema")),
             std::string(R"({"type":"integer","maximum":100,"exclusiveMinimum":1})"));
}

void tst_service_openapi::describesServicesWithoutADocument() {
    contract::ServiceSpec spec;
    auto& rule = spec.rules.emplace_back();
    rule.match.path = "/orders/{id}/*";
    rule.match.methods = {"GET"};
    const auto parts = plainParts(spec, "/apis/shop/1");
    const auto& item = parts.paths.at("/apis/shop/1/orders/{id}/{rest}");
    QCOMPARE(item.at("parameters").get_array().size(), std::size_t(2));
    QVERIFY(item.get_object().contains("get"));
}

QTEST_GUILESS_MAIN(tst_service_openapi)
#include "tst_service_openapi.moc"
