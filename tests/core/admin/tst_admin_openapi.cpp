// SPDX-License-Identifier: Apache-2.0
#include "core/admin/openapi.h"
#include "core/admin/router.h"
#include "core/base/text.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <set>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin;

namespace {

std::set<std::string> routed(const Operations& operations) {
    std::set<std::string> names;
    for (const auto& operation : operations)
        names.insert(std::string(http::nameOf(operation.method)) + ' ' + operation.path);
    return names;
}

std::set<std::string> documented(const json::object& document) {
    std::set<std::string> names;
    for (const auto& path : document.at("paths").as_object()) {
        for (const auto& method : path.value().as_object()) {
            std::string name(method.key());
            for (auto& c : name)
                c = static_cast<char>(std::toupper(c));
            names.insert(name + ' ' + std::string(path.key()));
        }
    }
    return names;
}

void collectReferences(const json::value& value, std::set<std::string>& out) {
    if (const auto* array = value.if_array()) {
        for (const auto& element : *array)
            collectReferences(element, out);
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            if (member.key() == "$ref")
                out.insert(std::string(member.value().as_string()));
            else
                collectReferences(member.value(), out);
        }
    }
}

} // namespace

class TestAdminOpenApi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The page's whole door: one more is one more way in from outside.
    void offersThePortalWhatItsPageNeeds() {
        std::set<std::string> offered;
        for (const auto& operation : makeOperations()) {
            if (operation.portal)
                offered.insert(operation.id);
        }
        for (const auto* needed : {"listCatalogue", "getCatalogueEntry", "listApp", "getApp", "createApp", "listKey",
                                   "createKey", "patchKey", "rotateKey", "listSubscription", "createSubscription",
                                   "cancelSubscription", "getUsage", "getStats", "getBudgetsState", "getCharges"})
            QVERIFY2(offered.contains(needed), needed);
        for (const auto* never :
             {"applyConfiguration", "exportConfiguration", "listProvider", "getCallBodies", "listAudit", "listUser",
              "putSecret", "deleteApp", "putApp", "patchApp", "approveSubscription"})
            QVERIFY2(!offered.contains(never), never);
    }

    void documentsExactlyWhatIsRouted() {
        const Router router(makeOperations());
        const auto document = openApiDocument(router.operations(), "1.2.3");
        QVERIFY(router.operations().size() > 40);
        QCOMPARE(documented(document).size(), router.operations().size());
        QVERIFY(documented(document) == routed(router.operations()));
    }

    void leadsEveryDocumentedPathToItsOperation() {
        const Router router(makeOperations());
        for (const auto& operation : router.operations()) {
            auto path = operation.path;
            if (const auto open = path.find('{'); open != std::string::npos)
                path.replace(open, path.find('}') + 1 - open, "a%2Fb");
            const auto match = router.find(operation.method, path);
            QVERIFY(match.has_value());
            QVERIFY2(match->operation == &operation, path.c_str());
            if (operation.path != path)
                QCOMPARE(match->places.begin()->second, std::string("a/b"));
        }
    }

    void givesEachOperationItsOwnId() {
        std::set<std::string> ids;
        for (const auto& operation : makeOperations())
            QVERIFY2(ids.insert(operation.id).second, operation.id.c_str());
    }

    void resolvesEveryReference() {
        const auto text = openApiText("1.2.3");
        const auto document = json::parse(text);
        std::set<std::string> references;
        collectReferences(document, references);
        QVERIFY(references.size() > 20);
        for (const auto& reference : references) {
            json::error_code error;
            QVERIFY2(document.find_pointer(reference.substr(1), error) != nullptr, reference.c_str());
        }
    }

    void protectsAllButHealthAndSigningIn() {
        const std::set<std::string> open{"getHealth", "getReadiness", "getSignInWays", "beginSession",
                                         "beginOidc", "finishOidc",   "takeInvitation"};
        for (const auto& operation : makeOperations())
            QVERIFY2((operation.access == Access::Open) == open.contains(operation.id), operation.id.c_str());
    }
};

QTEST_APPLESS_MAIN(TestAdminOpenApi)
#include "tst_admin_openapi.moc"
