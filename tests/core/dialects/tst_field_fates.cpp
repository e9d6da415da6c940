// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/field_fates.h"

#include <QTest>

using namespace gatehouse::dialects;

namespace {

QString listed(std::string_view client, std::string_view provider, const Losses& losses = {}) {
    QString out;
    for (const auto& fate : fieldFates(client, provider, losses))
        out += QString::fromStdString(fate.field + (fate.kept() ? "" : " > " + fate.target) + "\n");
    return out;
}

} // namespace

class tst_field_fates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsKeptFromRenamed() {
        QCOMPARE(
            listed("{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}],\"max_completion_tokens\":5,\"stop\":\"x\"}",
                   "{\"model\":\"b\",\"messages\":[],\"max_tokens\":5,\"stop_sequences\":[\"x\"]}"),
            QStringLiteral("model\nmessages\nmax_completion_tokens > max_tokens\nstop > stop_sequences\n"));
    }
    void looksIntoObjectsOfSettings() {
        QCOMPARE(listed("{\"contents\":[],\"generationConfig\":{\"maxOutputTokens\":5,\"topP\":0.5}}",
                        "{\"messages\":[],\"inferenceConfig\":{\"maxTokens\":5,\"topP\":0.5}}"),
                 QStringLiteral("contents > messages\ngenerationConfig.maxOutputTokens > inferenceConfig.maxTokens\n"
                                "generationConfig.topP > inferenceConfig.topP\n"));
    }
    void knowsWhatTheAddressSays() {
        QCOMPARE(listed("{\"model\":\"a\",\"stream\":true}", "{\"contents\":[]}"),
                 QStringLiteral("model > (the path)\nstream > (the path)\n"));
    }
    void leavesOutWhatWasLost() {
        const Losses losses{{"seed", LossKind::Dropped, "It has no such field."}};
        QCOMPARE(listed("{\"seed\":1,\"logit_bias\":{}}", "{}", losses), QStringLiteral("logit_bias > \n"));
        QVERIFY(anyLoss(losses));
        QVERIFY(!anyLoss({{"stop", LossKind::Renamed, "stop_sequences"}}));
    }
    void readsNothingOfWhatIsNoObject() {
        QVERIFY(listed("[1]", "{").isEmpty());
        QVERIFY(listed("", "").isEmpty());
    }
};

QTEST_APPLESS_MAIN(tst_field_fates)
#include "tst_field_fates.moc"
