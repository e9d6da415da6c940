// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/variant.h"

#include <QTest>

using namespace gatehouse::dialects;

namespace {

std::string adapted(std::string_view vendor, std::string_view body, Losses* losses = nullptr) {
    Losses own;
    const auto* variant = openai::variantOf(vendor, {});
    std::string out;
    for (const auto piece : applyEdits(body, openai::variantEdits(*variant, body, losses == nullptr ? own : *losses)))
        out += piece;
    return out;
}

std::string fieldsOf(const Losses& losses) {
    std::string out;
    for (const auto& loss : losses)
        out += std::string(nameOf(loss.kind)) + " " + loss.field + "\n";
    return out;
}

} // namespace

class tst_variant : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isFoundByPresetOrHost() {
        QVERIFY(openai::variantOf("mistral", "127.0.0.1") != nullptr);
        QVERIFY(openai::variantOf("alibaba-cn", "x") != nullptr);
        QVERIFY(openai::variantOf("", "api.mistral.ai") == openai::variantOf("mistral", ""));
        QVERIFY(openai::variantOf("openai", "api.mistral.ai") == nullptr);
        QVERIFY(openai::variantOf("mistralesque", "") == nullptr);
        QVERIFY(openai::variantOf("", "127.0.0.1") == nullptr);
    }
    void leavesAloneWhatTheVendorTakes() {
        const std::string body = "{ \"model\": \"m\", \"messages\": [{\"role\":\"user\",\"content\":\"x\"}] }";
        QCOMPARE(adapted("mistral", body), body);
        QCOMPARE(adapted("groq", body), body);
    }
    void renamesAndLeavesOut() {
        Losses losses;
        QCOMPARE(
            adapted("mistral",
                    "{\"user\":\"u\",\"model\":\"m\",\"seed\":1,\"messages\":[],\"stream_options\":{},\"store\":true}",
                    &losses),
            std::string("{\"model\":\"m\",\"random_seed\":1,\"messages\":[]}"));
        QCOMPARE(fieldsOf(losses), std::string("dropped user\nrenamed seed\ndropped store\n"));
    }
    void keepsOneOfTwoNames() {
        Losses losses;
        QCOMPARE(adapted("deepseek", "{\"max_completion_tokens\":5,\"max_tokens\":6,\"messages\":[]}", &losses),
                 std::string("{\"max_tokens\":6,\"messages\":[]}"));
        QVERIFY(losses.empty());
    }
    void cutsRunsOfMembersAnywhere() {
        QCOMPARE(adapted("groq", "{\"logprobs\":true, \"top_logprobs\":2 ,\"messages\":[] }"),
                 std::string("{\"messages\":[] }"));
        QCOMPARE(adapted("groq", "{\"messages\":[] , \"logprobs\":true,\"logit_bias\":{\"a\":1} }"),
                 std::string("{\"messages\":[] }"));
        QCOMPARE(adapted("groq", "{\"logprobs\":true}"), std::string("{}"));
    }
    void writesRolesNamesAndIdsAsTheVendorTakesThem() {
        Losses losses;
        const auto body = adapted(
            "mistral",
            "{\"messages\":[{\"role\":\"developer\",\"content\":\"x\",\"name\":\"jo\"},"
            "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_abcdefghijkl\",\"type\":\"function\"},"
            "{\"id\":\"abcdefgh9\"}]},{\"role\":\"tool\",\"name\":\"f\",\"tool_call_id\":\"call_abcdefghijkl\"}]}",
            &losses);
        QVERIFY(body.find("{\"role\":\"system\",\"content\":\"x\"}") != std::string::npos);
        QVERIFY(body.find("\"call_") == std::string::npos);
        QVERIFY(body.find("{\"id\":\"abcdefgh9\"}") != std::string::npos);
        const auto at = body.find("\"id\":\"") + 6;
        const auto id = body.substr(at, 9);
        QVERIFY(body.find("\"name\":\"f\",\"tool_call_id\":\"" + id + "\"") != std::string::npos);
        QCOMPARE(fieldsOf(losses), std::string("dropped messages[0].name\n"));
    }
};

QTEST_APPLESS_MAIN(tst_variant)
#include "tst_variant.moc"
