// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/server.h"
#include "core/portal/portal_handler.h"
#include "support/raw_client.h"
#include "support/test_handler.h"

#include <QTest>

#include <array>
#include <memory>

using namespace gatehouse;
using namespace gatehouse::http;

namespace {

constexpr std::array files{
    portal::PortalFile{"assets/app-1f.js", "plain script", "gzipped script"},
    portal::PortalFile{"assets/icon-2e.svg", "plain icon", "gzipped icon"},
    portal::PortalFile{"index.html", "plain page", "gzipped page"},
};

// Says who it is, for everything.
class NamedHandler final : public Handler {
public:
    explicit NamedHandler(std::string name) : m_name(std::move(name)) {}
    Task<void> handle(Exchange& exchange) override {
        ResponseHead head;
        std::string body = m_name + ' ' + std::string(exchange.head().target);
        [[maybe_unused]] const auto sent = co_await exchange.respond(std::move(head), std::move(body));
    }

private:
    std::string m_name;
};

// A listener with the portal before another handler.
class Portal {
public:
    explicit Portal(std::span<const portal::PortalFile> served = files) : handler(next, served), io(1) {
        ServerOptions options;
        options.hosts.pages = portal::portalPath;
        options.hosts.notPages = portal::portalApiPath;
        server = std::make_unique<Server>(io, std::vector<Handler*>{&handler}, options);
        port = server->listen("127.0.0.1", 0).value_or(std::uint16_t{0});
        io.start();
        server->start();
    }
    ~Portal() {
        server->closeAll();
        io.stop();
    }
    RawAnswer ask(const std::string& line, const std::string& fields = {}) const {
        RawClient client(port);
        client.send(line + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
        return client.readAnswer(line.starts_with("HEAD")).value_or(RawAnswer{});
    }

    NamedHandler next{"gateway"};
    NamedHandler door{"door"};
    portal::PortalHandler handler;
    IoThreads io;
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
};

} // namespace

class TestPortalHandler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handsOnWhatIsNotItsOwn() {
        const Portal portal;
        for (const std::string path : {"/v1/models", "/", "/portals", "/portal.html", "/Portal"})
            QCOMPARE(portal.ask("GET " + path).body, "gateway " + path);
    }

