// SPDX-License-Identifier: Apache-2.0
#include "core/providers/provider_request.h"

#include <QTest>
#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::providers;
using config::AuthStyle;
using dialects::Dialect;
using dialects::Operation;
using dialects::ProviderForm;

namespace {

config::Provider makeProvider(ProviderForm form, std::string basePath, AuthStyle auth) {
    config::Provider provider;
    provider.id = "p";
    provider.form = form;
    provider.host = "api.example.com";
    provider.basePath = std::move(basePath);
    provider.auth = auth;
    provider.authHeader = "x-api-key";
    return provider;
}

// "name: value" lines, names in lower case, in order of names.
std::string linesOf(std::vector<http::Field> fields) {
    for (auto& field : fields)
        field.name = toLower(field.name);
    std::sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    std::string lines;
    for (const auto& field : fields)
        lines += field.name + ": " + field.value + "\n";
    return lines;
}

} // namespace

class ProviderRequestTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void putsTheOperationBehindTheBasePath_data();
    void putsTheOperationBehindTheBasePath();
    void takesTheStreamsOwnPathAndKeepsItsQuery();
    void servesBothDialectsForTheDemoProvider();
    void passesOnlyListedFieldsOfAnOpenAiClient();
    void passesVersionAndBetaByteForByte();
    void addsTheVersionWhereItIsMissing();
    void passesNothingOfAClientOfAnotherDialect();
    void dropsFieldsThatTheClientNamedInConnection();
    void wantsAKeyWhereTheProviderWantsOne();
    void passesListedFieldsOfAnAnswer();
    void passesTheWaitAndTheLimitsToAClientOfAnotherDialect();
    void findsTheProvidersRequestId_data();
    void findsTheProvidersRequestId();
};

void ProviderRequestTest::putsTheOperationBehindTheBasePath_data() {
    QTest::addColumn<int>("form");
    QTest::addColumn<QString>("base");
    QTest::addColumn<int>("operation");
    QTest::addColumn<QString>("target");
    const auto row = [](ProviderForm form, const char* base, Operation operation, const char* target) {
        QTest::newRow(target) << static_cast<int>(form) << QString::fromLatin1(base) << static_cast<int>(operation)
                              << QString::fromLatin1(target);
    };
    row(ProviderForm::OpenAi, "/v1", Operation::ChatCompletions, "/v1/chat/completions");
    row(ProviderForm::OpenAi, "/openai/v1", Operation::Completions, "/openai/v1/completions");
    row(ProviderForm::OpenAi, "", Operation::Embeddings, "/embeddings");
    row(ProviderForm::OpenAi, "/v3", Operation::Moderations, "/v3/moderations");
    row(ProviderForm::OpenAi, "/v1", Operation::Models, "/v1/models");
    row(ProviderForm::OpenAi, "/v1", Operation::Model, "/v1/models/a%2Fb%3Ac");
    row(ProviderForm::Anthropic, "", Operation::Messages, "/v1/messages");
    row(ProviderForm::Anthropic, "/proxy", Operation::CountTokens, "/proxy/v1/messages/count_tokens");
    row(ProviderForm::Anthropic, "", Operation::Models, "/v1/models");
}

void ProviderRequestTest::putsTheOperationBehindTheBasePath() {
    QFETCH(int, form);
    QFETCH(QString, base);
    QFETCH(int, operation);
    QFETCH(QString, target);
    const auto provider = makeProvider(static_cast<ProviderForm>(form), base.toStdString(), AuthStyle::Bearer);
    const auto* row = dialects::rowOf(provider.form, static_cast<Operation>(operation));
    QVERIFY(row != nullptr);
    QCOMPARE(QString::fromStdString(targetOf(provider, *row, "a/b:c")), target);
    QCOMPARE(endpointOf(provider).host, std::string("api.example.com"));
}

void ProviderRequestTest::takesTheStreamsOwnPathAndKeepsItsQuery() {
    const auto provider = makeProvider(ProviderForm::OpenAi, "/base", AuthStyle::Bearer);
    const dialects::FormRow row{Operation::ChatCompletions, "/models/{model}:ask", "/models/{model}:tell?alt=sse"};
    QCOMPARE(targetOf(provider, row, "a/b"), std::string("/base/models/a%2Fb:ask"));
    QCOMPARE(targetOf(provider, row, "a/b", true), std::string("/base/models/a%2Fb:tell?alt=sse"));
}

