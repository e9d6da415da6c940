// SPDX-License-Identifier: Apache-2.0
#include "core/http/transport.h"
#include "support/server_fixture.h"
#include "tests/support/certificate.h"

#include <QTemporaryDir>
#include <QTest>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <fstream>

using namespace gatehouse;
using namespace gatehouse::http;
using namespace std::chrono_literals;

namespace {

// A blocking TLS client on a raw one, that takes any certificate and says which it saw.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, int mostVersion = TLS1_3_VERSION, const char* suites = nullptr)
        : m_raw(port), m_context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
        SSL_CTX_set_min_proto_version(m_context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(m_context.get(), mostVersion);
        SSL_CTX_set_security_level(m_context.get(), 0);
        SSL_CTX_set_cipher_list(m_context.get(), suites == nullptr ? "ALL:@SECLEVEL=0" : suites);
        m_ssl.reset(SSL_new(m_context.get()));
        SSL_set_fd(m_ssl.get(), m_raw.descriptor());
        m_connected = m_raw.isConnected() && SSL_connect(m_ssl.get()) == 1;
        ERR_clear_error();
    }

    bool isConnected() const { return m_connected; }
    RawClient& raw() { return m_raw; }
    std::string version() const { return SSL_get_version(m_ssl.get()); }
    bool certificateIsFor(const std::string& name) const {
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(m_ssl.get()),
                                                                      X509_free);
        return certificate && X509_check_host(certificate.get(), name.data(), name.size(), 0, nullptr) == 1;
    }
    bool send(const std::string& bytes) {
        return SSL_write(m_ssl.get(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
    }
    // Reads until the text has come; what came. Ends early at an end of the stream.
    std::string readUntil(const std::string& text) {
        std::string got;
        char bytes[65'536];
        while (got.find(text) == std::string::npos) {
            const int count = SSL_read(m_ssl.get(), bytes, sizeof bytes);
            if (count <= 0)
                break;
            got.append(bytes, static_cast<std::size_t>(count));
        }
        return got;
    }
    bool saysGoodbye() { return (SSL_get_shutdown(m_ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
    void close() {
        SSL_shutdown(m_ssl.get());
        m_raw.close();
    }

private:
    RawClient m_raw;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> m_context;
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    std::unique_ptr<SSL, Free> m_ssl;
    bool m_connected = false;
};

const std::string getHealth = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

} // namespace

class TestServerTls : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    // Certificate and key files "<name>.pem" and "<name>.key", the certificate's common name being the name.
    void writeFiles(const std::string& name) {
        const auto made = test::makeCertificate({{name, "localhost"}});
        std::ofstream(path((name + ".pem").c_str())) << made.certificate;
        std::ofstream(path((name + ".key").c_str())) << made.key;
    }
    std::shared_ptr<asio::ssl::context> contextOf(const std::string& name) {
        auto context = makeServerContext(path((name + ".pem").c_str()), path((name + ".key").c_str()));
        return context ? *context : nullptr;
    }
    ServerOptions options(const std::string& name) {
        ServerOptions made;
        made.tls = contextOf(name);
        return made;
    }

private Q_SLOTS:
    void initTestCase() {
        for (const auto* name : {"first.example", "second.example"}) {
            writeFiles(name);
            QVERIFY(contextOf(name));
        }
    }

    void answersOverTls_data() {
        QTest::addColumn<int>("version");
        QTest::newRow("1.3") << TLS1_3_VERSION;
        QTest::newRow("1.2") << TLS1_2_VERSION;
    }
    void answersOverTls() {
        QFETCH(int, version);
        ServerFixture fixture(options("first.example"));
        TlsClient client(fixture.port, version);
        QVERIFY(client.isConnected());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(client.send(getHealth + getHealth));
            const auto got = client.readUntil("ok") + client.readUntil("ok");
            QVERIFY(got.find("HTTP/1.1 200 OK") == 0);
        }
        QVERIFY(client.send("GET /stream?pieces=500 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QVERIFY(client.readUntil("\r\n0\r\n\r\n").size() > 500'000);
        std::string body(2'000'000, 'x');
        QVERIFY(client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n" +
                            body));
        QVERIFY(client.readUntil("\r\n\r\n2000000").find("200 OK") != std::string::npos);
        QVERIFY(client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        client.readUntil("never");
        QVERIFY(client.saysGoodbye());
    }

    void refusesOldVersionsAndSuites() {
        ServerFixture fixture(options("first.example"));
        QVERIFY(!TlsClient(fixture.port, TLS1_1_VERSION).isConnected());
        QVERIFY(!TlsClient(fixture.port, TLS1_2_VERSION, "AES128-SHA:AES256-SHA256:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")
                     .isConnected());
        QVERIFY(TlsClient(fixture.port, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256").isConnected());
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.counters().handshakeFailed == 2; }));
    }

    void takesANewCertificateWithoutDroppingACall() {
        ServerFixture fixture(options("first.example"), 2);
        TlsClient before(fixture.port);
        QVERIFY(before.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        QVERIFY(before.certificateIsFor("first.example"));
        fixture.server.setTls(contextOf("second.example"));
        QVERIFY(ServerFixture::eventually([&] { return TlsClient(fixture.port).certificateIsFor("second.example"); }));
        fixture.handler.release();
        QVERIFY(before.readUntil("held").find("200 OK") != std::string::npos);
        QVERIFY(before.send(getHealth));
        QVERIFY(before.readUntil("ok").find("200 OK") != std::string::npos);
    }

    void closesOnPlainHttp() {
        ServerFixture fixture(options("first.example"));
        auto client = fixture.connect();
        QVERIFY(client.send(getHealth));
        QVERIFY(client.isClosedWithin(5s));
        TlsClient after(fixture.port);
        QVERIFY(after.send(getHealth));
        QVERIFY(after.readUntil("ok").find("200 OK") == 9);
    }

    void cutsASlowHandshake() {
        auto made = options("first.example");
        made.limits.header = 200ms;
        ServerFixture fixture(std::move(made));
        auto client = fixture.connect();
        QVERIFY(client.send(std::string("\x16\x03\x01", 3)));
        QVERIFY(client.isClosedWithin(5s));
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
    }

    void noticesWhenTheClientLeaves_data() {
        QTest::addColumn<bool>("orderly");
        QTest::newRow("with close_notify") << true;
        QTest::newRow("without") << false;
    }
    void noticesWhenTheClientLeaves() {
        QFETCH(bool, orderly);
        ServerFixture fixture(options("first.example"));
        TlsClient client(fixture.port);
        QVERIFY(client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.waiting() == 1; }));
        if (orderly)
            client.close();
        else
            client.raw().close();
        QVERIFY(ServerFixture::eventually([&] { return fixture.handler.cancelled() == 1; }));
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
    }

    void saysWhatIsWrongWithACertificate() {
        std::ofstream(path("junk.pem")) << "no certificate";
        for (const auto& [certificate, key] :
             {std::pair{"none.pem", "first.example.key"}, std::pair{"junk.pem", "first.example.key"},
              std::pair{"first.example.pem", "none.key"}, std::pair{"first.example.pem", "second.example.key"}}) {
            const auto context = makeServerContext(path(certificate), path(key));
            QVERIFY(!context);
            QCOMPARE(context.error().code, std::string("tls_certificate"));
            QVERIFY(context.error().message.find(m_folder.path().toStdString()) != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(TestServerTls)
#include "tst_server_tls.moc"
