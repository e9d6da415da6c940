// SPDX-License-Identifier: Apache-2.0
// Seeded mutations of requests, sent at the listener: none may crash or hang it, get a 5xx (501 and 505 apart), an
// answer that is none, or more answers than requests. GATEHOUSE_MUTATIONS sets their number, GATEHOUSE_SEED the seed.
#include "support/server_fixture.h"

#include <QTest>

#include <random>

using namespace gatehouse;
using namespace gatehouse::http;

namespace {

const std::vector<std::string>& corpus() {
    static const std::vector<std::string> requests{
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
        "GET /stream?pieces=2 HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: x\r\n\r\n",
        "GET http://localhost/healthz?x=%20 HTTP/1.1\r\nHost: localhost\r\nX-A: caf\xc3\xa9\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        "15\r\n\r\n{\"model\":\"demo\"}",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-Sum: "
        "1\r\n\r\n",
        "POST /deaf HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: 0\r\n\r\n"
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    };
    return requests;
}

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t bound) {
    return bound == 0 ? 0 : random() % bound;
}

const std::string& letters() {
    static const std::string bytes = std::string("\0\t\n\v\f\r :;,/?%.0aA-+_*", 21) + "\x7f\x80\xa0\xff";
    return bytes;
}

void mutateOnce(Random& random, std::string& bytes) {
    static const std::vector<std::string> pieces{"\r\n",
                                                 "\n",
                                                 "\r",
                                                 " ",
                                                 "\t",
                                                 ":",
                                                 ";",
                                                 "\r\n\r\n",
                                                 "0\r\n\r\n",
                                                 "Transfer-Encoding: chunked\r\n",
                                                 "Content-Length: 3\r\n",
                                                 "Host: x\r\n",
                                                 "Expect: 100-continue\r\n",
                                                 "/../",
                                                 "%2e%2e",
                                                 "0x",
                                                 "-"};
    const auto at = below(random, bytes.size());
    switch (below(random, 8)) {
    case 0:
        if (!bytes.empty())
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(random, 8)));
        break;
    case 1:
        if (!bytes.empty())
            bytes[at] = letters()[below(random, letters().size())];
        break;
    case 2:
        bytes.erase(at, 1 + below(random, 8));
        break;
    case 3:
        bytes.insert(at, pieces[below(random, pieces.size())]);
        break;
    case 4:
        bytes.insert(at, bytes.substr(at, 1 + below(random, 40)));
        break;
    case 5: {
        const auto& other = corpus()[below(random, corpus().size())];
        bytes.replace(at, below(random, 30), other.substr(below(random, other.size()), 1 + below(random, 60)));
        break;
    }
    case 6:
        bytes.erase(at);
        break;
    default:
        bytes.insert(at, std::string(1 + below(random, 300), static_cast<char>(random())));
        break;
    }
}

std::string mutant(Random& random) {
    std::string bytes = corpus()[below(random, corpus().size())];
    for (auto count = 1 + below(random, 4); count > 0; --count)
        mutateOnce(random, bytes);
    return bytes;
}

// As many heads as there can be at most: a request needs "HTTP/1.".
std::size_t mostAnswers(const std::string& bytes) {
    std::size_t count = 1; // a refusal of what is no request
    for (auto at = bytes.find("HTTP/1."); at != std::string::npos; at = bytes.find("HTTP/1.", at + 1))
        ++count;
    return count;
}

} // namespace

class TestServerMutations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void survivesThem() {
        const int count = qEnvironmentVariableIntValue("GATEHOUSE_MUTATIONS") > 0
                              ? qEnvironmentVariableIntValue("GATEHOUSE_MUTATIONS")
                              : 20'000;
        Random random(static_cast<std::uint64_t>(qEnvironmentVariableIntValue("GATEHOUSE_SEED") + 1));
        ServerOptions options;
        options.limits.linger = std::chrono::milliseconds(500);
        ServerFixture fixture(std::move(options));
        for (int i = 0; i < count; ++i) {
            const auto bytes = mutant(random);
            const auto shown =
                qPrintable(QString::number(i) + QLatin1Char(' ') +
                           QString::fromLatin1(QByteArray::fromStdString(bytes).toPercentEncoding(" /:;")));
            auto client = fixture.connect();
            QVERIFY2(client.isConnected(), shown);
            client.send(bytes);
            client.endSending();
            // To whom an answer belongs without a body shows only in the method.
            const bool toHead = bytes.find("HEAD") != std::string::npos;
            std::size_t answers = 0;
            while (!toHead) {
                const auto answer = client.readAnswer();
                if (!answer)
                    break;
                ++answers;
                QVERIFY2(answer->status < 500 || answer->status == 501 || answer->status == 505, shown);
                QVERIFY2(answer->status >= 200, shown);
            }
            QVERIFY2(answers <= mostAnswers(bytes), shown);
            QVERIFY2(client.isClosedWithin(std::chrono::seconds(5)), shown);
            if (i % 500 == 0)
                QVERIFY2(fixture.serves(), shown);
        }
        QVERIFY(fixture.serves());
        QVERIFY(ServerFixture::eventually([&] { return fixture.server.open() == 0; }));
        QCOMPARE(fixture.refused(Refusal::HandlerFailed), std::uint64_t{0});
        const auto counters = fixture.server.counters();
        qInfo("%d mutants: %llu calls, %llu clients left", count, static_cast<unsigned long long>(counters.calls),
              static_cast<unsigned long long>(counters.left));
    }
};

QTEST_GUILESS_MAIN(TestServerMutations)
#include "tst_server_mutations.moc"