void ProviderRequestTest::servesBothDialectsForTheDemoProvider() {
    config::Provider demo;
    demo.form = ProviderForm::Demo;
    QCOMPARE(targetOf(demo, *dialects::rowOf(demo.form, Operation::ChatCompletions)), std::string("/chat/completions"));
    QCOMPARE(targetOf(demo, *dialects::rowOf(demo.form, Operation::Messages)), std::string("/v1/messages"));
    FieldsRequest request;
    request.provider = &demo;
    request.clientDialect = Dialect::Anthropic;
    request.spoken = Dialect::Anthropic;
    const auto fields = fieldsFor(request);
    QVERIFY(fields.has_value());
    QVERIFY(linesOf(*fields).find("anthropic-version: 2023-06-01\n") != std::string::npos);
}

void ProviderRequestTest::passesOnlyListedFieldsOfAnOpenAiClient() {
    const auto provider = makeProvider(ProviderForm::OpenAi, "/v1", AuthStyle::Bearer);
    const Secret key("sk-provider");
    http::RequestHead client;
    client.fields = {{"Host", "gateway"},
                     {"Authorization", "Bearer gh_client"},
                     {"x-api-key", "gh_client"},
                     {"Cookie", "a=b"},
                     {"Accept", "application/json"},
                     {"Accept-Encoding", "gzip"},
                     {"User-Agent", "client"},
                     {"OpenAI-Beta", "assistants=v2"},
                     {"OpenAI-Organization", "org"},
                     {"X-Forwarded-For", "10.0.0.1"},
                     {"x-gatehouse-tags", "a,b"},
                     {"Transfer-Encoding", "chunked"},
                     {"Upgrade", "h2c"},
                     {"anthropic-beta", "not ours"}};
    FieldsRequest request;
    request.provider = &provider;
    request.key = &key;
    request.client = &client;
    const auto fields = fieldsFor(request);
    QVERIFY(fields.has_value());
    QCOMPARE(linesOf(*fields),
             "accept: application/json\naccept-encoding: gzip, deflate, zstd\nauthorization: Bearer sk-provider\n"
             "content-type: application/json\nopenai-beta: assistants=v2\nopenai-organization: org\n"
             "user-agent: " +
                 std::string(userAgent()) + "\n");
}

void ProviderRequestTest::passesVersionAndBetaByteForByte() {
    const auto provider = makeProvider(ProviderForm::Anthropic, "", AuthStyle::Header);
    const Secret key("sk-ant");
    http::RequestHead client;
    client.fields = {{"anthropic-version", "2024-10-01"},
                     {"anthropic-beta", "a-2025, b ,c"},
                     {"Anthropic-Beta", "second"},
                     {"x-api-key", "gh_client"}};
    FieldsRequest request;
    request.provider = &provider;
    request.key = &key;
    request.client = &client;
    request.clientDialect = Dialect::Anthropic;
    request.stream = true;
    const auto fields = fieldsFor(request);
    QVERIFY(fields.has_value());
    QCOMPARE(linesOf(*fields), "accept: text/event-stream\naccept-encoding: identity\nanthropic-beta: a-2025, b ,c\n"
                               "anthropic-beta: second\nanthropic-version: 2024-10-01\ncontent-type: application/json\n"
                               "user-agent: " +
                                   std::string(userAgent()) + "\nx-api-key: sk-ant\n");
}

void ProviderRequestTest::addsTheVersionWhereItIsMissing() {
    const auto provider = makeProvider(ProviderForm::Anthropic, "", AuthStyle::None);
    FieldsRequest request;
    request.provider = &provider;
    request.clientDialect = Dialect::Anthropic;
    request.contentType = {};
    QCOMPARE(
        linesOf(fieldsFor(request).value()),
        "accept: application/json\naccept-encoding: gzip, deflate, zstd\nanthropic-version: 2023-06-01\nuser-agent: " +
            std::string(userAgent()) + "\n");
}

void ProviderRequestTest::passesNothingOfAClientOfAnotherDialect() {
    const auto provider = makeProvider(ProviderForm::Anthropic, "", AuthStyle::None);
    http::RequestHead client;
    client.fields = {{"OpenAI-Beta", "x"}, {"anthropic-beta", "x"}, {"Accept", "text/html"}};
    FieldsRequest request;
    request.provider = &provider;
    request.client = &client;
    request.clientDialect = Dialect::OpenAi;
    const std::string lines = linesOf(fieldsFor(request).value());
    QVERIFY(lines.find("beta") == std::string::npos);
    QVERIFY(lines.find("text/html") == std::string::npos);
    QVERIFY(lines.find("anthropic-version: 2023-06-01\n") != std::string::npos);
}

