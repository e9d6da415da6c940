// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/pick_field.h"

#include <QTest>

using gatehouse::dialects::pickField;
using gatehouse::dialects::promptHead;

class TestPickField : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsScalarsByTheirPaths() {
        const std::string body = R"({"model":"m","messages":[{"a":"no"}],"a":{"x":[1,{"b":"no"}],"b":"y\u00e9s"},)"
                                 R"("n":1.50,"t":true,"z":null,"o":{},"b":"top"})";
        QCOMPARE(pickField(body, "a.b"), std::optional<std::string>("y\u00e9s"));
        QCOMPARE(pickField(body, "b"), std::optional<std::string>("top"));
        QCOMPARE(pickField(body, "n"), std::optional<std::string>("1.50"));
        QCOMPARE(pickField(body, "t"), std::optional<std::string>("true"));
        for (const char* absent : {"z", "o", "a", "a.x", "messages.a", "b.c", "none", "a.none"})
            QVERIFY2(!pickField(body, absent), absent);
        QVERIFY(!pickField("[]", "a"));
        QVERIFY(!pickField("", "a"));
        QVERIFY(!pickField(R"({"a":)", "a"));
    }

    void promptsBeginAlikeWhateverStandsBesideThem() {
        const std::string text(3'000, 'x');
        const auto one = promptHead(R"({"model":"m","messages":[{"role":"system","content":")" + text + R"("}]})");
        const auto two = promptHead(R"({"stream":true,"messages":[{"role":"system","content":")" + text +
                                    R"("},{"role":"user","content":"more"}],"model":"m"})");
        QCOMPARE(one.size(), std::size_t{2'048});
        QCOMPARE(one, two);
        QVERIFY(promptHead(R"({"messages":[{"role":"user","content":"short"}]})").empty());
        QVERIFY(promptHead("[]").empty());
    }
};

QTEST_GUILESS_MAIN(TestPickField)
#include "tst_pick_field.moc"
