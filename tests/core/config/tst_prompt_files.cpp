// SPDX-License-Identifier: Apache-2.0
#include "core/config/prompt_files.h"

#include "core/config/bodies.h"
#include "core/contract/product_descriptions.h"

#include <QTest>
#include <boost/json/parse.hpp>

using namespace gatehouse;
using namespace gatehouse::config;

namespace json = boost::json;

namespace {

contract::PromptSpec sentiment() {
    contract::PromptSpec spec;
    spec.id = "sentiment";
    spec.title = "Mood: \"of\" texts";
    spec.description = "Two\nlines";
    spec.tags = {"mood", "1"};
    contract::PromptVersionSpec first;
    first.version = 1;
    first.comment = "first";
    first.author = "ada";
    first.model = "gpt-4o-mini";
    first.messages = {{"system", "  You judge {{> rules}}\n\n", {}},
                      {"user", "{{text}}\t\xF0\x9F\x94\x91 no newline at the end", {"{{picture}}"}}};
    first.partials = {{"rules", "- one\r\n- two: {{text}}\n"}};
    contract::VariableSpec text;
    text.name = "text";
    text.schema = json::parse(R"({"type":"string","maxLength":20})");
    text.example = json::value("0.5");
    contract::VariableSpec picture;
    picture.name = "picture";
    picture.required = false;
    first.variables = {text, picture};
    first.parameters.temperature = "0.2";
    first.parameters.stop = {"END", ": "};
    first.response.emplace().schema =
        json::parse(R"({"type":"object","properties":{"label":{"enum":["good",1,null]}}})");
    auto second = first;
    second.version = 2;
    second.messages.pop_back();
    second.parameters.topP = "1";
    spec.versions = {first, second};
    spec.labels = {{"production", 1}};
    contract::PromptTestSpec test;
    test.id = "t1";
    test.values = json::parse(R"({"text":"no","n":[1,2.5,true]})");
    contract::CheckSpec check;
    check.kind = "equals";
    check.value = json::value("yes");
    test.checks = {check};
    spec.tests = {test};
    return spec;
}

std::string faultsOf(const PromptFiles& files) {
    const auto read = readPromptFiles(files);
    std::string all;
    for (const auto& fault : read ? contract::Faults() : read.error())
        all += fault.text() + "\n";
    return all;
}

} // namespace

class TestPromptFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas() {
        const auto spec = sentiment();
        const auto files = writePromptFiles(spec);
        const auto read = readPromptFiles(files);
        QVERIFY2(read.has_value(), faultsOf(files).c_str());
        QCOMPARE(bodyOf(*read), bodyOf(spec));
        QCOMPARE(writePromptFiles(*read), files);
    }

    void keepsTemplatesToTheByteInFilesOfTheirOwn() {
        const auto files = writePromptFiles(sentiment());
        QCOMPARE(files.at("v1/1-system.mustache"), std::string("  You judge {{> rules}}\n\n"));
        QCOMPARE(files.at("v1/partials/rules.mustache"), std::string("- one\r\n- two: {{text}}\n"));
        QCOMPARE(files.size(), std::size_t{6});
        const auto& main = files.at("prompt.yaml");
        QVERIFY(main.find("You judge") == std::string::npos);
        QVERIFY(main.find("file: v1/1-system.mustache") != std::string::npos);
    }

    void takesAFolderAndWhatPeopleWrite() {
        const PromptFiles files{{"prompts/hello/prompt.yaml",
                                 "id: hello\nversions:\n  - version: 1\n    model: demo/echo\n"
                                 "    parameters: {temperature: 0.70}\n"
                                 "    messages: [{file: say.md}]\n    variables: [{name: x}]\n"},
                                {"prompts/hello/say.md", "Say {{x}}"}};
        const auto read = readPromptFiles(files);
        QVERIFY2(read.has_value(), faultsOf(files).c_str());
        QCOMPARE(read->versions.front().messages.front().content, std::string("Say {{x}}"));
        QCOMPARE(*read->versions.front().parameters.temperature, std::string("0.70"));
    }

    void namesWhatIsWrong() {
        QVERIFY(faultsOf({}).find("no prompt.yaml") != std::string::npos);
        QVERIFY(faultsOf({{"a/prompt.yaml", ""}, {"b/prompt.yaml", ""}}).find("more than one") != std::string::npos);
        auto files = writePromptFiles(sentiment());
        files["notes.md"] = "x";
        QVERIFY(faultsOf(files).find("names no file \"notes.md\"") != std::string::npos);
        files = writePromptFiles(sentiment());
        files.erase("v2/1-system.mustache");
        QVERIFY(faultsOf(files).find("versions[1].messages[0].file: there is no file") != std::string::npos);
        QVERIFY(faultsOf({{"prompt.yaml", "id: [\n"}}) != std::string());
        // A path leads nowhere but to what was given.
        const PromptFiles outside{{"prompt.yaml", "id: x\nversions: [{version: 1, model: m, messages: [{file: "
                                                  "../../etc/passwd}]}]\n"}};
        QVERIFY(faultsOf(outside).find("there is no file") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestPromptFiles)
#include "tst_prompt_files.moc"