    void servesThePageUnderEveryAddressThatItMayKnow() {
        const Portal portal;
        for (const std::string path :
             {"/portal", "/portal/", "/portal/apis/mood", "/portal/apis?x=1", "/portal/apis"}) {
            const auto answer = portal.ask("GET " + path);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, std::string("plain page"));
            QCOMPARE(answer.field("content-type"), std::string("text/html; charset=utf-8"));
            QCOMPARE(answer.field("cache-control"), std::string("no-cache"));
        }
    }

    void thePageLetsNothingInAndNobodyFrameIt() {
        const auto answer = Portal().ask("GET /portal");
        const auto policy = answer.field("content-security-policy");
        for (const auto* part :
             {"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
              "img-src 'self' data:", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"})
            QVERIFY2(policy.find(part) != std::string::npos, part);
        QVERIFY(policy.find("unsafe") == std::string::npos);
        QCOMPARE(answer.field("x-content-type-options"), std::string("nosniff"));
        QCOMPARE(answer.field("referrer-policy"), std::string("same-origin"));
        QCOMPARE(answer.field("cross-origin-opener-policy"), std::string("same-origin"));
        QCOMPARE(answer.field("set-cookie"), std::string());
    }

    void filesAreKeptForEverAndComeCompressedToWhoTakesIt() {
        const Portal portal;
        const auto plain = portal.ask("GET /portal/assets/app-1f.js");
        QCOMPARE(plain.body, std::string("plain script"));
        QCOMPARE(plain.field("content-type"), std::string("text/javascript; charset=utf-8"));
        QCOMPARE(plain.field("cache-control"), std::string("public, max-age=31536000, immutable"));
        QCOMPARE(plain.field("content-encoding"), std::string());
        QCOMPARE(plain.field("vary"), std::string("Accept-Encoding"));
        for (const std::string takes : {"gzip", "deflate, gzip;q=0.5, br", "br , GZIP"}) {
            const auto answer = portal.ask("GET /portal/assets/app-1f.js", "Accept-Encoding: " + takes + "\r\n");
            QCOMPARE(answer.body, std::string("gzipped script"));
            QCOMPARE(answer.field("content-encoding"), std::string("gzip"));
            QVERIFY(answer.field("etag") != plain.field("etag"));
        }
        for (const std::string takes : {"gzip;q=0", "identity", "br"})
            QCOMPARE(portal.ask("GET /portal/assets/app-1f.js", "Accept-Encoding: " + takes + "\r\n").body,
                     std::string("plain script"));
    }

    void aFileThatIsNotThereIsNoPage() {
        const Portal portal;
        for (const std::string path : {"/portal/assets/app-00.js", "/portal/assets", "/portal/assets/index.html"}) {
            const auto answer = portal.ask("GET " + path);
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.field("cache-control"), std::string("no-store"));
        }
    }

    void whatABrowserHasIsNotSentAgain() {
        const Portal portal;
        for (const std::string path : {"/portal", "/portal/assets/icon-2e.svg"}) {
            const auto first = portal.ask("GET " + path, "Accept-Encoding: gzip\r\n");
            const auto again =
                portal.ask("GET " + path, "Accept-Encoding: gzip\r\nIf-None-Match: " + first.field("etag") + "\r\n");
            QCOMPARE(again.status, 304);
            QCOMPARE(again.field("etag"), first.field("etag"));
            QCOMPARE(portal.ask("GET " + path, "If-None-Match: \"other\"\r\n").status, 200);
        }
    }

    void aPageIsReadOnly() {
        const Portal portal;
        const auto head = portal.ask("HEAD /portal");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.field("content-length"), std::string("10"));
        const auto answer = portal.ask("POST /portal", "Content-Length: 0\r\n");
        QCOMPARE(answer.status, 405);
        QCOMPARE(answer.field("allow"), std::string("GET, HEAD"));
    }

    void theDoorGetsItsCallsAloneAndOnlyWhereThereIsOne() {
        Portal portal;
        QCOMPARE(portal.ask("GET /portal/api/v1/me").status, 404);
        portal.handler.setDoor(portal.door);
        for (const std::string path : {"/portal/api", "/portal/api/v1/me?x=1"})
            QCOMPARE(portal.ask("GET " + path).body, "door " + path);
        QCOMPARE(portal.ask("POST /portal/api/v1/sessions", "Content-Length: 0\r\n").body,
                 std::string("door /portal/api/v1/sessions"));
        QCOMPARE(portal.ask("GET /portal/apis").body, std::string("plain page"));
    }

    void aLinkOnAnotherSiteLeadsToThePageAndNowhereElse() {
        Portal portal;
        portal.handler.setDoor(portal.door);
        const std::string visit =
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
        QCOMPARE(portal.ask("GET /portal/sign_in/oidc?code=1", visit).status, 200);
        QCOMPARE(portal.ask("GET /portal/api/v1/me", visit).status, 403);
        QCOMPARE(portal.ask("GET /v1/models", visit).status, 403);
        QCOMPARE(portal
                     .ask("GET /portal/assets/app-1f.js",
                          "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n")
                     .status,
                 403);
    }

    void aGatewayBuiltWithoutItSaysSo() {
        const Portal portal(std::span<const portal::PortalFile>{});
        const auto answer = portal.ask("GET /portal");
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.body.find("built without") != std::string::npos);
        QCOMPARE(portal.ask("GET /v1/models").body, std::string("gateway /v1/models"));
    }

    void carriesThePageThatWasBuilt() {
        const auto built = portal::portalFiles();
        if (built.empty())
            QSKIP("built without the portal");
        std::size_t first = 0;
        bool page = false;
        for (const auto& file : built) {
            first += file.gzip.size();
            page = page || file.name == "index.html";
            QVERIFY(file.gzip.size() > 2 && static_cast<unsigned char>(file.gzip[0]) == 0x1fU);
        }
        QVERIFY(page);
        QVERIFY2(first <= 200U * 1024U, std::to_string(first).c_str()); // all that a first visit transfers
    }
};

QTEST_GUILESS_MAIN(TestPortalHandler)
#include "tst_portal_handler.moc"
