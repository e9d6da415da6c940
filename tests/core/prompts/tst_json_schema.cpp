// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/json_schema.h"

#include "core/prompts/schema_tools.h"

#include <QTest>
#include <boost/json.hpp>

using namespace gatehouse::prompts;

namespace json = boost::json;

namespace {

JsonSchema::Pointer compiled(const json::value& schema) {
    auto made = JsonSchema::compile(schema);
    if (!made)
        qFatal("%s", made.error().text().c_str());
    return *made;
}

std::string faultOf(const json::value& schema) {
    const auto made = JsonSchema::compile(schema);
    return made ? std::string() : made.error().text();
}

bool holds(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestJsonSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A row each: schema, values that fit, values that do not.
    void tellsWhatFits_data() {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("fitting");
        QTest::addColumn<QString>("unfit");
        const auto add = [](const char* name, const char* schema, const char* fitting, const char* unfit) {
            QTest::newRow(name) << QString::fromUtf8(schema) << QString::fromUtf8(fitting) << QString::fromUtf8(unfit);
        };
        add("integer", R"({"type":"integer"})", R"([1,1.0,-7,18446744073709551615])", R"([1.1,"1",true,null,[],{}])");
        add("number", R"({"type":"number"})", R"([1,1.5])", R"(["1",null])");
        add("several types", R"({"type":["string","null"]})", R"(["",null])", R"([0,false,[],{}])");
        add("true", "true", R"([1,"x",null])", "[]");
        add("false", "false", "[]", R"([1,"x",null,[],{}])");
        add("const", R"({"const":{"a":[1,2]}})", R"([{"a":[1,2]},{"a":[1.0,2]}])",
            R"([{"a":[2,1]},{"a":[1,2],"b":0},[]])");
        add("const false is not 0", R"({"const":false})", "[false]", "[0,[],null]");
        add("enum", R"({"enum":[6,"foo",[],true,{"foo":12}]})", R"([6,6.0,"foo",[],true,{"foo":12}])",
            R"([1,"6",{"foo":false},null])");
        add("minimum", R"({"minimum":1.1})", R"([1.1,2.6,"x"])", "[0.6]");
        add("exclusiveMaximum", R"({"exclusiveMaximum":3})", "[2.9]", "[3,3.5]");
        add("large whole numbers", R"({"maximum":9007199254740992})", "[9007199254740992]", "[9007199254740993]");
        add("multipleOf", R"({"multipleOf":0.0001})", "[0.0075,1]", "[0.00751]");
        add("multipleOf overflow", R"({"type":"integer","multipleOf":0.123456789})", "[]", "[1e308]");
        add("maxLength", R"({"maxLength":2})", "[\"\\ud83d\\udca9\\ud83d\\udca9\",\"äö\",100]", R"(["foo"])");
        add("pattern", R"({"pattern":"^a*$"})", R"(["aaa","",true])", "[\"abc\",\"aab\\n\"]");
        add("pattern is searched", R"({"pattern":"a+"})", R"(["xxaayy"])", R"(["x"])");
        add("pattern with an escape", "{\"pattern\":\"^\\\\u00e4\\\\d$\"}", R"(["ä1"])", R"(["a1","äx"])");
        add("items", R"({"items":{"type":"integer"}})", R"([[1,2],{"0":"x"}])", R"([[1,"x"]])");
        add("prefixItems", R"({"prefixItems":[{"type":"integer"},{"type":"string"}],"items":false})",
            R"([[1,"foo"],[1],[]])", R"([["foo",1],[1,"foo",true]])");
        add("contains", R"({"contains":{"minimum":5},"minContains":2,"maxContains":3})", "[[5,6],[1,5,6,7]]",
            "[[5],[],[5,6,7,8]]");
        add("uniqueItems", R"({"uniqueItems":true})", R"([[1,2],[1,true],[[1],[2]],[0,false],[{"a":1},{"a":2}]])",
            R"([[1,1],[1.0,1.00,1],[{"a":1,"b":2},{"b":2,"a":1}]])");
        add("properties",
            R"({"properties":{"foo":{"type":"integer"}},"patternProperties":{"f.o":{"minimum":2}},"additionalProperties":{"type":"string"}})",
            R"([{"foo":2,"fxo":3,"bar":"x"},[],1])", R"([{"foo":1},{"fxo":1},{"bar":1}])");
        add("additionalProperties false", R"({"properties":{"foo":{}},"additionalProperties":false})",
            R"([{"foo":1},{}])", R"([{"foo":1,"bar":2}])");
        add("required", R"({"required":["foo","bar"]})", R"([{"foo":1,"bar":null},"x"])", R"([{"foo":1},{}])");
        add("dependentRequired", R"({"dependentRequired":{"bar":["foo"]}})", R"([{},{"foo":1},{"foo":1,"bar":2}])",
            R"([{"bar":2}])");
        add("dependentSchemas", R"({"dependentSchemas":{"bar":{"properties":{"foo":{"type":"integer"}}}}})",
            R"([{"foo":"x"},{"foo":1,"bar":2}])", R"([{"foo":"x","bar":2}])");
        add("propertyNames", R"({"propertyNames":{"maxLength":3}})", R"([{"f":{},"foo":{}}])", R"([{"foobar":{}}])");
        add("minProperties", R"({"minProperties":1,"maxProperties":2})", R"([{"a":1}])", R"([{},{"a":1,"b":2,"c":3}])");
        add("allOf", R"({"allOf":[{"minimum":1},{"maximum":3}]})", "[1,3]", "[0,4]");
        add("anyOf", R"({"anyOf":[{"type":"integer"},{"minimum":2}]})", "[1,2.5]", "[1.5]");
        add("oneOf", R"({"oneOf":[{"type":"integer"},{"minimum":2}]})", "[1,2.5]", "[3,1.5]");
        add("not", R"({"not":{"type":"integer"}})", R"(["foo"])", "[1]");
        add("if then else", R"({"if":{"exclusiveMaximum":0},"then":{"minimum":-10},"else":{"multipleOf":2}})", "[-1,4]",
            "[-100,3]");
        add("root reference", R"({"properties":{"foo":{"$ref":"#"}},"additionalProperties":false})",
            R"([{"foo":false},{"foo":{"foo":false}}])", R"([{"bar":false},{"foo":{"bar":false}}])");
        add("escaped pointers",
            R"({"$defs":{"tilde~f":{"type":"integer"},"slash/f":{"type":"integer"},"percent%f":{"type":"integer"}},"properties":{"t":{"$ref":"#/$defs/tilde~0f"},"s":{"$ref":"#/$defs/slash~1f"},"p":{"$ref":"#/$defs/percent%25f"}}})",
            R"([{"t":1,"s":1,"p":1}])", R"([{"t":"x"},{"s":"x"},{"p":"x"}])");
        add("keywords beside a reference hold",
            R"({"definitions":{"l":{"type":"array"}},"properties":{"a":{"$ref":"#/definitions/l","maxItems":2}}})",
            R"([{"a":[]}])", R"([{"a":[1,2,3]},{"a":"x"}])");
        add("tree",
            R"({"$defs":{"node":{"type":"object","required":["value"],"properties":{"value":{"type":"number"},"nodes":{"type":"array","items":{"$ref":"#/$defs/node"}}}}},"$ref":"#/$defs/node"})",
            R"([{"value":1,"nodes":[{"value":2,"nodes":[{"value":3}]}]}])",
            R"([{"value":1,"nodes":[{"value":2,"nodes":[{"value":"3"}]}]}])");
        add("format date-time", R"({"format":"date-time"})",
            R"(["1963-06-19T08:30:06.283185Z","1990-12-31T15:59:59.123-08:00","1998-12-31T23:59:60Z",12])",
            R"(["1990-02-31T15:59:59Z","1998-12-31T22:59:60Z","1963-06-19 08:30:06Z","06/19/1963"])");
        add("format date", R"({"format":"date"})", R"(["2020-02-29"])", R"(["2021-02-29","2020-13-01","1963-6-1"])");
        add("format email", R"({"format":"email"})", R"(["joe.bloggs@example.com","te~st@example.com"])",
            R"(["2962",".test@example.com","te..st@example.com"])");
        add("format uri", R"({"format":"uri"})",
            "[\"http://foo.bar/?q=Test%20URL\",\"urn:oasis:names:specification:docbook:dtd:xml:4.1.2\"]",
            "[\"//foo.bar/?baz\",\"bar,baz:foo\\\"\",\"http:// shouldfail.com\",\"\\\\\\\\WINDOWS\\\\x\"]");
        add("format ipv6", R"({"format":"ipv6"})", R"(["::1","::ffff:192.168.0.1"])",
            R"(["12345::","::laptop","fe80::a%eth1"])");
        add("format uuid", R"({"format":"uuid"})", R"(["2eb8aa08-aa98-11ea-b4aa-73b441d16380"])",
            R"(["2eb8aa08-aa98-11ea-b4aa-73b441d1638","x"])");
        add("format int32", R"({"format":"int32"})", R"([2147483647,"x"])", "[2147483648,1.5]");
    }
    void tellsWhatFits() {
        QFETCH(QString, schema);
        QFETCH(QString, fitting);
        QFETCH(QString, unfit);
        const auto made = compiled(json::parse(schema.toStdString()));
        const auto good = json::parse(fitting.toStdString());
        const auto bad = json::parse(unfit.toStdString());
        for (const auto& value : good.as_array()) {
            const auto faults = made->check(value);
            QVERIFY2(faults.empty(), (json::serialize(value) + " " + (faults.empty() ? "" : faults[0].text())).c_str());
        }
        for (const auto& value : bad.as_array())
            QVERIFY2(!made->fits(value), json::serialize(value).c_str());
    }

    void namesEveryFaultWithItsPlaceAndWithoutTheValue() {
        const auto made = compiled(json::parse(
            R"({"type":"object","properties":{"label":{"enum":["good","bad"]},"tags":{"items":{"maxLength":3}}},"required":["label","score"],"additionalProperties":false})"));
        const auto faults = made->check(json::parse(R"({"label":"s3cret","tags":["ok","s3cret"],"more":1})"));
        std::string all;
        for (const auto& fault : faults)
            all += fault.text() + "\n";
        QCOMPARE(all, std::string("expected the field \"score\"\n/label: expected one of \"good\", \"bad\"\n"
                                  "/tags/1: expected at most 3 characters\nthe field \"more\" is not known\n"));
        QCOMPARE(made->check(json::parse("[]")).front().text(), std::string("expected an object, found a list"));
    }

    void refusesWhatItCouldNotHold_data() {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("said");
        const auto add = [](const char* schema, const char* said) {
            QTest::newRow(schema) << QString::fromUtf8(schema) << QString::fromUtf8(said);
        };
        add("1", "expected a schema");
        add(R"({"type":"text"})", "expected null, boolean");
        add(R"({"maxLenght":3})", "\"maxLenght\" is not supported");
        add(R"({"nullable":true})", "\"null\"");
        add(R"({"items":[{}]})", "say prefixItems");
        add("{\"properties\":{\"a\":{\"pattern\":\"(?=x)\"}}}", "/properties/a: \"(?=x)\" is not a pattern");
        add("{\"pattern\":\"(a)\\\\1\"}", "is not a pattern");
        add(R"({"pattern":"((a{1000}){1000}){1000}"})", "is not a pattern");
        add(R"({"format":"zip-code"})", "expected date-time");
        add("{\"$ref\":\"https://example.com/schema\"}", "a reference stays in its document");
        add("{\"$ref\":\"file:///etc/passwd\"}", "a reference stays in its document");
        add("{\"$ref\":\"#/$defs/none\"}", "there is nothing at");
        add("{\"$ref\":\"#\"}", "leads back to itself");
        add(R"({"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"not":{"$ref":"#/$defs/a"}}]}},"$ref":"#/$defs/a"})",
            "leads back to itself");
        add(R"({"unevaluatedProperties":false})", "is not supported");
        add(R"({"multipleOf":0})", "above 0");
        add(R"({"minLength":-1})", "a whole number from 0");
        add("{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}", "draft 7");
        add(R"({"enum":[]})", "expected a list");
        add(R"({"required":[1]})", "expected a list of names");
    }
    void refusesWhatItCouldNotHold() {
        QFETCH(QString, schema);
        QFETCH(QString, said);
        const auto fault = faultOf(json::parse(schema.toStdString()));
        QVERIFY2(holds(fault, said.toUtf8().constData()), fault.c_str());
    }

    void boundsSchemas() {
        json::value deep = true;
        for (int i = 0; i < 100; ++i)
            deep = json::object{{"items", deep}};
        QVERIFY(holds(faultOf(deep), "nested deeper than 32"));
        json::object wide;
        for (int i = 0; i < 3'000; ++i)
            wide.emplace("p" + std::to_string(i), true);
        QVERIFY(holds(faultOf(json::object{{"properties", wide}}), "more than 2000 subschemas"));
        json::object patterns;
        for (int i = 0; i < 300; ++i)
            patterns.emplace("p" + std::to_string(i), true);
        QVERIFY(holds(faultOf(json::object{{"patternProperties", patterns}}), "at most 200 patterns"));
    }

    // Ten levels that each ask the next one twelve times: the budget ends it, and nothing fits.
    void boundsTheWorkOfChecking() {
        json::object definitions;
        for (int i = 0; i < 10; ++i) {
            json::array next;
            for (int k = 0; k < 12; ++k)
                next.push_back(json::object{{"$ref", "#/$defs/d" + std::to_string(i + 1)}});
            definitions.emplace("d" + std::to_string(i), json::object{{i % 2 == 0 ? "allOf" : "anyOf", next}});
        }
        definitions.emplace("d10", json::object{{"type", "integer"}});
        const auto made = compiled(json::object{{"$defs", definitions}, {"$ref", "#/$defs/d0"}});
        const auto faults = made->check(1);
        QCOMPARE(faults.size(), std::size_t{1});
        QVERIFY(holds(faults.front().text(), "too much work"));
        json::array negated{json::object{{"not", json::object{{"$ref", "#/$defs/d0"}}}}};
        QVERIFY(!compiled(json::object{{"$defs", definitions}, {"anyOf", negated}})->fits(1));
        // References that go into the value end with it.
        json::value nested = json::object{};
        for (int i = 0; i < 60; ++i)
            nested = json::object{{"a", nested}};
        const auto tree =
            compiled(json::parse("{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"additionalProperties\":false}"));
        QVERIFY(tree->fits(nested));
    }

    void leadsThroughALargerDocument() {
        const auto document = json::parse(
            "{\"components\":{\"schemas\":{\"Pet\":{\"type\":\"object\",\"properties\":{\"tag\":{\"$ref\":\"#/"
            "components/schemas/Tag\"}}},\"Tag\":{\"type\":\"string\"},\"Broken\":{\"type\":\"nope\"}}}}");
        const auto pet = JsonSchema::compileAt(document, "/components/schemas/Pet");
        QVERIFY(pet.has_value());
        QVERIFY((*pet)->fits(json::parse(R"({"tag":"x"})")));
        QVERIFY(!(*pet)->fits(json::parse(R"({"tag":1})")));
        QVERIFY(!JsonSchema::compileAt(document, "/components/schemas/None"));
    }

    void makesExamplesThatFit() {
        for (
            const char* text :
            {R"({"type":"string","minLength":10})", R"({"type":"string","maxLength":2})", R"({"enum":["a","b"]})",
             R"({"type":"integer","minimum":5})", R"({"type":"array","items":{"type":"boolean"},"minItems":2})",
             R"({"$defs":{"x":{"type":"string","format":"date"}},"type":"object","required":["a"],"properties":{"a":{"$ref":"#/$defs/x"}}})",
             R"({"type":["number","null"]})", R"({"anyOf":[{"type":"null"},{"type":"string"}]})"}) {
            const auto schema = json::parse(text);
            QVERIFY2(compiled(schema)->fits(exampleOf(schema)), text);
        }
    }

    void movesReferencesButNotData() {
        const auto moved =
            movedSchema(json::parse("{\"properties\":{\"$ref\":{\"$ref\":\"#/$defs/a\"},\"x\":{\"const\":{\"$ref\":\"#/"
                                    "b\"}}},\"items\":{\"$ref\":\"#\"}}"),
                        "#/components/schemas/A");
        QCOMPARE(json::serialize(moved),
                 std::string(
                     R"({"properties":{"$ref":{"$ref":"#/components/schemas/A/$defs/a"},"x":{"const":{"$ref":"#/b"}}},)"
                     "\"items\":{\"$ref\":\"#/components/schemas/A\"}}"));
    }

    void knowsWhatStrictModeTakes() {
        QVERIFY(isStrictSchema(json::parse(
            R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false})")));
        QVERIFY(
            !isStrictSchema(json::parse(R"({"type":"object","properties":{"a":{}},"additionalProperties":false})")));
        QVERIFY(!isStrictSchema(json::parse(R"({"type":"object","properties":{},"required":[]})")));
        QVERIFY(!isStrictSchema(json::parse(
            R"({"type":"object","properties":{"a":{"type":"string","maxLength":3}},"required":["a"],"additionalProperties":false})")));
    }
};

QTEST_APPLESS_MAIN(TestJsonSchema)
#include "tst_json_schema.moc"
