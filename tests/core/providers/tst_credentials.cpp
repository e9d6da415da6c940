// SPDX-License-Identifier: Apache-2.0
// Each way to a credential, against token servers of the test's own.
#include "core/async/watchdog.h"
#include "core/base/text.h"
#include "core/config/credentials.h"
#include "core/http/client/http_upstream.h"
#include "core/providers/auth/provider_authorizer.h"
#include "tests/support/scripted_upstream.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <boost/asio/co_spawn.hpp>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

using namespace gatehouse;
using namespace gatehouse::providers;
using config::AuthStyle;
using config::CredentialSource;
using test::ArrivedRequest;
using test::ScriptedUpstream;
using test::wholeAnswer;

namespace {

constexpr WallMicros wallNow = 1'795'000'000'000'000; // 2026-11-18T11:06:40Z

class FixedClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return MonotonicTime(std::chrono::hours(5)); }
    WallMicros wall() const override { return wallNow; }
};

struct Sent {
    std::vector<http::Field> fields;
    std::string target;
    std::optional<Error> error;
    Proof proof;
    bool done = false;
    std::string field(std::string_view name) const {
        for (const auto& each : fields) {
            if (equalsIgnoringCase(each.name, name))
                return each.value;
        }
        return {};
    }
    std::string code() const { return error ? error->code : std::string(); }
};

Task<void> authorize(ProviderAuthorizer& authorizer, const config::Provider& provider, const config::ProviderKey* key,
                     Sent& sent) {
    const http::Endpoint endpoint{true, "bedrock-runtime.eu-west-1.amazonaws.com", 443, nullptr};
    http::UpstreamRequest request;
    request.endpoint = &endpoint;
    request.target = "/v1/chat/completions";
    request.fields = {{"Content-Type", "application/json"}};
    request.body = {"{}"};
    auto proof = co_await authorizer.authorize(provider, key, request);
    if (proof)
        sent.proof = *proof;
    else
        sent.error = std::move(proof.error());
    sent.fields = request.fields;
    sent.target = request.target;
    sent.done = true;
}

// A provider, what it calls with, and the loop that it runs on.
struct Rig {
    FixedClock clock;
    asio::io_context context{1};
    Watchdog watchdog{context.get_executor(), std::chrono::milliseconds(5)};
    http::HttpUpstream network{context.get_executor(), watchdog, http::trustSystemRootsAnd("").value(),
                               std::make_shared<http::UpstreamCounters>()};
    FileReader files;
    std::shared_ptr<TokenStore> store = std::make_shared<TokenStore>(clock);
    ProviderAuthorizer authorizer{context.get_executor(), network, store, files, clock};
    ScriptedUpstream server;
    QTemporaryDir folder;
    config::Provider provider;
    config::Credentials with;
    std::optional<config::ProviderKey> key;

    explicit Rig(AuthStyle style) {
        provider.id = "p";
        provider.auth = style;
        with.region = "eu-west-1";
        with.service = "bedrock";
        with.environment["HOME"] = folder.path().toStdString();
    }
    ~Rig() {
        store->close();
        network.closeIdle();
        context.restart();
        context.poll();
    }
    void setKey(const std::string& secret) {
        key = config::ProviderKey{"env:KEY", std::make_shared<const Secret>(secret), {}};
        provider.keys = {*key};
    }
    void setSecret(const char* name, const char* value) {
        with.secretEnvironment[name] = std::make_shared<const Secret>(value);
    }
    std::string put(const char* name, const std::string& text) {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("the test's folder cannot be written");
        file.write(text.data(), qint64(text.size()));
        return file.fileName().toStdString();
    }
    Sent send() {
        provider.credentials = std::make_shared<const config::Credentials>(with);
        Sent sent;
        asio::co_spawn(context, authorize(authorizer, provider, key ? &*key : nullptr, sent),
                       [](const std::exception_ptr& thrown) {
                           if (thrown)
                               std::rethrow_exception(thrown);
                       });
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        context.restart();
        while (!sent.done && std::chrono::steady_clock::now() < until) {
            context.run_one_for(std::chrono::milliseconds(20));
            if (context.stopped())
                context.restart();
        }
        return sent;
    }
    ArrivedRequest arrived(std::size_t index = 0) const {
        const auto all = server.requests();
        return index < all.size() ? all[index] : ArrivedRequest();
    }
};

