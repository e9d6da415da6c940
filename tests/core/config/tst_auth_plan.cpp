// SPDX-License-Identifier: Apache-2.0
// How a provider's auth, credentials, places and keys come together.
#include "core/config/credentials.h"
#include "core/config/endpoint.h"
#include "fixtures.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::toQt;

namespace {

class Clouds final : public Presets {
public:
    std::optional<PresetFacts> find(std::string_view id) const override {
        static const std::map<std::string, PresetFacts, std::less<>> known{
            {"bedrock", {"https://bedrock-runtime.{region}.amazonaws.com", "openai", "aws_sigv4|bearer"}},
            {"mantle", {"https://bedrock-mantle.{region}.api.aws/v1", "openai", "bearer|aws_sigv4"}},
            {"sagemaker",
             {"https://runtime.sagemaker.{region}.amazonaws.com", "openai", "aws_sigv4", {{"service", "sagemaker"}}}},
            {"azure", {"https://{resource}.openai.azure.com/openai/v1", "openai", "api-key|entra_bearer"}},
            {"vertex", {"https://{location}-aiplatform.googleapis.com/v1/projects/{project}", "openai", "gcp_oauth"}},
            {"databricks",
             {"https://{host}/serving-endpoints",
              "openai",
              "bearer|oauth2_client_credentials",
              {{"token_url", "{origin}/oidc/v1/token"}, {"scope", "all-apis"}}}},
            {"deepgram", {"https://api.deepgram.com/v1", "openai", "authorization_token"}},
            {"local", {"http://localhost:{port}/v1", "openai", "none"}},
            {"copilot", {"https://api.githubcopilot.com", "openai", "github_copilot_token"}},
        };
        const auto facts = known.find(id);
        return facts == known.end() ? std::nullopt : std::optional(facts->second);
    }
};

contract::Checked<Endpoint> endpointFrom(const QByteArray& fields) {
    auto parsed =
        parseDocument("version: 1\nproviders: [{id: p, " + fields.toStdString() + "}]\n", Format::Yaml, Clouds());
    if (!parsed)
        return tl::unexpected(parsed.error());
    return endpointOf(parsed->document.providers.front(), Clouds(), contract::Path());
}

QByteArray told(const contract::Faults& faults) {
    return QByteArray::fromStdString(faults.front().field + ": " + faults.front().text());
}

} // namespace

