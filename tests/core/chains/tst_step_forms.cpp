// SPDX-License-Identifier: Apache-2.0
#include "core/chains/step_forms.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::chains;
namespace json = boost::json;

namespace {

json::object object(const QByteArray& text) {
    return json::parse(text.toStdString()).as_object();
}

} // namespace

class StepFormsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesBecomeTensors_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("tensor");
        const auto row = [](const char* value, const char* tensor) {
            QTest::addRow("%s", value) << QByteArray(value) << QByteArray(tensor);
        };
        row(R"("hi")", R"({"name":"x","datatype":"BYTES","shape":[1],"data":["hi"]})");
        row("7", R"({"name":"x","datatype":"INT64","shape":[1],"data":[7]})");
        row("true", R"({"name":"x","datatype":"BOOL","shape":[1],"data":[true]})");
        row("[1, 2, 3]", R"({"name":"x","datatype":"INT64","shape":[3],"data":[1,2,3]})");
        row("[[1, 2.5], [3, 4]]", R"({"name":"x","datatype":"FP32","shape":[2,2],"data":[1,2.5E0,3,4]})");
        row(R"([["a"]])", R"({"name":"x","datatype":"BYTES","shape":[1,1],"data":["a"]})");
        row(R"({"datatype": "FP16", "shape": [1], "data": [1]})",
            R"({"name":"x","datatype":"FP16","shape":[1],"data":[1]})");
        for (const char* bad :
             {"[[1, 2], [3]]", "[1, [2]]", "[[1], 2]", R"([1, "a"])", "[true, 1]", "null", "{}", "[[[[[[[[[1]]]]]]]]]"})
            row(bad, "");
    }
    void valuesBecomeTensors() {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, tensor);
        const auto made = inferRequest(object("{\"x\": " + value + "}"));
        QCOMPARE(QByteArray::fromStdString(made ? *made : std::string()),
                 tensor.isEmpty() ? tensor : "{\"inputs\":[" + tensor + "]}");
    }
    void tensorsBecomeValues() {
        const auto out = inferOutput(R"({"outputs": [{"name": "label", "shape": [1], "data": ["angry"]}]})");
        QCOMPARE(json::serialize(out.value()), std::string(R"({"label":["angry"]})"));
        for (const char* bad : {"", "{}", "[]", R"({"outputs": [1]})", R"({"outputs": [{"name": "a"}]})"})
            QVERIFY2(!inferOutput(bad), bad);
    }
    void aChatIsMadeOfTextsOrMessages() {
        QCOMPARE(
            chatRequest("m", object(R"({"prompt": "hi", "system": "be kind", "max_tokens": 5, "model": "evil"})"))
                .value(),
            std::string(
                R"({"model":"m","max_tokens":5,"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"hi"}]})"));
        QVERIFY(!chatRequest("m", object("{}")));
        QVERIFY(!chatRequest("m", object(R"({"prompt": 1})")));
        QVERIFY(!chatRequest("m", object(R"({"messages": "hi"})")));
    }
    void answersAreWhatLaterStepsSee() {
        QCOMPARE(json::serialize(chatOutput("hi")), std::string(R"({"text":"hi"})"));
        QCOMPARE(json::serialize(chatOutput("[1]")), std::string(R"({"text":"[1]","json":[1]})"));
        QCOMPARE(json::serialize(promptOutput("hi")), std::string(R"({"text":"hi"})"));
        QCOMPARE(json::serialize(promptOutput(json::array{1})), std::string(R"({"value":[1]})"));
        QCOMPARE(json::serialize(apiOutput("application/json; charset=utf-8", R"({"a":1})")),
                 std::string(R"({"a":1})"));
        QCOMPARE(json::serialize(apiOutput("text/plain", R"({"a":1})")), std::string("{\"text\":\"{\\\"a\\\":1}\"}"));
    }
};

QTEST_GUILESS_MAIN(StepFormsTest)
#include "tst_step_forms.moc"