QByteArray toQt(const std::string& text) {
    return QByteArray::fromStdString(text);
}

// The value of a form's field, decoded.
std::string formField(const std::string& body, const std::string& name) {
    std::string_view rest = body;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (part.starts_with(name + "="))
            return percentDecode(part.substr(name.size() + 1)).value_or("");
    }
    return {};
}

const std::string tokenAnswer = "{\"access_token\":\"T-1\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";

struct RsaKey {
    EVP_PKEY* key = EVP_RSA_gen(2048);
    RsaKey() = default;
    RsaKey(const RsaKey&) = delete;
    RsaKey& operator=(const RsaKey&) = delete;
    ~RsaKey() { EVP_PKEY_free(key); }
    std::string pem() const {
        BIO* bio = BIO_new(BIO_s_mem());
        PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
        char* data = nullptr;
        const auto size = BIO_get_mem_data(bio, &data);
        std::string text(data, static_cast<std::size_t>(size));
        BIO_free(bio);
        return text;
    }
    bool verifies(const std::string& text, const QByteArray& signature) const {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
        const int right = EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.constData()),
                                           static_cast<std::size_t>(signature.size()),
                                           reinterpret_cast<const unsigned char*>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        return right == 1;
    }
};

std::string escapedLines(const std::string& text) {
    std::string out;
    appendJsonString(out, text);
    return out;
}

} // namespace

