// SPDX-License-Identifier: Apache-2.0
#include "core/services/cors.h"
#include "core/services/rules.h"
#include "tests/core/services/fixtures.h"

#include <QtTest>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::services;
using namespace gatehouse::services::test;

namespace {

contract::ServiceSpec shop() {
    contract::ServiceSpec spec;
    spec.groups = {group("main", {"http://127.0.0.1:1/base"}), group("next", {"http://127.0.0.1:2"})};
    return spec;
}

std::string ruleFor(const Service& service, const Asked& asked) {
    const auto match = findRule(service, asked);
    if (match.rule != nullptr)
        return match.rule->name;
    std::string allow;
    for (const auto& method : match.allow)
        allow += method + " ";
    return allow;
}

std::string textOf(const Headers& headers) {
    std::string text;
    for (const auto& [name, value] : headers)
        text += name + ": " + value + "\n";
    return text;
}

} // namespace

class tst_service_rules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTheFirstRuleInWhichEverythingHolds();
    void saysWhichMethodsAPathTakes();
    void comparesTexts();
    void sendsNothingOfTheClientsCredentialsOn();
    void refusesTwoContentTypes();
    void keepsWhatAConnectionNamesAtTheConnection();
    void changesRequests();
    void placesValuesAsData();
    void refusesValuesThatCannotStandInAHeader();
    void passesAnswersByAnAllowList();
    void changesAnswers();
    void leadsLocationsBackThroughTheGateway_data();
    void leadsLocationsBackThroughTheGateway();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
    void readsBodiesStrictly();
    void answersPagesOfListedOriginsOnly();
};

void tst_service_rules::takesTheFirstRuleInWhichEverythingHolds() {
    auto spec = shop();
    contract::ServiceRuleSpec beta;
    beta.name = "beta";
    beta.match.path = "/orders/*";
    beta.match.headers = {{"X-Channel", "beta*"}};
    contract::ServiceRuleSpec german;
    german.name = "german";
    german.match.path = "/orders/{id}";
    german.match.query = {{"lang", "de"}};
    contract::ServiceRuleSpec hosted;
    hosted.name = "hosted";
    hosted.match.host = "*.example.org";
    contract::ServiceRuleSpec rest;
    rest.name = "rest";
    spec.rules = {beta, german, hosted, rest};
    const auto service = compiled(spec);
    QVERIFY(service);
    QCOMPARE(ruleFor(*service, TestCall("GET", "/orders/7", "", {{"x-channel", "beta-2"}}).asked), std::string("beta"));
    QCOMPARE(ruleFor(*service, TestCall("GET", "/orders/7", "a=1&lang=de").asked), std::string("german"));
    QCOMPARE(ruleFor(*service, TestCall("GET", "/orders/7", "lang=en").asked), std::string("rest"));
    QCOMPARE(ruleFor(*service, TestCall("GET", "/x", "", {{"Host", "API.Example.org:8642"}}).asked),
             std::string("hosted"));
    // An escape does not lead around a rule.
    QCOMPARE(ruleFor(*service, TestCall("GET", "/%6Frders/7", "l%61ng=de").asked), std::string("german"));
}

void tst_service_rules::saysWhichMethodsAPathTakes() {
    auto spec = shop();
    contract::ServiceRuleSpec read;
    read.name = "read";
    read.match.path = "/orders";
    read.match.methods = {"GET"};
    contract::ServiceRuleSpec write = read;
    write.name = "write";
    write.match.methods = {"POST", "PUT"};
    spec.rules = {read, write};
    const auto service = compiled(spec);
    QCOMPARE(ruleFor(*service, TestCall("HEAD", "/orders").asked), std::string("read"));
    QCOMPARE(ruleFor(*service, TestCall("PUT", "/orders").asked), std::string("write"));
    QCOMPARE(ruleFor(*service, TestCall("DELETE", "/orders").asked), std::string("GET POST PUT "));
    QCOMPARE(ruleFor(*service, TestCall("GET", "/other").asked), std::string());
}

