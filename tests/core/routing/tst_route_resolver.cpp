// SPDX-License-Identifier: Apache-2.0
#include "core/routing/resolver.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::routing;

namespace {

config::Snapshot twoProviders() {
    config::Snapshot snapshot;
    for (const char* id : {"first", "second"}) {
        config::Provider provider;
        provider.id = id;
        snapshot.providerById[provider.id] = snapshot.providers.size();
        snapshot.providers.push_back(provider);
    }
    config::Route route;
    route.model = "small";
    route.targets.resize(2);
    route.targets[0].provider = 1;
    route.targets[0].model = "tiny-1";
    route.targets[1].provider = 0;
    route.targets[1].model = "tiny-2";
    snapshot.routes.push_back(route);
    route.model = "first/pinned";
    route.targets.resize(1);
    snapshot.routes.push_back(route);
    snapshot.routeByModel = {{"small", 0}, {"first/pinned", 1}};
    return snapshot;
}

config::App appWith(std::vector<std::string> models) {
    config::App app;
    app.id = "notebook";
    app.access.models = std::move(models);
    return app;
}

} // namespace

class tst_route_resolver : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTargetsInTheirOrder();
    void prefersARouteToAProviderOfThatName();
    void cutsADirectNameAtTheFirstSlash();
    void pricesADirectNameAsTheOperatorSays();
    void refusesWithAReason_data();
    void refusesWithAReason();
    void listsOnlyWhatTheApplicationMayUse();
};

void tst_route_resolver::pricesADirectNameAsTheOperatorSays() {
    auto snapshot = twoProviders();
    QVERIFY(resolve(snapshot, appWith({"*"}), "first/m")->candidates[0].price == nullptr);
    snapshot.providers[0].prices["m"].input = Money::parse("0.5");
    const auto found = resolve(snapshot, appWith({"*"}), "first/m");
    QCOMPARE(found->candidates[0].price->input->toString(), std::string("0.5"));
}

void tst_route_resolver::takesTargetsInTheirOrder() {
    const auto snapshot = twoProviders();
    const auto found = resolve(snapshot, appWith({"*"}), "small");
    QVERIFY(found.has_value());
    QCOMPARE(found->candidates.size(), 2U);
    QCOMPARE(found->candidates[0].provider->id, std::string("second"));
    QCOMPARE(found->candidates[0].model, std::string_view("tiny-1"));
    QCOMPARE(found->candidates[1].provider->id, std::string("first"));
}

void tst_route_resolver::prefersARouteToAProviderOfThatName() {
    const auto snapshot = twoProviders();
    const auto found = resolve(snapshot, appWith({"*"}), "first/pinned");
    QVERIFY(found.has_value());
    QVERIFY(found->route != nullptr);
    QCOMPARE(found->candidates[0].model, std::string_view("tiny-1"));
}

void tst_route_resolver::cutsADirectNameAtTheFirstSlash() {
    const auto snapshot = twoProviders();
    const auto found = resolve(snapshot, appWith({"*"}), "second/org/model:free");
    QVERIFY(found.has_value());
    QVERIFY(found->route == nullptr);
    QCOMPARE(found->candidates[0].provider->id, std::string("second"));
    QCOMPARE(found->candidates[0].model, std::string_view("org/model:free"));
}

void tst_route_resolver::refusesWithAReason_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("allowed");
    QTest::addColumn<QString>("code");
    QTest::newRow("unknown") << "big"
                             << "*"
                             << "model_not_found";
    QTest::newRow("unknown provider") << "third/x"
                                      << "*"
                                      << "model_not_found";
    QTest::newRow("nothing behind the slash") << "first/"
                                              << "*"
                                              << "model_not_found";
    QTest::newRow("not on the list") << "small"
                                     << "other"
                                     << "model_not_allowed";
    QTest::newRow("direct not on the list") << "first/x"
                                            << "second/*"
                                            << "model_not_allowed";
}

void tst_route_resolver::refusesWithAReason() {
    QFETCH(QString, model);
    QFETCH(QString, allowed);
    QFETCH(QString, code);
    const auto snapshot = twoProviders();
    const std::string asked = model.toStdString();
    const auto found = resolve(snapshot, appWith({allowed.toStdString()}), asked);
    QVERIFY(!found.has_value());
    QCOMPARE(QString::fromStdString(found.error().code), code);
}

void tst_route_resolver::listsOnlyWhatTheApplicationMayUse() {
    auto snapshot = twoProviders();
    QCOMPARE(usableModels(snapshot, appWith({"*"})).size(), 2U);
    QCOMPARE(usableModels(snapshot, appWith({"first/*"})).size(), 1U);
    snapshot.routes[0].enabled = false;
    QCOMPARE(usableModels(snapshot, appWith({"*"})).size(), 1U);
}

QTEST_APPLESS_MAIN(tst_route_resolver)
#include "tst_route_resolver.moc"
