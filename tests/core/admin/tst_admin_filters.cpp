// SPDX-License-Identifier: Apache-2.0
// Saved filters, and the end of calls that run.
#include "support/admin_house.h"

#include <QTest>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;

class TestAdminFilters : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    std::string newestAction() {
        const auto page = m_house->get("/admin/v1/audit?limit=1").json();
        const auto& items = page.at("items").as_array();
        return items.empty() ? std::string() : std::string(items.at(0).at("action").as_string());
    }

private Q_SLOTS:
    void init() { m_house = std::make_unique<AdminHouse>(); }
    void cleanup() { m_house.reset(); }

    void aFilterIsSavedReplacedAndForgotten() {
        QCOMPARE(m_house->get("/admin/v1/filters").json().at("items").as_array().size(), std::size_t{0});
        const auto saved = m_house->put("/admin/v1/filters/Errors%20today", R"({"q": "status>=400 after:today"})");
        QCOMPARE(saved.status, 200);
        QCOMPARE(saved.text("name"), std::string("Errors today"));
        QCOMPARE(newestAction(), std::string("filter.set"));
        QCOMPARE(m_house->put("/admin/v1/filters/Errors%20today", R"({"q": "status>=500"})").status, 200);
        QCOMPARE(m_house->put("/admin/v1/filters/A", R"({"q": "demo:no"})").status, 200);
        const auto list = m_house->get("/admin/v1/filters");
        QVERIFY(!list.field("ETag").empty());
        const auto items = list.json().at("items").as_array();
        QCOMPARE(items.size(), std::size_t{2});
        QCOMPARE(std::string(items.at(0).at("name").as_string()), std::string("A"));
        QCOMPARE(std::string(items.at(1).at("q").as_string()), std::string("status>=500"));
        QCOMPARE(m_house->call(http::Method::Delete, "/admin/v1/filters/A").status, 204);
        QCOMPARE(newestAction(), std::string("filter.remove"));
        QCOMPARE(m_house->call(http::Method::Delete, "/admin/v1/filters/A").status, 404);
        QCOMPARE(m_house->get("/admin/v1/filters").json().at("items").as_array().size(), std::size_t{1});
    }

    void whatIsNoFilterIsRefused_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("not in the grammar") << QStringLiteral(R"({"q": "status>=many"})") << 409;
        QTest::newRow("empty") << QStringLiteral(R"({"q": ""})") << 422;
        QTest::newRow("no text") << QStringLiteral(R"({"q": 7})") << 422;
        QTest::newRow("missing") << QStringLiteral("{}") << 422;
        QTest::newRow("too long") << QString(QStringLiteral(R"({"q": ")") + QString(1'025, QLatin1Char('a')) +
                                             QStringLiteral(R"("})"))
                                  << 422;
        QTest::newRow("another field") << QStringLiteral(R"({"q": "x", "name": "y"})") << 422;
    }
    void whatIsNoFilterIsRefused() {
        QFETCH(QString, body);
        QFETCH(int, status);
        const auto reply = m_house->put("/admin/v1/filters/f", body.toStdString());
        QVERIFY2(reply.status == status || (status == 422 && reply.status == 400), reply.body.c_str());
        QVERIFY(reply.text("code").size() > 0);
        QCOMPARE(m_house->get("/admin/v1/filters").json().at("items").as_array().size(), std::size_t{0});
    }

    void aNameOfAnotherFormIsRefused() {
        for (const auto* name : {"%C2%84", "%20a", "a%2Fb", "a%00b"}) {
            const auto place = std::string("/admin/v1/filters/") + name;
            QVERIFY2(m_house->put(place, R"({"q": "x"})").status == 400, name);
            QVERIFY2(m_house->call(http::Method::Delete, place).status == 400, name);
        }
    }

    void aHundredAreKept() {
        for (int i = 0; i < 100; ++i)
            QCOMPARE(m_house->put("/admin/v1/filters/f" + std::to_string(i), R"({"q": "x"})").status, 200);
        QCOMPARE(m_house->put("/admin/v1/filters/more", R"({"q": "x"})").status, 409);
        QCOMPARE(m_house->put("/admin/v1/filters/f7", R"({"q": "y"})").status, 200);
    }

    void onlyACallThatRunsCanBeEnded() {
        QCOMPARE(m_house->post("/admin/v1/calls/RUNNING/cancel", {}).status, 202);
        QCOMPARE(newestAction(), std::string("call.cancel"));
        QCOMPARE(m_house->post("/admin/v1/calls/OVER/cancel", {}).status, 404);
    }
};

QTEST_GUILESS_MAIN(TestAdminFilters)
#include "tst_admin_filters.moc"
