// SPDX-License-Identifier: Apache-2.0
// What is published, as those see it who may subscribe. Who sees what of other teams: tests/portal and the walks of two
// tenants.
#include "support/admin_house.h"

#include <QTest>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;

class TestAdminCatalogue : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    Reply post(const std::string& path, const std::string& body = "{}") {
        return m_house->post("/admin/v1/" + path, body);
    }
    void makeApi(const std::string& id, const std::string& more) {
        const auto made = post("apis", R"({"id":")" + id + R"(","kind":"model",)" + more + '}');
        if (made.status != 201)
            qWarning("%d %s", made.status, made.body.c_str());
        QCOMPARE(made.status, 201);
    }
    std::string idsOf(const std::string& query) {
        std::string ids;
        const auto page = m_house->get("/admin/v1/catalogue" + query).json(); // outlives the loop
        for (const auto& item : page.at("items").as_array())
            ids += std::string(item.at("id").as_string()) + ' ';
        return ids;
    }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        QCOMPARE(post("teams", R"({"id":"language"})").status, 201);
        QCOMPARE(
            post("plans", R"({"id":"starter","title":"Starter","approval":"automatic","expires_after":"90d"})").status,
            201);
        QCOMPARE(post("plans", R"({"id":"closed","enabled":false})").status, 201);
        const std::string versions =
            R"("versions":[{"version":"1","definition":{"models":["demo/echo"],"notes":"Be brief."}},{"version":"2","definition":{"models":["demo/echo"]}}])";
        makeApi("chat",
                R"("title":"Chat models","team":"language","tags":["text","fast"],"plans":["starter","closed"],)" +
                    versions);
        makeApi("draft", R"("title":"Not yet",)" + versions);
        makeApi("hidden", R"("listed":false,)" + versions);
        makeApi("words",
                R"("description":"Zählt WÖRTER, even long ones.","tags":["text"],"access":"open",)" + versions);
        for (const auto* id : {"chat", "hidden", "words"})
            QCOMPARE(post(std::string("apis/") + id + "/versions/1/publish").status, 200);
    }
    void cleanup() { m_house.reset(); }

    void showsWhatServesAndNoDraft() {
        QCOMPARE(idsOf(""), std::string("chat hidden words ")); // the operator sees what is not listed too
        const auto entry = m_house->get("/admin/v1/catalogue/chat").json().as_object();
        QCOMPARE(entry.at("latest"), json::value("1"));
        QCOMPARE(entry.at("team"), json::value("language"));
        QCOMPARE(entry.at("versions").as_array().size(), std::size_t{1});
        QCOMPARE(entry.at("versions").as_array()[0].at("state"), json::value("published"));
        QCOMPARE(entry.at("versions").as_array()[0].at("notes"), json::value("Be brief."));
        QCOMPARE(m_house->get("/admin/v1/catalogue/draft").status, 404);
        QCOMPARE(m_house->get("/admin/v1/catalogue/nothing").status, 404);
        // How it is made is nobody's business here.
        for (const auto* inside : {"demo/echo", "definition", "releases", "submitted_by"})
            QVERIFY2(json::serialize(entry).find(inside) == std::string::npos, inside);
    }

    void offersThePlansThatCanBeAskedFor() {
        const auto plans = m_house->get("/admin/v1/catalogue/chat").json().at("plans").as_array();
        QCOMPARE(plans.size(), std::size_t{1});
        QCOMPARE(plans[0].at("id"), json::value("starter"));
        QCOMPARE(plans[0].at("approval"), json::value("automatic"));
        QCOMPARE(plans[0].at("expires_after"), json::value("90d"));
    }

    void findsWordsInAnyCaseAndNarrowsByTagAndOwner() {
        QCOMPARE(idsOf("?q=chat"), std::string("chat "));
        QCOMPARE(idsOf("?q=w%C3%B6rter%20long"), std::string("words "));
        QCOMPARE(idsOf("?q=w%C3%B6rter%20chat"), std::string());
        QCOMPARE(idsOf("?tag=text"), std::string("chat words "));
        QCOMPARE(idsOf("?tag=tex"), std::string());
        QCOMPARE(idsOf("?team=language&tag=text"), std::string("chat "));
        const auto page = m_house->get("/admin/v1/catalogue?q=nothing").json();
        QCOMPARE(page.at("tags"), json::value(json::array{"fast", "text"})); // to choose from, whatever was found
        QCOMPARE(page.at("teams"), json::value(json::array{"language"}));
    }

    void documentsWhatIsPublishedAlone() {
        const auto document = m_house->get("/admin/v1/catalogue/chat/versions/1/openapi").json().as_object();
        QCOMPARE(document.at("openapi"), json::value("3.1.0"));
        QVERIFY(!document.at("paths").as_object().empty());
        for (const auto* none : {"chat/versions/2", "chat/versions/9", "draft/versions/1", "nothing/versions/1"})
            QCOMPARE(m_house->get("/admin/v1/catalogue/" + std::string(none) + "/openapi").status, 404);
    }

    void goesPageByPage() {
        std::string ids;
        std::string cursor;
        for (int page = 0; page < 5; ++page) {
            const auto reply =
                m_house->get("/admin/v1/catalogue?limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor)).json();
            for (const auto& item : reply.at("items").as_array())
                ids += std::string(item.at("id").as_string()) + ' ';
            if (reply.at("next").is_null())
                break;
            cursor = reply.at("next").as_string();
        }
        QCOMPARE(ids, std::string("chat hidden words "));
    }

    void aDeprecatedVersionSaysWhatFollowsAndARetiredOneIsOnlyFoundById() {
        QCOMPARE(post("apis/chat/versions/2/publish").status, 200);
        QCOMPARE(post("apis/chat/versions/1/deprecate", R"({"sunset":"2099-01-01T00:00:00Z","successor":"2"})").status,
                 200);
        const auto versions = m_house->get("/admin/v1/catalogue/chat").json().at("versions").as_array();
        QCOMPARE(versions[0].at("state"), json::value("deprecated"));
        QCOMPARE(versions[0].at("successor"), json::value("2"));
        QVERIFY(std::string(versions[0].at("sunset").as_string()).starts_with("2099-01-01"));
        for (const auto* step : {"deprecate", "retire"})
            QCOMPARE(post(std::string("apis/words/versions/1/") + step).status, 200);
        QCOMPARE(idsOf("?q=words"), std::string());
        const auto retired = m_house->get("/admin/v1/catalogue/words").json();
        QCOMPARE(retired.at("latest"), json::value());
        QCOMPARE(retired.at("versions").as_array()[0].at("state"), json::value("retired"));
    }
};

QTEST_GUILESS_MAIN(TestAdminCatalogue)
#include "tst_admin_catalogue.moc"
