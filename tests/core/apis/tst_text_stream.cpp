// SPDX-License-Identifier: Apache-2.0
#include "core/apis/text_stream.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::apis;

namespace {

const std::string whole = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
                          ": a comment\n\n"
                          "data: {\"choices\":[{\"delta\":{\"content\":\"Gr\\u00fc\\n\"}}]}\n\n"
                          "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n"
                          "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"ß\"},\"finish_reason\":\"length\"}]}\n\n"
                          "data: {\"choices\":[],\"usage\":{\"total_tokens\":9}}\n\ndata: [DONE]\n\n";

std::string run(const std::string& bytes, std::size_t slice) {
    TextStream stream;
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += slice)
        stream.feed(std::string_view(bytes).substr(at, slice), out);
    stream.finish(out);
    return out;
}

} // namespace

class TestTextStream : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bringsTheTextOfAnySlicesAndNothingElse() {
        const std::string wanted = "data: {\"text\":\"Grü\\n\"}\n\ndata: {\"text\":\"\\\"ß\"}\n\n"
                                   "event: done\ndata: {\"stop\":\"length\"}\n\n";
        for (std::size_t slice = 1; slice < whole.size(); slice += 3)
            QCOMPARE(run(whole, slice), wanted);
    }
    void endsWithTheErrorAndNeverWithDone() {
        const std::string bytes =
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
            "data: {\"error\":{\"message\":\"It broke.\",\"type\":\"server_error\",\"code\":"
            "\"upstream_truncated\"}}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n";
        QCOMPARE(run(bytes, 7), std::string("data: {\"text\":\"a\"}\n\nevent: error\ndata: {\"code\":"
                                            "\"upstream_truncated\",\"detail\":\"It broke.\"}\n\n"));
    }
    void readsWholeAnswers() {
        const auto answer =
            readAnswerText(R"({"choices":[{"message":{"content":"Good","refusal":null},"finish_reason":"stop"},
                              {"message":{"content":"other"}}]})");
        QCOMPARE(answer->text, std::string("Good"));
        QCOMPARE(answer->stop, std::string("stop"));
        QVERIFY(!answer->refused);
        const auto refusal = readAnswerText(R"({"choices":[{"message":{"content":null,"refusal":"No."}}]})");
        QVERIFY(refusal->refused);
        QCOMPARE(refusal->text, std::string("No."));
        QCOMPARE(readAnswerText("{}").error().code, std::string("upstream_invalid"));
        QCOMPARE(readAnswerText("no json").error().code, std::string("upstream_invalid"));
    }
    void readsErrorsOfAllShapes() {
        QCOMPARE(readErrorText(R"({"error":{"code":"c","message":"m","type":"t"}})").code, std::string("c"));
        QCOMPARE(readErrorText(R"({"error":{"code":null,"message":"m","type":"t"}})").code, std::string("t"));
        QCOMPARE(readErrorText(R"({"error":"plain"})").message, std::string("plain"));
        QVERIFY(readErrorText("<html>").message.empty());
    }
};

QTEST_GUILESS_MAIN(TestTextStream)
#include "tst_text_stream.moc"
