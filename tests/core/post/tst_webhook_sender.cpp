// SPDX-License-Identifier: Apache-2.0
#include "core/post/webhook_sender.h"

#include "core/async/io_threads.h"
#include "core/notices/webhook_signature.h"
#include "tests/support/scripted_upstream.h"
#include "tests/support/test_name_server.h"

#include <QTest>
#include <future>

using namespace gatehouse;
using namespace gatehouse::post;

namespace {

const char* const secretText = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

struct Wanted {
    std::string url;
    std::vector<std::string> allowed{"127.0.0.0/8"};
    std::string secret = secretText;
    std::string authority{}; // PEM
    std::shared_ptr<http::NameService> names{};
};

notices::Attempt attempt(const Wanted& wanted) {
    IoThread thread("webhooks");
    const SystemClock clock;
    auto trust = wanted.authority.empty() ? http::trustSystemRoots() : http::trustSystemRootsAnd(wanted.authority);
    WebhookSender sender({.executor = thread.executor(),
                          .trust = *trust,
                          .names = wanted.names,
                          .clock = clock,
                          .connectTimeout = std::chrono::seconds(5),
                          .answerTimeout = std::chrono::seconds(5)});
    WebhookPlace place;
    place.target = notices::parseWebhookUrl(wanted.url).value();
    place.secrets = {std::make_shared<const Secret>(wanted.secret)};
    for (const auto& network : wanted.allowed)
        place.allowed.push_back(IpNetwork::parse(network).value());
    notices::Delivery delivery;
    delivery.id = "msg_1";
    delivery.payload = R"({"type":"job.finished"})";
    thread.start();
    std::promise<notices::Attempt> done;
    thread.post([&] { sender.send(delivery, place, [&](notices::Attempt came) { done.set_value(std::move(came)); }); });
    auto came = done.get_future().get();
    thread.stop();
    return came;
}

std::string portOf(const test::ScriptedUpstream& upstream) {
    return std::to_string(upstream.port());
}

} // namespace

class WebhookSenderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDeliveryIsPostedAndSigned() {
        test::ScriptedUpstream receiver;
        receiver.answer(test::wholeAnswer(204, ""));
        const auto came = attempt({receiver.baseUrl() + "/hooks?a=b"});
        QVERIFY2(came.taken, came.error.c_str());
        const auto requests = receiver.requests();
        QCOMPARE(requests.size(), std::size_t{1});
        const auto& request = requests.front();
        QCOMPARE(request.method + " " + request.target, std::string("POST /hooks?a=b"));
        QCOMPARE(request.body, std::string(R"({"type":"job.finished"})"));
        QCOMPARE(request.field("webhook-id"), std::string("msg_1"));
        const auto seconds = std::stoll(request.field("webhook-timestamp"));
        const auto expected =
            notices::signWebhook({std::make_shared<const Secret>(secretText)}, "msg_1", seconds, request.body);
        QCOMPARE(request.field("webhook-signature"), expected.value());
    }
    void aForbiddenAddressIsNotEvenConnectedTo() {
        test::ScriptedUpstream receiver;
        for (const auto& host : {"127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "127.1"}) {
            Wanted wanted;
            wanted.url = std::string("http://") + host + ":" + portOf(receiver) + "/";
            wanted.allowed = {"10.0.0.0/8"};
            const auto came = attempt(wanted);
            QVERIFY(!came.taken);
            QVERIFY2(came.error.find("not called") != std::string::npos, (std::string(host) + came.error).c_str());
        }
        QCOMPARE(receiver.connections(), std::size_t{0});
    }
    void aNameWithOneForbiddenAddressIsForbidden() {
        test::ScriptedUpstream receiver;
        test::TestNameServer server;
        server.set("hooks.example", {{"127.0.0.1", "10.1.2.3"}});
        http::NameServiceOptions options;
        options.servers = server.place();
        Wanted wanted;
        wanted.url = "http://hooks.example:" + portOf(receiver) + "/";
        wanted.names = http::makeNameService(options);
        const auto came = attempt(wanted);
        wanted.names->stop();
        QVERIFY(came.error.find("not one of the public internet") != std::string::npos);
        QCOMPARE(receiver.connections(), std::size_t{0});
    }
    void theNameIsAskedForOnceSoThatNoSecondAnswerLeadsElsewhere() {
        test::ScriptedUpstream receiver;
        receiver.answer(test::wholeAnswer(200, ""));
        test::TestNameServer server;
        server.set("hooks.example", {{"127.0.0.1"}, 0});
        http::NameServiceOptions options;
        options.servers = server.place();
        Wanted wanted;
        wanted.url = "http://hooks.example:" + portOf(receiver) + "/";
        wanted.names = http::makeNameService(options);
        QVERIFY(attempt(wanted).taken);
        QCOMPARE(server.questions(), std::size_t{2}); // one for each family
        wanted.names->stop();
    }
    void aRedirectIsAnAnswerLikeAnother() {
        test::ScriptedUpstream elsewhere;
        test::ScriptedUpstream receiver;
        receiver.answer(test::wholeAnswer(307, "", {{"Location", elsewhere.baseUrl() + "/secret"}}));
        const auto came = attempt({receiver.baseUrl() + "/"});
        QVERIFY(!came.taken && !came.hopeless);
        QCOMPARE(came.status, 307);
        QCOMPARE(elsewhere.connections(), std::size_t{0});
    }
    void aReceiverThatIsGoneIsHopeless() {
        test::ScriptedUpstream receiver;
        receiver.answer(test::wholeAnswer(410, "do not call"));
        const auto came = attempt({receiver.baseUrl() + "/"});
        QVERIFY(came.hopeless);
        QVERIFY(came.error.find("do not call") == std::string::npos);
    }
    void anEmptySecretMeansThatNothingIsSent() {
        test::ScriptedUpstream receiver;
        Wanted wanted;
        wanted.url = receiver.baseUrl() + "/";
        wanted.secret = "";
        QVERIFY(!attempt(wanted).taken);
        QCOMPARE(receiver.connections(), std::size_t{0});
    }
    void theCertificateMustBeTheHostsOwn() {
        const auto certificate = test::makeCertificate({.names = {"127.0.0.1"}});
        test::ScriptedUpstream receiver(certificate);
        receiver.answer(test::wholeAnswer(200, ""));
        Wanted wanted;
        wanted.url = "https://127.0.0.1:" + portOf(receiver) + "/";
        QVERIFY(attempt(wanted).error.find("certificate") != std::string::npos);
        wanted.authority = certificate.certificate;
        QVERIFY(attempt(wanted).taken);
        wanted.url = "https://localhost:" + portOf(receiver) + "/";
        wanted.allowed = {"127.0.0.0/8", "::1/128"};
        QVERIFY(!attempt(wanted).taken);
    }
};

QTEST_GUILESS_MAIN(WebhookSenderTest)
#include "tst_webhook_sender.moc"
