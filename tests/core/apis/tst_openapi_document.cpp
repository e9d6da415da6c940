// SPDX-License-Identifier: Apache-2.0
#include "core/apis/embedded_schema.h"
#include "core/apis/openapi_document.h"

#include <QTest>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace gatehouse::apis;
namespace json = boost::json;

namespace {

// JSON with single quotes, which the meta object compiler reads without trouble.
std::string plain(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

DocumentInput mood() {
    DocumentInput input;
    input.id = "mood";
    input.version = "1";
    const auto add = [&input](std::string name, const std::string& schema) -> DocumentVariable& {
        auto& variable = input.variables.emplace_back();
        variable.name = std::move(name);
        variable.schema = json::parse(plain(schema));
        return variable;
    };
    add("text", "{'type':'string','maxLength':20}").example = json::value("Fine");
    add("tags", "{'type':'array','items':{'type':'string'}}");
    add("tone", "{'enum':['dry','warm']}").preset = json::value("dry");
    return input;
}

std::string at(const json::object& document, std::string_view pointer) {
    boost::system::error_code error;
    const json::value whole(document);
    const auto* found = whole.find_pointer(pointer, error);
    return found != nullptr ? json::serialize(*found) : std::string("nothing");
}

} // namespace

class TestOpenapiDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatACallTakesAndGives() {
        const auto document = openApiDocument(mood());
        QCOMPARE(at(document, "/openapi"), std::string("\"3.1.0\""));
        QCOMPARE(at(document, "/components/schemas/Input/required"), plain("['text','tags']"));
        QCOMPARE(at(document, "/components/schemas/Variable_text/maxLength"), std::string("20"));
        QCOMPARE(at(document, "/components/schemas/Variable_tone/default"), std::string("\"dry\""));
        QCOMPARE(at(document, "/paths/~1apis~1mood~11/post/requestBody/content/application~1json/example"),
                 plain("{'text':'Fine','tags':['text'],'tone':'dry'}"));
        QCOMPARE(at(document, "/paths/~1apis~1mood~11/get/parameters/2/schema/minItems"), std::string("1"));
        QVERIFY(at(document, "/paths/~1apis~1mood~11/post/responses/200/content/text~1plain") != "nothing");
        QVERIFY(at(document, "/paths/~1apis~1mood~11/post/responses/403") != "nothing");
    }
    void keepsSecretsOutOfAddressesAndExamples() {
        auto input = mood();
        input.variables[0].secret = true;
        QVERIFY(!offersGet(input));
        const auto document = openApiDocument(input);
        QCOMPARE(at(document, "/paths/~1apis~1mood~11/get"), std::string("nothing"));
        QVERIFY(json::serialize(document).find("Fine") == std::string::npos);
        input.variables[0].required = false;
        QVERIFY(offersGet(input));
        QVERIFY(at(openApiDocument(input), "/paths/~1apis~1mood~11/get/parameters").find("Variable_text") ==
                std::string::npos);
    }
    void offersNoStreamOfJson() {
        auto input = mood();
        input.answer = "json";
        input.response = json::parse(plain("{'type':'object','properties':{'mood':{'$ref':'#/definitions/m'}},"
                                           "'definitions':{'m':{'type':'string'}}}"));
        const auto document = openApiDocument(input);
        QCOMPARE(at(document, "/components/schemas/Result/properties/mood/$ref"),
                 std::string("\"#/components/schemas/Result/definitions/m\""));
        QVERIFY(json::serialize(document).find("event-stream") == std::string::npos);
    }
    void rewritesWhatOpenApiWritesOtherwise() {
        const auto schema =
            json::parse(plain("{'$schema':'x','$id':'y','items':[{'type':'string'}],'additionalItems':false,"
                              "'properties':{'$ref':{'type':'string'},'items':{'const':{'$ref':'#/a'}}}}"));
        QCOMPARE(json::serialize(embeddedSchema(schema, "V")),
                 plain("{'items':false,'properties':{'$ref':{'type':'string'},'items':{'const':{'$ref':'#/"
                       "a'}}},'prefixItems':[{'type':'string'}]}"));
    }
};

QTEST_GUILESS_MAIN(TestOpenapiDocument)
#include "tst_openapi_document.moc"
