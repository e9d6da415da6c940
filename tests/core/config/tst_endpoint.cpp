// SPDX-License-Identifier: Apache-2.0
// The catalogue and the configuration must agree on which presets this version can reach.
#include "core/catalog/places.h"
#include "core/catalog/presets.h"
#include "core/config/endpoint.h"
#include "fixtures.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::toQt;

namespace {

class Catalogue final : public Presets {
public:
    std::optional<PresetFacts> find(std::string_view id) const override {
        const auto* preset = all.find(id);
        if (preset == nullptr)
            return std::nullopt;
        return PresetFacts{preset->baseUrl, preset->dialect, preset->authWords, preset->credentials};
    }
    catalog::Presets all;
};

std::string headerOf(const Endpoint& endpoint) {
    return endpoint.auth.way.header;
}

} // namespace

// What an operator fills in: the places, and the fields that the kind of credential cannot do without.
void fillFor(contract::ProviderSpec& spec, const catalog::PresetFacts& preset) {
    for (const auto& place : preset.places)
        spec.places[place] = place == "region" ? "eu-west-1" : place == "port" ? "8123" : "filled";
    if (preset.places == std::vector<std::string>{"base_url"} || preset.baseUrl.empty())
        spec.baseUrl = "https://filled.example.com/v1";
    if (preset.baseUrl.find("{NEON") == 0)
        spec.places[preset.places.front()] = "https://filled.example.com";
    const bool onlyAws = std::all_of(preset.auth.begin(), preset.auth.end(),
                                     [](const auto& way) { return way.style == AuthStyle::AwsSigV4; });
    if (preset.dialect == "template")
        spec.mapping.emplace().use = "tgi";
    if (onlyAws && !preset.auth.empty())
        spec.credentials.accessKeyId = "AKIAIOSFODNN7EXAMPLE";
}

namespace {

// The path of the address that a preset, or the provider, gives.
std::string pathIn(const contract::ProviderSpec& spec, const catalog::PresetFacts& preset) {
    auto url = spec.baseUrl ? *spec.baseUrl : catalog::fillPlaces(preset.baseUrl, spec.places).text;
    const auto slash = url.find('/', url.find("://") + 3);
    url = slash == std::string::npos ? std::string() : url.substr(slash);
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

} // namespace

class TestEndpoint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTheCatalogue() {
        const Catalogue catalogue;
        int reached = 0;
        for (const auto& preset : catalogue.all.all()) {
            contract::ProviderSpec spec;
            spec.id = "p";
            spec.preset = preset.id;
            spec.keys = {"env:KEY"};
            fillFor(spec, preset);
            const auto endpoint = endpointOf(spec, catalogue, contract::Path());
            if (!preset.supported) {
                QVERIFY2(!endpoint, preset.id.c_str());
                continue;
            }
            if (!endpoint)
                QFAIL((preset.id + ": " + endpoint.error().front().text()).c_str());
            ++reached;
            QCOMPARE(toQt(dialects::nameOf(endpoint->form)), toQt(preset.dialect));
            QVERIFY(!endpoint->host.empty());
            QCOMPARE(toQt(endpoint->basePath), toQt(pathIn(spec, preset))); // as given: no /v1 by rule
            if (preset.auth.front().style == AuthStyle::Header)
                QCOMPARE(toQt(headerOf(*endpoint)), toQt(preset.auth.front().header));
        }
        QVERIFY(reached > 150);
        qInfo("%d presets can be reached", reached);
    }

    void aWordIsNoPort() {
        const Catalogue catalogue;
        contract::ProviderSpec spec;
        spec.id = "p";
        spec.preset = "gatehouse-peer";
        spec.keys = {"env:KEY"};
        spec.places["port"] = "word";
        QVERIFY(!endpointOf(spec, catalogue, contract::Path()));
        spec.places["port"] = "8642";
        QVERIFY(endpointOf(spec, catalogue, contract::Path()).has_value());
    }

    void presetsWithPlacesAskForAnAddress() {
        const Catalogue catalogue;
        for (const auto& preset : catalogue.all.all()) {
            if (!preset.supported || !preset.needsBaseUrl)
                continue;
            contract::ProviderSpec spec;
            spec.preset = preset.id;
            const auto endpoint = endpointOf(spec, catalogue, contract::Path());
            QVERIFY2(!endpoint, preset.id.c_str());
            const auto& field = endpoint.error().front().field;
            QVERIFY2(preset.places.empty() ? field == "base_url" : field == "places." + preset.places.front(),
                     preset.id.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
