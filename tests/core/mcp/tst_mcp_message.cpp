// SPDX-License-Identifier: Apache-2.0
#include "core/mcp/message.h"

#include <QTest>

using namespace gatehouse;
using mcp::Fault;

class TestMcpMessage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsRequestsAndNotifications() {
        const auto read = mcp::readMessage(R"({"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"a":0.10}})");
        const auto* message = std::get_if<mcp::Message>(&read);
        QVERIFY(message != nullptr);
        QCOMPARE(message->id, std::string("7"));
        QCOMPARE(message->params, std::string(R"({"a":0.10})")); // numbers stay as they were written
        const auto told = mcp::readMessage(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
        QVERIFY(std::get<mcp::Message>(told).id.empty());
        const auto text = mcp::readMessage("{\"jsonrpc\":\"2.0\",\"id\":\"a b\",\"method\":\"ping\"}");
        QCOMPARE(std::get<mcp::Message>(text).id, std::string("\"a b\""));
    }

    void refusesWhatIsNoMessage_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* name, const char* text, Fault fault) {
            QTest::newRow(name) << QByteArray(text) << static_cast<int>(fault);
        };
        row("no JSON", "{", Fault::Parse);
        row("a name twice", R"({"jsonrpc":"2.0","id":1,"id":2,"method":"ping"})", Fault::Parse);
        row("a batch", R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])", Fault::InvalidRequest);
        row("an id that is null", R"({"jsonrpc":"2.0","id":null,"method":"ping"})", Fault::InvalidRequest);
        row("an id that is an object", R"({"jsonrpc":"2.0","id":{},"method":"ping"})", Fault::InvalidRequest);
        row("another version", R"({"jsonrpc":"1.0","id":1,"method":"ping"})", Fault::InvalidRequest);
        row("no method", R"({"jsonrpc":"2.0","id":1})", Fault::InvalidRequest);
        row("params that are a list", R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})", Fault::InvalidParams);
    }
    void refusesWhatIsNoMessage() {
        QFETCH(QByteArray, text);
        QFETCH(int, fault);
        const auto read = mcp::readMessage(text.toStdString());
        const auto* wrong = std::get_if<mcp::Wrong>(&read);
        QVERIFY(wrong != nullptr);
        QCOMPARE(static_cast<int>(wrong->fault), fault);
        QVERIFY(!wrong->id.empty());
    }

    void readsCallsOfTools() {
        const auto call = mcp::readToolCall(R"({"name":"mood","arguments":{"text":"{{x}}", "n": 1e400}})");
        QVERIFY(call.has_value());
        QCOMPARE(call->arguments, std::string(R"({"text":"{{x}}", "n": 1e400})"));
        QCOMPARE(mcp::readToolCall(R"({"name":"mood"})")->arguments, std::string("{}"));
        QVERIFY(!mcp::readToolCall(R"({"arguments":{}})"));
        QVERIFY(!mcp::readToolCall(R"({"name":"mood","arguments":[]})"));
    }

    void answersWithTheVersionThatBothKnow() {
        const auto known = mcp::initializeAnswer("1", "2025-03-26", "1.0");
        QVERIFY(known.find("\"protocolVersion\":\"2025-03-26\"") != std::string::npos);
        const auto unknown = mcp::initializeAnswer("1", "1999-01-01", "1.0");
        QVERIFY(unknown.find(std::string(mcp::protocolVersions.front())) != std::string::npos);
    }

    void escapesWhatToolsAnswer() {
        const auto answer = mcp::callAnswer("1", "a \"b\"\n", false);
        QVERIFY(answer.find("\"text\":\"a \\\"b\\\"\\n\"") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestMcpMessage)
#include "tst_mcp_message.moc"