class TestCredentials : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aParameterHoldsTheKey() {
        Rig rig(AuthStyle::Query);
        rig.provider.authHeader = "key";
        rig.setKey("a b&c");
        QCOMPARE(toQt(rig.send().target), QByteArray("/v1/chat/completions?key=a%20b%26c"));
    }

    void clientCredentials() {
        Rig rig(AuthStyle::OAuth2);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.with.tokenUrl = rig.server.baseUrl() + "/oidc/v1/token";
        rig.with.clientId = "client 1";
        rig.with.scope = "all-apis";
        rig.setKey("s3cret:/x");
        QCOMPARE(toQt(rig.send().field("authorization")), QByteArray("Bearer T-1"));
        const auto asked = rig.arrived();
        QCOMPARE(toQt(asked.target), QByteArray("/oidc/v1/token"));
        QCOMPARE(toQt(formField(asked.body, "grant_type")), QByteArray("client_credentials"));
        QCOMPARE(toQt(formField(asked.body, "scope")), QByteArray("all-apis"));
        QCOMPARE(QByteArray::fromBase64(toQt(asked.field("authorization").substr(6))),
                 QByteArray("client%201:s3cret%3A%2Fx"));
        (void)rig.send();
        QCOMPARE(rig.server.requests().size(), std::size_t{1});
    }

    void clientCredentialsInTheBody() {
        Rig rig(AuthStyle::OAuth2);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.with.tokenUrl = rig.server.baseUrl() + "/token";
        rig.with.clientId = "id";
        rig.with.clientInBody = true;
        rig.setKey("planted-secret");
        (void)rig.send();
        QCOMPARE(toQt(formField(rig.arrived().body, "client_secret")), QByteArray("planted-secret"));
        QVERIFY(rig.arrived().field("authorization").empty());
    }

    void aWrongSecretIsToldClearlyAndNeverRepeated() {
        Rig rig(AuthStyle::OAuth2);
        rig.server.answer(
            wholeAnswer(401, "{\"error\":\"invalid_client\",\"error_description\":\"planted-secret is wrong\"}"));
        rig.with.tokenUrl = rig.server.baseUrl() + "/token";
        rig.with.clientId = "id";
        rig.setKey("planted-secret");
        const auto sent = rig.send();
        QCOMPARE(toQt(sent.code()), QByteArray("provider_auth_refused"));
        QVERIFY(sent.error->message.find("127.0.0.1: 401 invalid_client") != std::string::npos);
        QVERIFY(sent.error->message.find("planted") == std::string::npos);
    }

    void whatIsNoTokenIsRefused_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << 200 << QByteArray("<html>");
        QTest::newRow("no token") << 200 << QByteArray("{}");
        QTest::newRow("a token with a line end") << 200 << QByteArray("{\"access_token\":\"a\\nb\"}");
        QTest::newRow("a server in trouble") << 503 << QByteArray("later");
    }
    void whatIsNoTokenIsRefused() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        Rig rig(AuthStyle::IbmIam);
        rig.server.answer(wholeAnswer(status, body.toStdString()));
        rig.with.tokenUrl = rig.server.baseUrl() + "/identity/token";
        rig.setKey("k");
        QVERIFY(rig.send().code().starts_with("provider_auth_"));
    }

    void ibmKey() {
        Rig rig(AuthStyle::IbmIam);
        rig.server.answer(wholeAnswer(200, "{\"access_token\":\"T-1\",\"expiration\":1795003600}"));
        rig.with.tokenUrl = rig.server.baseUrl() + "/identity/token";
        rig.setKey("api key");
        const auto sent = rig.send();
        QCOMPARE(toQt(sent.field("authorization")), QByteArray("Bearer T-1"));
        QVERIFY(std::static_pointer_cast<const Grant>(sent.proof)->lifetime == std::chrono::seconds(3'600));
        QCOMPARE(toQt(formField(rig.arrived().body, "apikey")), QByteArray("api key"));
    }

    void entraWithASecret() {
        Rig rig(AuthStyle::Entra);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.with.tenant = "tenant-1";
        rig.with.clientId = "app-1";
        rig.with.environment["AZURE_AUTHORITY_HOST"] = rig.server.baseUrl() + "/";
        rig.setKey("entra-secret");
        QCOMPARE(toQt(rig.send().field("authorization")), QByteArray("Bearer T-1"));
        QCOMPARE(toQt(rig.arrived().target), QByteArray("/tenant-1/oauth2/v2.0/token"));
        QCOMPARE(toQt(formField(rig.arrived().body, "client_secret")), QByteArray("entra-secret"));
        QCOMPARE(toQt(formField(rig.arrived().body, "scope")),
                 QByteArray("https://cognitiveservices.azure.com/.default"));
    }

    void entraSaysItsNumber() {
        Rig rig(AuthStyle::Entra);
        rig.server.answer(wholeAnswer(
            401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret.\"}"));
        rig.with.tokenUrl = rig.server.baseUrl() + "/t";
        rig.with.clientId = "app-1";
        rig.setKey("entra-secret");
        const auto sent = rig.send();
        QVERIFY(sent.error->message.find("401 invalid_client, AADSTS7000215") != std::string::npos);
    }

    void entraWorkloadIdentity() {
        Rig rig(AuthStyle::Entra);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.with.environment["AZURE_AUTHORITY_HOST"] = rig.server.baseUrl();
        rig.with.environment["AZURE_TENANT_ID"] = "t";
        rig.with.environment["AZURE_CLIENT_ID"] = "c";
        rig.with.environment["AZURE_FEDERATED_TOKEN_FILE"] = rig.put("token", "signed.by.cluster\n");
        QCOMPARE(toQt(rig.send().field("authorization")), QByteArray("Bearer T-1"));
        QCOMPARE(toQt(formField(rig.arrived().body, "client_assertion")), QByteArray("signed.by.cluster"));
        QCOMPARE(toQt(formField(rig.arrived().body, "client_id")), QByteArray("c"));
    }

    void entraMachineIdentity() {
        Rig rig(AuthStyle::Entra);
        rig.server.answer(wholeAnswer(200, "{\"access_token\":\"T-1\",\"expires_in\":\"86399\",\"expires_on\":"
                                           "\"1795086399\",\"refresh_in\":\"43200\"}"));
        rig.with.environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = rig.server.baseUrl();
        rig.with.clientId = "user-assigned";
        const auto sent = rig.send();
        QCOMPARE(toQt(sent.field("authorization")), QByteArray("Bearer T-1"));
        const auto grant = std::static_pointer_cast<const Grant>(sent.proof);
        QVERIFY(grant->lifetime == std::chrono::seconds(86'399) && grant->freshFor == std::chrono::seconds(43'200));
        QCOMPARE(toQt(rig.arrived().target),
                 QByteArray("/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2F"
                            "cognitiveservices.azure.com&client_id=user-assigned"));
        QCOMPARE(toQt(rig.arrived().field("metadata")), QByteArray("true"));
    }

    void entraAppService() {
        Rig rig(AuthStyle::Entra);
        rig.server.answer(wholeAnswer(200, "{\"access_token\":\"T-1\",\"expires_on\":\"1795003600\"}"));
        rig.with.environment["IDENTITY_ENDPOINT"] = rig.server.baseUrl() + "/msi/token";
        rig.setSecret("IDENTITY_HEADER", "header-secret");
        QCOMPARE(toQt(rig.send().field("authorization")), QByteArray("Bearer T-1"));
        QCOMPARE(toQt(rig.arrived().field("x-identity-header")), QByteArray("header-secret"));
        QVERIFY(rig.arrived().target.starts_with("/msi/token?api-version=2019-08-01&"));
    }

    void anArcAgentMayNameItsOwnFilesOnly() {
        Rig rig(AuthStyle::Entra);
        const auto path = rig.put("stolen.key", "x");
        rig.server.answer(wholeAnswer(401, "", {{"WWW-Authenticate", "Basic realm=" + path}}));
        rig.with.environment["IDENTITY_ENDPOINT"] = rig.server.baseUrl() + "/token";
        rig.with.environment["IMDS_ENDPOINT"] = rig.server.baseUrl();
        QCOMPARE(toQt(rig.send().code()), QByteArray("provider_auth_answer"));
        QCOMPARE(rig.server.requests().size(), std::size_t{1});
        QCOMPARE(toQt(rig.arrived().field("metadata")), QByteArray("true"));
    }

    void googleServiceAccount() {
        Rig rig(AuthStyle::Google);
        const RsaKey rsa;
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        const auto url = rig.server.baseUrl() + "/token";
        rig.setKey(
            "{\"type\":\"service_account\",\"private_key_id\":\"kid-1\",\"private_key\":" + escapedLines(rsa.pem()) +
            ",\"client_email\":\"gate@project.iam.gserviceaccount.com\",\"token_uri\":\"" + url + "\"}");
        QCOMPARE(toQt(rig.send().field("authorization")), QByteArray("Bearer T-1"));
        const auto body = rig.arrived().body;
        QCOMPARE(toQt(formField(body, "grant_type")), QByteArray("urn:ietf:params:oauth:grant-type:jwt-bearer"));
        const auto parts = toQt(formField(body, "assertion")).split('.');
        QCOMPARE(parts.size(), 3);
        const auto decoded = [&parts](int index) {
            return QByteArray::fromBase64(parts[index], QByteArray::Base64UrlEncoding);
        };
        QCOMPARE(decoded(0), QByteArray("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"kid-1\"}"));
        QCOMPARE(decoded(1),
                 toQt("{\"iss\":\"gate@project.iam.gserviceaccount.com\",\"scope\":\"https://www.googleapis."
                      "com/auth/cloud-platform\",\"aud\":\"" +
                      url + "\",\"iat\":1795000000,\"exp\":1795003600}"));
        QVERIFY(rsa.verifies(parts[0].toStdString() + "." + parts[1].toStdString(), decoded(2)));
    }

    void googleKeysThatAreNone_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("an API key") << QByteArray("AIzaSyPlanted");
        QTest::newRow("no type") << QByteArray("{}");
        QTest::newRow("half") << QByteArray("{\"type\":\"service_account\"}");
        QTest::newRow("no PEM") << QByteArray(
            "{\"type\":\"service_account\",\"client_email\":\"a@b\",\"private_key\":\"planted\"}");
        QTest::newRow("plain http elsewhere")
            << QByteArray("{\"type\":\"authorized_user\",\"token_uri\":\"http://192.0.2.1/t\"}");
    }
    void googleKeysThatAreNone() {
        QFETCH(QByteArray, key);
        Rig rig(AuthStyle::Google);
        rig.setKey(key.toStdString());
        const auto sent = rig.send();
        QCOMPARE(toQt(sent.code()), QByteArray("provider_auth_key"));
        QVERIFY(sent.error->message.find("lanted") == std::string::npos);
    }

    void googleLoginOfGcloud() {
        Rig rig(AuthStyle::Google);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.with.environment["CLOUDSDK_CONFIG"] = rig.folder.path().toStdString();
        rig.put("application_default_credentials.json",
                "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\",\"refresh_token\":\"r\","
                "\"quota_project_id\":\"payer\",\"token_uri\":\"" +
                    rig.server.baseUrl() + "/token\"}");
        const auto sent = rig.send();
        QCOMPARE(toQt(sent.field("authorization")), QByteArray("Bearer T-1"));
        QCOMPARE(toQt(sent.field("x-goog-user-project")), QByteArray("payer"));
        QCOMPARE(toQt(formField(rig.arrived().body, "refresh_token")), QByteArray("r"));
    }

    void googleFederationWithImpersonation() {
        Rig rig(AuthStyle::Google);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.server.answer(wholeAnswer(200, "{\"accessToken\":\"T-2\",\"expireTime\":\"2026-11-18T12:06:40Z\"}"));
        const auto subject = rig.put("subject", "{\"id_token\":\"from-the-cluster\"}");
        rig.with.environment["GOOGLE_APPLICATION_CREDENTIALS"] = rig.put(
            "adc.json", "{\"type\":\"external_account\",\"audience\":\"//iam.googleapis.com/pool\","
                        "\"subject_token_type\":\"urn:ietf:params:oauth:token-type:jwt\",\"token_url\":\"" +
                            rig.server.baseUrl() + "/sts\",\"service_account_impersonation_url\":\"" +
                            rig.server.baseUrl() + "/impersonate\",\"credential_source\":{\"file\":\"" + subject +
                            "\",\"format\":{\"type\":\"json\",\"subject_token_field_name\":\"id_token\"}}}");
        const auto sent = rig.send();
        QCOMPARE(toQt(sent.field("authorization")), QByteArray("Bearer T-2"));
        QVERIFY(std::static_pointer_cast<const Grant>(sent.proof)->lifetime == std::chrono::seconds(3'600));
        QCOMPARE(toQt(formField(rig.arrived().body, "subject_token")), QByteArray("from-the-cluster"));
        QCOMPARE(toQt(rig.arrived(1).field("authorization")), QByteArray("Bearer T-1"));
    }

    void googleMachine() {
        Rig rig(AuthStyle::Google);
        rig.server.answer(wholeAnswer(200, tokenAnswer, {{"Metadata-Flavor", "Google"}}));
        rig.with.environment["GCE_METADATA_HOST"] = rig.server.baseUrl().substr(7);
        QCOMPARE(toQt(rig.send().field("authorization")), QByteArray("Bearer T-1"));
        QCOMPARE(toQt(rig.arrived().field("metadata-flavor")), QByteArray("Google"));
    }

    void googleMachineMustProveItself() {
        Rig rig(AuthStyle::Google);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.with.environment["GCE_METADATA_HOST"] = rig.server.baseUrl().substr(7);
        QCOMPARE(toQt(rig.send().code()), QByteArray("provider_auth_answer"));
    }

    void awsKeyOfTheProvider() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.with.accessKeyId = "AKIDEXAMPLE";
        rig.with.sessionToken = std::make_shared<const Secret>("SESSION");
        rig.setKey("wJalrXUtnFEMI");
        const auto sent = rig.send();
        QVERIFY(sent.field("authorization")
                    .starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261118/eu-west-1/bedrock/aws4_request, "));
        QCOMPARE(toQt(sent.field("x-amz-security-token")), QByteArray("SESSION"));
        QVERIFY(rig.server.requests().empty());
    }

    void awsEnvironment() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.with.environment["AWS_ACCESS_KEY_ID"] = "AKIDENV";
        rig.setSecret("AWS_SECRET_ACCESS_KEY", "secret");
        QVERIFY(rig.send().field("authorization").find("Credential=AKIDENV/") != std::string::npos);
    }

    void awsProfileOverTheContainer() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.with.environment["AWS_SHARED_CREDENTIALS_FILE"] =
            rig.put("credentials", "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key=s # a note\n");
        rig.with.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = rig.server.baseUrl() + "/creds";
        QVERIFY(rig.send().field("authorization").find("Credential=AKIDFILE/") != std::string::npos);
        QVERIFY(rig.server.requests().empty());
    }

    void awsProfileWithARole() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.server.answer(wholeAnswer(
            200,
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>"
            "x&amp;y</SecretAccessKey>\n<SessionToken>\n SES\n SION</SessionToken><Expiration>2026-11-18T12:06:40Z"
            "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
            {{"Content-Type", "text/xml"}}));
        rig.with.environment["AWS_ENDPOINT_URL_STS"] = rig.server.baseUrl();
        rig.with.profile = "work";
        rig.with.environment["AWS_CONFIG_FILE"] = rig.put(
            "config", "[profile work]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nexternal_id=e-1\n");
        rig.with.environment["AWS_SHARED_CREDENTIALS_FILE"] =
            rig.put("credentials", "[base]\naws_access_key_id=AKIDBASE\naws_secret_access_key=s\n");
        const auto sent = rig.send();
        QVERIFY(sent.field("authorization").find("Credential=ASIAROLE/") != std::string::npos);
        QCOMPARE(toQt(sent.field("x-amz-security-token")), QByteArray("SESSION"));
        const auto asked = rig.arrived();
        QCOMPARE(toQt(formField(asked.body, "Action")), QByteArray("AssumeRole"));
        QCOMPARE(toQt(formField(asked.body, "ExternalId")), QByteArray("e-1"));
        QVERIFY(asked.field("authorization").find("Credential=AKIDBASE/20261118/eu-west-1/sts/") != std::string::npos);
    }

    void awsContainer() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.server.answer(wholeAnswer(200, "{\"AccessKeyId\":\"ASIABOX\",\"SecretAccessKey\":\"s\",\"Token\":\"SES\","
                                           "\"Expiration\":\"2026-11-18T12:06:40Z\"}"));
        rig.with.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = rig.server.baseUrl() + "/creds";
        rig.with.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = rig.put("auth", "box-token\n");
        QVERIFY(rig.send().field("authorization").find("Credential=ASIABOX/") != std::string::npos);
        QCOMPARE(toQt(rig.arrived().field("authorization")), QByteArray("box-token"));
        QCOMPARE(toQt(rig.arrived().target), QByteArray("/creds"));
    }

    // The container's token would go to anybody who can set a variable.
    void awsContainerAddressMustBeNear() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.with.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://192.0.2.7/creds";
        rig.setSecret("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t");
        QCOMPARE(toQt(rig.send().code()), QByteArray("provider_auth_address"));
    }

    void awsWebIdentity() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.server.answer(wholeAnswer(
            200, "<R><Credentials><AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t"
                 "</SessionToken><Expiration>2026-11-18T12:06:40Z</Expiration></Credentials></R>"));
        rig.with.environment["AWS_ENDPOINT_URL_STS"] = rig.server.baseUrl();
        rig.with.environment["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/web";
        rig.with.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = rig.put("jwt", "cluster.jwt\n");
        QVERIFY(rig.send().field("authorization").find("Credential=ASIAWEB/") != std::string::npos);
        QCOMPARE(toQt(formField(rig.arrived().body, "WebIdentityToken")), QByteArray("cluster.jwt"));
        QVERIFY(rig.arrived().field("authorization").empty());
    }

    void awsInstanceMetadata() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.server.answerWith([](const ArrivedRequest& request) {
            if (request.method == "PUT")
                return wholeAnswer(200, "imds-session");
            if (request.field("x-aws-ec2-metadata-token") != "imds-session")
                return wholeAnswer(401, "");
            if (request.target.ends_with("/security-credentials/"))
                return wholeAnswer(200, "my-role");
            return wholeAnswer(200, "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIAVM\",\"SecretAccessKey\":\"s\","
                                    "\"Token\":\"t\",\"Expiration\":\"2026-11-18T12:06:40Z\"}");
        });
        rig.with.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = rig.server.baseUrl() + "/";
        QVERIFY(rig.send().field("authorization").find("Credential=ASIAVM/") != std::string::npos);
        QCOMPARE(toQt(rig.arrived().field("x-aws-ec2-metadata-token-ttl-seconds")), QByteArray("21600"));
        QCOMPARE(toQt(rig.arrived(2).target), QByteArray("/latest/meta-data/iam/security-credentials/my-role"));
    }

    void awsWithNothingSaysWhereItLooked() {
        Rig rig(AuthStyle::AwsSigV4);
        rig.with.environment["AWS_EC2_METADATA_DISABLED"] = "true";
        const auto sent = rig.send();
        QCOMPARE(toQt(sent.code()), QByteArray("provider_auth_missing"));
        for (const auto* word : {"AWS_ACCESS_KEY_ID", "profile default", "AWS_CONTAINER_CREDENTIALS", "AWS_ROLE_ARN",
                                 "AWS_EC2_METADATA_DISABLED"})
            QVERIFY2(sent.error->message.find(word) != std::string::npos, word);
    }

    void aRefusedTokenIsDroppedButAKeyIsNot() {
        Rig rig(AuthStyle::OAuth2);
        rig.server.answer(wholeAnswer(200, tokenAnswer));
        rig.with.tokenUrl = rig.server.baseUrl() + "/t";
        rig.setKey("k");
        const auto sent = rig.send();
        QVERIFY(rig.authorizer.refused(rig.provider, &*rig.key, sent.proof));
        QVERIFY(!rig.authorizer.refused(rig.provider, &*rig.key, nullptr));
        Rig aws(AuthStyle::AwsSigV4);
        aws.with.accessKeyId = "AKID";
        aws.setKey("s");
        const auto signedOne = aws.send();
        QVERIFY(!aws.authorizer.refused(aws.provider, &*aws.key, signedOne.proof));
    }

    void anotherSecretIsAnotherIdentity() {
        Rig rig(AuthStyle::OAuth2);
        rig.with.clientId = "id";
        rig.provider.credentials = std::make_shared<const config::Credentials>(rig.with);
        const auto one = std::make_shared<const Secret>("one");
        const auto two = std::make_shared<const Secret>("two");
        QVERIFY(identityOf(rig.provider, one) == identityOf(rig.provider, std::make_shared<const Secret>("one")));
        QVERIFY(identityOf(rig.provider, one) != identityOf(rig.provider, two));
    }
};

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
