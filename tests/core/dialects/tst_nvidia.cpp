// SPDX-License-Identifier: Apache-2.0
// Riva's form for /audio/speech, and the input type of NIM's embeddings.
#include "core/dialects/nvidia/input_type.h"
#include "core/dialects/nvidia/synthesize.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::dialects;

namespace {

std::string kinds(const Losses& losses) {
    std::string out;
    for (const auto& loss : losses)
        out += (out.empty() ? "" : " ") + loss.field;
    return out;
}

std::string withType(std::string body, std::string_view client) {
    const auto edit = nvidia::missingInputType(body, client);
    return edit ? body.insert(edit->where.offset, edit->text) : body;
}

// The value of a form's field; "-" where there is none.
std::string fieldOf(const std::string& form, const std::string& name) {
    const auto head = "name=\"" + name + "\"\r\n\r\n";
    const auto at = form.find(head);
    if (at == std::string::npos)
        return "-";
    const auto begin = at + head.size();
    return form.substr(begin, form.find("\r\n--", begin) - begin);
}

} // namespace

class tst_nvidia : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void makesAForm();
    void keepsValuesWithinTheirField();
    void tellsWhatRivaCannot();
    void addsTheInputType();
};

void tst_nvidia::makesAForm() {
    Losses losses;
    const auto form = nvidia::synthesizeForm("{\"model\":\"m\",\"input\":\"Hi\",\"voice\":\"Magpie.EN-GB.Ann\","
                                             "\"response_format\":\"opus\",\"speed\":1.0,\"sample_rate_hz\":22050}",
                                             losses);
    QVERIFY(form);
    QCOMPARE(fieldOf(*form, "text"), std::string("Hi"));
    QCOMPARE(fieldOf(*form, "language"), std::string("en-GB"));
    QCOMPARE(fieldOf(*form, "voice"), std::string("Magpie.EN-GB.Ann"));
    QCOMPARE(fieldOf(*form, "encoding"), std::string("OGGOPUS"));
    QCOMPARE(fieldOf(*form, "sample_rate_hz"), std::string("22050"));
    QCOMPARE(fieldOf(*form, "model"), std::string("-"));
    QCOMPARE(kinds(losses), std::string());
    const auto type = nvidia::formTypeOf(*form);
    QVERIFY(type.starts_with("multipart/form-data; boundary=gatehouse-"));
    QVERIFY(form->ends_with("--" + type.substr(type.find('=') + 1) + "--\r\n"));
}

void tst_nvidia::keepsValuesWithinTheirField() {
    Losses losses;
    const std::string evil =
        "a\\r\\n--gatehouse-x\\r\\nContent-Disposition: form-data; name=\\\"voice\\\"\\r\\n\\r\\nb";
    const auto form = nvidia::synthesizeForm("{\"input\":\"" + evil + "\",\"response_format\":\"wav\"}", losses);
    QVERIFY(form);
    const auto mark = "--" + nvidia::formTypeOf(*form).substr(std::string("multipart/form-data; boundary=").size());
    std::size_t parts = 0;
    for (auto at = form->find(mark); at != std::string::npos; at = form->find(mark, at + 1))
        ++parts;
    QCOMPARE(parts, std::size_t{4}); // text, language, encoding and the end
}

void tst_nvidia::tellsWhatRivaCannot() {
    Losses losses;
    QVERIFY(nvidia::synthesizeForm("{\"input\":\"Hi\",\"voice\":\"alloy\",\"speed\":2,\"instructions\":\"slowly\"}",
                                   losses));
    QCOMPARE(kinds(losses), std::string("response_format speed instructions"));
    QCOMPARE(nvidia::synthesizeForm("{\"input\":\"\"}", losses).error().code, std::string("invalid_request"));
    QVERIFY(!nvidia::synthesizeForm("[]", losses));
}

void tst_nvidia::addsTheInputType() {
    const std::string plain = "{\"model\":\"m\",\"input\":[\"a\"]}";
    QCOMPARE(withType(plain, plain), std::string("{\"input_type\":\"query\",\"model\":\"m\",\"input\":[\"a\"]}"));
    QCOMPARE(withType("{\"input_type\":\"passage\",\"input\":\"a\"}", "{}"),
             std::string("{\"input_type\":\"passage\",\"input\":\"a\"}"));
    for (const char* client :
         {"{\"input_type\":\"search_document\",\"texts\":[\"a\"]}", "{\"taskType\":\"RETRIEVAL_DOCUMENT\"}",
          "{\"requests\":[{\"taskType\":\"RETRIEVAL_DOCUMENT\"},{}]}"})
        QVERIFY2(withType(plain, client).find("\"passage\"") != std::string::npos, client);
    for (const char* client :
         {"{\"input_type\":\"search_query\"}", "{\"requests\":3}", "{\"requests\":[[]]}", "no json"})
        QVERIFY2(withType(plain, client).find("\"query\"") != std::string::npos, client);
}

QTEST_GUILESS_MAIN(tst_nvidia)
#include "tst_nvidia.moc"