void tst_service_rules::comparesTexts() {
    QVERIFY(matchesText("abc", "abc"));
    QVERIFY(matchesText("abc", "a*"));
    QVERIFY(matchesText("abcabd", "*abd"));
    QVERIFY(matchesText("", "*"));
    QVERIFY(!matchesText("abc", "ab"));
    QVERIFY(!matchesText("ab", "abc*d"));
    QVERIFY(!matchesText(std::string(5'000, 'a'), "*a*a*a*a*a*a*a*b"));
}

void tst_service_rules::sendsNothingOfTheClientsCredentialsOn() {
    const auto service = compiled(shop());
    TestCall call("GET", "/a", "x=1&key=gh_secret&KEY=2",
                  {{"Authorization", "Bearer gh_secret"},
                   {"X-API-Key", "gh_secret"},
                   {"Api-Key", "gh_secret"},
                   {"x-goog-api-key", "gh_secret"},
                   {"Cookie", "session=gh_secret"},
                   {"Proxy-Authorization", "Basic gh_secret"},
                   {"X-Forwarded-For", "10.0.0.1"},
                   {"Forwarded", "for=10.0.0.1"},
                   {"X-Gatehouse-Tags", "t"},
                   {"X-HTTP-Method-Override", "DELETE"},
                   {"X-Original-URL", "/admin"},
                   {"Origin", "https://page.example"},
                   {"Sec-Fetch-Site", "cross-site"},
                   {"Host", "gateway"},
                   {"Content-Length", "3"},
                   {"Accept", "text/plain"},
                   {"X-Own", "kept"}});
    const auto match = findRule(*service, call.asked);
    const auto out = outgoing(*match.rule, call.asked, match.values);
    QVERIFY(out);
    QCOMPARE(textOf(out->headers), std::string("Accept: text/plain\nX-Own: kept\n"));
    QCOMPARE(out->target(service->groups[0].servers[0]), std::string("/base/a?x=1&KEY=2"));
}

void tst_service_rules::refusesTwoContentTypes() {
    QVERIFY(
        !TestCall("POST", "/", "", {{"Content-Type", "application/json"}, {"content-type", "text/xml"}}, "{}").good);
    QVERIFY(TestCall("POST", "/", "", {{"Content-Type", "application/json"}}, "{}").good);
}

void tst_service_rules::keepsWhatAConnectionNamesAtTheConnection() {
    const HeaderViews client{{"Connection", "close, X-Hop"}, {"x-hop", "1"}, {"X-Stays", "2"}, {"TE", "trailers"}};
    QCOMPARE(textOf(headersUpstream(client)), std::string("X-Stays: 2\n"));
    const HeaderViews server{{"Connection", "X-RateLimit-Left"}, {"x-ratelimit-left", "1"}, {"ETag", "\"a\""}};
    QCOMPARE(textOf(headersDownstream(server, {})), std::string("ETag: \"a\"\n"));
}

void tst_service_rules::changesRequests() {
    auto spec = shop();
    contract::ServiceRuleSpec rule;
    rule.match.path = "/orders/{id}";
    rule.request.path = "/v2/items/{id}";
    rule.request.setHeaders = {
        {"X-Team", "{{/caller/team}}"}, {"X-Page", "{{/query/page|1}}"}, {"X-None", "{{/query/no}}"}};
    rule.request.removeHeaders = {"x-own-*"};
    rule.request.setQuery = {{"q", "{{/body/search/text}}"}};
    rule.request.removeQuery = {"page"};
    rule.request.body = boost::json::parse(
        R"({"id":"{{/path/id}}","filter":{"tags":"{{/body/tags}}","note":"by {{/caller/app}}","gone":"{{/body/none}}"},"n":1})");
    spec.rules = {rule};
    const auto service = compiled(spec);
    QVERIFY(service);
    QVERIFY(service->rules[0].readsRequest);
    TestCall call("POST", "/orders/7%20a", "page=2", {{"Content-Type", "application/json"}, {"X-Own-A", "1"}},
                  R"({"search":{"text":"a&b"},"tags":["x",2,null]})");
    QVERIFY(readJson(call.asked));
    const auto match = findRule(*service, call.asked);
    const auto out = outgoing(*match.rule, call.asked, match.values);
    QVERIFY(out);
    QCOMPARE(out->target(service->groups[0].servers[0]), std::string("/base/v2/items/7%20a?q=a%26b"));
    QCOMPARE(*out->body, std::string(R"({"id":"7 a","filter":{"tags":["x",2,null],"note":"by notebook"},"n":1})"));
    QCOMPARE(textOf(out->headers), std::string("Content-Type: application/json\nX-Page: 2\nX-Team: research\n"));
}

void tst_service_rules::placesValuesAsData() {
    const auto body = PlacedBody::parse(boost::json::parse(R"({"a":"{{/body/x}}","b":"<{{/body/x}}>"})")).value();
    boost::json::object facts;
    facts["body"] = boost::json::object{{"x", "\",\"admin\":true,\"{{/caller/key}}"}};
    facts["caller"] = boost::json::object{{"key", "secret"}};
    const auto filled = boost::json::serialize(body.fill(facts));
    QCOMPARE(filled,
             std::string(R"({"a":"\",\"admin\":true,\"{{/caller/key}}","b":"<\",\"admin\":true,\"{{/caller/key}}>"})"));
    for (const char* text : {"{{", "{{/nowhere/x}}", "{{body}}", "{{/body/~2}}", "{{}}"})
        QVERIFY2(!PlacedText::parse(text), text);
}

void tst_service_rules::refusesValuesThatCannotStandInAHeader() {
    auto spec = shop();
    contract::ServiceRuleSpec rule;
    rule.request.setHeaders = {{"X-Q", "{{/query/q}}"},
                               {"X-Key", "{{/headers/authorization}}{{/headers/x-api-key}}{{/query/key}}"}};
    spec.rules = {rule};
    const auto service = compiled(spec);
    TestCall split("GET", "/", "q=a%0d%0aX-Admin:%201");
    const auto match = findRule(*service, split.asked);
    const auto refused = outgoing(*match.rule, split.asked, match.values);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("invalid_value"));
    // Credentials of the client are nowhere to be placed from.
    TestCall keyed("GET", "/", "q=a&key=gh_secret",
                   {{"Authorization", "Bearer gh_secret"}, {"x-api-key", "gh_secret"}});
    const auto fine = outgoing(*match.rule, keyed.asked, match.values);
    QVERIFY(fine);
    QCOMPARE(textOf(fine->headers), std::string("X-Key: \nX-Q: a\n"));
}

void tst_service_rules::passesAnswersByAnAllowList() {
    const HeaderViews server{
        {"Content-Type", "text/plain"},   {"Set-Cookie", "a=b"},      {"Server", "nginx"},
        {"X-Powered-By", "PHP"},          {"X-Internal", "10.0.0.7"}, {"X-Shown", "yes"},
        {"Transfer-Encoding", "chunked"}, {"X-Request-Id", "theirs"}, {"Access-Control-Allow-Origin", "*"},
        {"RateLimit-Remaining", "3"}};
    QCOMPARE(textOf(headersDownstream(server, {"x-shown"})),
             std::string("Content-Type: text/plain\nX-Shown: yes\nRateLimit-Remaining: 3\n"));
    QCOMPARE(textOf(headersDownstream({{"Set-Cookie", "a"}, {"X-A", "1"}}, {"*"})), std::string("X-A: 1\n"));
}

void tst_service_rules::changesAnswers() {
    auto spec = shop();
    contract::ServiceRuleSpec rule;
    rule.response.status = {{"404", "200"}, {"5xx", "503"}};
    rule.response.setHeaders = {{"X-Was", "{{/status}}"}};
    rule.response.removeHeaders = {"cache-control"};
    rule.response.body = boost::json::parse(R"({"items":"{{/body/rows}}","total":"{{/body/n|0}}"})");
    spec.rules = {rule};
    const auto service = compiled(spec);
    QVERIFY(service);
    const TestCall call("GET", "/a");
    const auto& server = service->groups[0].servers[0];
    const auto json = boost::json::parse(R"({"rows":[1,2]})");
    const auto found =
        incoming(service->rules[0], call.asked, {}, server, 404,
                 {{"Content-Type", "application/hal+json"}, {"ETag", "\"a\""}, {"Cache-Control", "max-age=9"}}, &json);
    QCOMPARE(found.status, 200);
    QCOMPARE(*found.body, std::string(R"({"items":[1,2],"total":0})"));
    QCOMPARE(textOf(found.headers), std::string("Content-Type: application/json\nX-Was: 404\n"));
    QCOMPARE(incoming(service->rules[0], call.asked, {}, server, 500, {}, nullptr).status, 503);
    QCOMPARE(incoming(service->rules[0], call.asked, {}, server, 201, {}, nullptr).status, 201);
}

void tst_service_rules::leadsLocationsBackThroughTheGateway_data() {
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("seen");
    const auto row = [](const char* location, const char* seen) {
        QTest::newRow(location) << QByteArray(location) << QByteArray(seen);
    };
    row("/base/orders/7", "/apis/shop/1/orders/7");
    row("/base", "/apis/shop/1");
    row("/base?x=1", "/apis/shop/1?x=1");
    row("http://127.0.0.1:1/base/orders/7", "/apis/shop/1/orders/7");
    row("http://127.0.0.1:1/admin", "");
    row("http://127.0.0.1:1", "");
    row("/based/orders", "");
    row("/elsewhere", "");
    row("7", "7");
    row("https://login.example/authorize", "https://login.example/authorize");
    row("http://127.0.0.1:12/base/x", "http://127.0.0.1:12/base/x");
    row("//other.example/x", "//other.example/x");
}

void tst_service_rules::leadsLocationsBackThroughTheGateway() {
    QFETCH(QByteArray, location);
    QFETCH(QByteArray, seen);
    QCOMPARE(publicLocation(location.toStdString(), "http://127.0.0.1:1", "/base", "/apis/shop/1"), seen.toStdString());
}

void tst_service_rules::refusesWhatCannotBe_data() {
    QTest::addColumn<QByteArray>("field");
    for (const char* field :
         {"groups", "groups[1].id", "groups[0].servers[0].url", "groups[0].servers[1].url",
          "groups[0].credentials.header", "rules[0].match.path", "rules[0].match.headers", "rules[0].groups[0].group",
          "rules[0].request.path", "rules[0].request.set_headers.Host", "rules[0].request.set_query.q",
          "rules[0].request.body", "rules[0].request", "rules[0].response.set_headers.Transfer-Encoding",
          "cors.credentials", "validation.document"})
        QTest::newRow(field) << QByteArray(field);
}

void tst_service_rules::refusesWhatCannotBe() {
    QFETCH(QByteArray, field);
    auto spec = shop();
    auto& rule = spec.rules.emplace_back();
    if (field == "groups")
        spec.groups.clear(), spec.rules.clear();
    else if (field == "groups[1].id")
        spec.groups[1].id = "main";
    else if (field == "groups[0].servers[0].url")
        spec.groups[0].servers[0].url = "http://user@host/";
    else if (field == "groups[1].servers[0].url")
        spec.groups[1].servers[0].url = "http://169.254.169.254/latest";
    else if (field == "groups[0].servers[1].url")
        spec.groups[0].servers.push_back({"http://127.0.0.1:1/base/", 1});
    else if (field == "groups[0].credentials.header")
        spec.groups[0].credentials = contract::ServiceCredentialSpec{"Connection", "", "env:A"};
    else if (field == "rules[0].match.path")
        rule.match.path = "/a/../b";
    else if (field == "rules[0].match.headers")
        rule.match.headers = {{"authorization", "*"}};
    else if (field == "rules[0].groups[0].group")
        rule.groups = {{"other", 1}};
    else if (field == "rules[0].request.path")
        rule.request.path = "/v2/{id}";
    else if (field == "rules[0].request.set_headers.Host")
        rule.request.setHeaders = {{"Host", "x"}};
    else if (field == "rules[0].request.set_query.q")
        rule.request.setQuery = {{"q", "{{x}}"}};
    else if (field == "rules[0].request.body")
        rule.request.body = boost::json::value("{{/none}}");
    else if (field == "rules[0].request")
        rule.request.setQuery = {{"q", "{{/status}}"}};
    else if (field == "rules[0].response.set_headers.Transfer-Encoding")
        rule.response.setHeaders = {{"Transfer-Encoding", "x"}};
    else if (field == "cors.credentials")
        spec.cors = contract::ServiceCorsSpec{{"*"}, {"GET"}, {}, {}, {}, true};
    else
        spec.validation.document = boost::json::parse(R"({"swagger":"2.0"})");
    QCOMPARE(faultOf(spec), field.toStdString());
}

void tst_service_rules::readsBodiesStrictly() {
    const auto codeOf = [](HeaderViews headers, std::string_view body) {
        TestCall call("POST", "/", "", std::move(headers), body);
        const auto read = readJson(call.asked);
        return read ? std::string() : read.error().code;
    };
    const HeaderViews json{{"Content-Type", "application/vnd.a+json; charset=utf-8"}};
    QCOMPARE(codeOf(json, R"({"a":1})"), std::string());
    // The service might take the other one.
    QCOMPARE(codeOf(json, R"({"a":1,"\u0061":2})"), std::string("duplicate_name"));
    QCOMPARE(codeOf(json, R"({"a":1}{})"), std::string("invalid_json"));
    QCOMPARE(codeOf(json, std::string(200, '[') + std::string(200, ']')), std::string("too_deep"));
    QCOMPARE(codeOf({{"Content-Type", "text/plain"}}, "{}"), std::string("unsupported_media_type"));
    QCOMPARE(codeOf({{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}}, "{}"),
             std::string("unsupported_media_type"));
    QCOMPARE(codeOf({}, ""), std::string());
}

void tst_service_rules::answersPagesOfListedOriginsOnly() {
    Cors cors;
    cors.origins = {"https://shop.example"};
    cors.methods = {"GET", "POST"};
    cors.headers = {"x-page"};
    cors.credentials = true;
    const HeaderViews asks{{"Origin", "https://shop.example"}, {"Access-Control-Request-Method", "POST"}};
    QVERIFY(isPreflight("OPTIONS", asks));
    QVERIFY(!isPreflight("GET", asks));
    QVERIFY(!isPreflight("OPTIONS", {{"Origin", "https://shop.example"}}));
    QCOMPARE(textOf(preflightAnswer(cors, asks)),
             std::string("Vary: Origin\nAccess-Control-Allow-Origin: https://shop.example\n"
                         "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Methods: GET, POST\n"
                         "Access-Control-Allow-Headers: x-page, authorization, x-api-key, content-type\n"
                         "Access-Control-Max-Age: 600\n"));
    QVERIFY(preflightAnswer(cors, {{"Origin", "https://shop.example.evil"}}).empty());
    QVERIFY(preflightAnswer(cors, {{"Origin", "null"}}).empty());
    Headers answer{{"Vary", "Accept"}};
    addCors(cors, "https://shop.example", answer);
    QCOMPARE(*services::find(answer, "vary"), std::string("Accept, Origin"));
    Headers other;
    addCors(cors, "http://shop.example", other);
    QVERIFY(other.empty());
}

QTEST_GUILESS_MAIN(tst_service_rules)
#include "tst_service_rules.moc"