class TestAuthPlan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void choosesWhatFits_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("chosen");
        const auto row = [](const char* fields, const char* chosen) {
            QTest::newRow(fields) << QByteArray(fields) << QByteArray(chosen);
        };
        row("preset: bedrock, places: {region: eu-west-1}", "aws_sigv4 bedrock-runtime.eu-west-1.amazonaws.com");
        row("preset: bedrock, places: {region: eu-west-1}, keys: [\"env:A\"]",
            "bearer bedrock-runtime.eu-west-1.amazonaws.com");
        row("preset: bedrock, places: {region: r}, keys: [\"env:A\"], credentials: {access_key_id: AKID}",
            "aws_sigv4 bedrock-runtime.r.amazonaws.com");
        row("preset: mantle, places: {region: r}", "aws_sigv4 bedrock-mantle.r.api.aws");
        row("preset: mantle, places: {region: r}, keys: [\"env:A\"]", "bearer bedrock-mantle.r.api.aws");
        row("preset: azure, places: {resource: r}", "api-key r.openai.azure.com");
        row("preset: azure, places: {resource: r}, credentials: {source: metadata}", "entra r.openai.azure.com");
        row("preset: azure, places: {resource: r}, keys: [\"env:A\"], credentials: {client_id: c, tenant: t}",
            "entra r.openai.azure.com");
        row("preset: vertex, places: {location: global, project: p}", "google aiplatform.googleapis.com");
        row("preset: vertex, places: {location: eu, project: p}", "google aiplatform.eu.rep.googleapis.com");
        row("preset: vertex, places: {location: europe-west4, project: p}",
            "google europe-west4-aiplatform.googleapis.com");
        row("preset: databricks, places: {host: h.example}, keys: [\"env:A\"]", "bearer h.example");
        row("preset: databricks, places: {host: h.example}, keys: [\"env:A\"], credentials: {client_id: c}",
            "oauth2_client_credentials h.example");
        // Every field once, so that no pattern is one that refuses everything.
        row("dialect: openai, base_url: \"https://x.example\", auth: entra, keys: [\"env:A\"], credentials: "
            "{client_id: "
            "c-1, tenant: contoso.onmicrosoft.com, scope: \"a/.default b\", token_url: \"https://t.example/x\"}",
            "entra x.example");
        row("dialect: openai, base_url: \"https://x.example\", auth: google, credentials: {service_account: "
            "\"a@b.iam.gserviceaccount.com\", source: profile}",
            "google x.example");
        row("dialect: openai, base_url: \"https://x.example\", auth: aws_sigv4, keys: [\"env:A\"], credentials: "
            "{region: "
            "eu-west-1, service: bedrock, access_key_id: AKID, session_token: \"env:T\", role: "
            "\"arn:aws:iam::123456789012:role/a/b\", external_id: \"e:1\", profile: default}",
            "aws_sigv4 x.example");
        row("dialect: openai, base_url: \"https://x.example\", auth: oauth2_client_credentials, keys: [\"env:A\"], "
            "credentials: {client_id: c, client_auth: body, audience: \"https://api\", token_url: \"https://t/x\"}",
            "oauth2_client_credentials x.example");
        row("preset: deepgram, keys: [\"env:A\"]", "authorization=Token  api.deepgram.com");
        row("dialect: openai, base_url: \"https://x.example\", auth: Authorization, credentials: {prefix: \"Key \"}",
            "authorization=Key  x.example");
        row("dialect: openai, base_url: \"https://x.example\", auth: query", "query(key) x.example");
        row("dialect: openai, base_url: \"https://x.example\", auth: query, credentials: {parameter: api_key}",
            "query(api_key) x.example");
    }
    void choosesWhatFits() {
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, chosen);
        const auto endpoint = endpointFrom(fields);
        if (!endpoint)
            QFAIL(told(endpoint.error()).constData());
        const auto& plan = endpoint->auth;
        auto text = std::string(catalog::nameOf(plan.way.style));
        if (plan.way.style == AuthStyle::Header)
            text = plan.way.header + (plan.way.prefix.empty() ? "" : "=" + plan.way.prefix);
        if (plan.way.style == AuthStyle::Query)
            text += "(" + plan.queryParameter + ")";
        QCOMPARE(QByteArray::fromStdString(text + " " + endpoint->host), chosen);
        QCOMPARE(plan.credentials != nullptr, catalog::isFetchedOrSigned(plan.way.style));
    }

    void fillsWhatThePresetStartsFrom() {
        const auto databricks = endpointFrom(
            "preset: databricks, places: {host: \"h.example:8443\"}, keys: [\"env:A\"], credentials: {client_id: c}");
        QVERIFY(databricks.has_value());
        QCOMPARE(toQt(databricks->auth.credentials->tokenUrl), QStringLiteral("https://h.example:8443/oidc/v1/token"));
        QCOMPARE(toQt(databricks->auth.credentials->scope), QStringLiteral("all-apis"));
        const auto sagemaker = endpointFrom("preset: sagemaker, places: {region: us-gov-west-1}");
        QCOMPARE(toQt(sagemaker->auth.credentials->service), QStringLiteral("sagemaker"));
        QCOMPARE(toQt(sagemaker->auth.credentials->region), QStringLiteral("us-gov-west-1"));
        const auto own = endpointFrom("dialect: openai, auth: aws_sigv4, base_url: "
                                      "\"https://vpce-0a1.bedrock-runtime.ap-southeast-2.vpce.amazonaws.com\"");
        QCOMPARE(toQt(own->auth.credentials->region), QStringLiteral("ap-southeast-2"));
        QCOMPARE(toQt(own->auth.credentials->service), QStringLiteral("bedrock"));
    }

    void namesWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char* fields, const char* field) {
            QTest::newRow(fields) << QByteArray(fields) << QByteArray(field);
        };
        row("preset: bedrock", "places.region");
        row("preset: vertex, places: {project: p}", "places.location");
        row("preset: local, places: {port: none}", "base_url");
        row("preset: bedrock, places: {region: \"a b\"}", "places.region");
        row("preset: copilot, keys: [\"env:A\"]", "auth");
        row("dialect: openai, base_url: \"http://h\", auth: aws_sigv4", "credentials.region");
        row("dialect: openai, base_url: \"http://h\", auth: aws_sigv4, keys: [\"env:A\"], credentials: {region: r}",
            "credentials.access_key_id");
        row("dialect: openai, base_url: \"http://h\", auth: aws_sigv4, credentials: {region: r, access_key_id: A}",
            "credentials.access_key_id");
        row("dialect: openai, base_url: \"http://h\", auth: aws_sigv4, credentials: {region: r, external_id: e-1}",
            "credentials.external_id");
        row("dialect: openai, base_url: \"http://h\", credentials: {region: r}", "credentials.region");
        row("dialect: openai, base_url: \"http://h\", auth: oauth2_client_credentials, keys: [\"env:A\"]",
            "credentials.token_url");
        row("dialect: openai, base_url: \"http://h\", auth: entra, keys: [\"env:A\"], credentials: {tenant: t}",
            "credentials.client_id");
        row("dialect: openai, base_url: \"http://h\", auth: entra, keys: [\"env:A\"], credentials: {client_id: c}",
            "credentials.tenant");
        row("dialect: openai, base_url: \"http://h\", auth: google, keys: [\"env:A\"], credentials: {source: metadata}",
            "credentials.source");
        row("dialect: openai, base_url: \"http://h\", auth: google, credentials: {source: nowhere}",
            "credentials.source");
    }
    void namesWhatIsWrong() {
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, field);
        const auto endpoint = endpointFrom(fields);
        QVERIFY(!endpoint);
        const auto& found = endpoint.error().front().field;
        QVERIFY2(QByteArray::fromStdString(found).endsWith(field), found.c_str());
    }

    void theEnvironmentIsReadOncePerSnapshot() {
        Credentials made;
        fixtures::FakeResolver resolver;
        const Environment environment = [](const std::string& name) {
            return name == "AWS_PROFILE" ? std::optional<std::string>("work") : std::nullopt;
        };
        readEnvironment(made, AuthStyle::AwsSigV4, &environment, resolver);
        QCOMPARE(made.environment.size(), std::size_t{1});
        QCOMPARE(toQt(made.variable("AWS_PROFILE")), QStringLiteral("work"));
        QCOMPARE(toQt(made.secretVariable("AWS_SECRET_ACCESS_KEY")->reveal()),
                 QStringLiteral("value of env:AWS_SECRET_ACCESS_KEY"));
        Credentials none;
        readEnvironment(none, AuthStyle::OAuth2, &environment, resolver);
        QVERIFY(none.environment.empty() && none.secretEnvironment.empty());
    }
};

QTEST_APPLESS_MAIN(TestAuthPlan)
#include "tst_auth_plan.moc"