void ProviderRequestTest::dropsFieldsThatTheClientNamedInConnection() {
    const auto provider = makeProvider(ProviderForm::Anthropic, "", AuthStyle::None);
    http::RequestHead client;
    client.fields = {{"Connection", "close, Anthropic-Version"}, {"anthropic-version", "2020-01-01"}};
    FieldsRequest request;
    request.provider = &provider;
    request.client = &client;
    request.clientDialect = Dialect::Anthropic;
    const std::string lines = linesOf(fieldsFor(request).value());
    QVERIFY(lines.find("anthropic-version: 2023-06-01\n") != std::string::npos);
    QVERIFY(lines.find("2020-01-01") == std::string::npos);
}

void ProviderRequestTest::wantsAKeyWhereTheProviderWantsOne() {
    const auto provider = makeProvider(ProviderForm::OpenAi, "/v1", AuthStyle::Bearer);
    FieldsRequest request;
    request.provider = &provider;
    const auto fields = fieldsFor(request);
    QVERIFY(!fields.has_value());
    QCOMPARE(fields.error().code, std::string("provider_key_missing"));
    QVERIFY(fields.error().kind == ErrorKind::Unavailable);
}

void ProviderRequestTest::passesListedFieldsOfAnAnswer() {
    http::UpstreamHead head;
    head.fields = {{"Content-Type", "application/json"},
                   {"x-ratelimit-remaining-tokens", "5"},
                   {"retry-after", "3"},
                   {"openai-processing-ms", "12"},
                   {"openai-organization", "org-of-the-key"},
                   {"x-request-id", "req_1"},
                   {"set-cookie", "__cf=1"},
                   {"connection", "keep-alive"},
                   {"x-gatehouse-provider", "forged"},
                   {"anthropic-ratelimit-tokens-limit", "7"}};
    QCOMPARE(linesOf(fieldsForClient(head, Dialect::OpenAi, Dialect::OpenAi)),
             std::string("content-type: application/json\nopenai-processing-ms: 12\nretry-after: 3\n"
                         "x-ratelimit-remaining-tokens: 5\n"));
    QCOMPARE(linesOf(fieldsForClient(head, Dialect::Anthropic, Dialect::Anthropic)),
             std::string("anthropic-ratelimit-tokens-limit: 7\ncontent-type: application/json\nretry-after: 3\n"));
}

void ProviderRequestTest::passesTheWaitAndTheLimitsToAClientOfAnotherDialect() {
    http::UpstreamHead head;
    head.fields = {{"content-type", "text/event-stream"},
                   {"retry-after", "3"},
                   {"retry-after-ms", "3100"},
                   {"x-ratelimit-remaining-tokens", "5"}};
    QCOMPARE(linesOf(fieldsForClient(head, Dialect::OpenAi, Dialect::Anthropic)),
             std::string("anthropic-ratelimit-tokens-remaining: 5\nretry-after: 3\nretry-after-ms: 3100\n"));
}

void ProviderRequestTest::findsTheProvidersRequestId_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("openai") << QByteArray("X-Request-Id") << QByteArray("req_1") << QByteArray("req_1");
    QTest::newRow("anthropic") << QByteArray("request-id") << QByteArray("req_2") << QByteArray("req_2");
    QTest::newRow("too long") << QByteArray("request-id") << QByteArray(200, 'x') << QByteArray();
    QTest::newRow("not printable") << QByteArray("request-id") << QByteArray("a b") << QByteArray();
    QTest::newRow("none") << QByteArray("other") << QByteArray("x") << QByteArray();
}

void ProviderRequestTest::findsTheProvidersRequestId() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, id);
    http::UpstreamHead head;
    head.fields = {{std::string_view(name.data(), static_cast<std::size_t>(name.size())),
                    std::string_view(value.data(), static_cast<std::size_t>(value.size()))}};
    QCOMPARE(providerRequestId(head), id.toStdString());
}

QTEST_APPLESS_MAIN(ProviderRequestTest)
#include "tst_provider_request.moc"
