// SPDX-License-Identifier: Apache-2.0
// The catalogue and the configuration must agree on which presets this version can reach.
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
        return PresetFacts{preset->baseUrl, preset->dialect, preset->authWords};
    }
    catalog::Presets all;
};

std::string headerOf(const Endpoint& endpoint) {
    return endpoint.auth == AuthStyle::Header ? endpoint.authHeader : std::string();
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
            if (preset.needsBaseUrl)
                spec.baseUrl = "https://filled.example.com/v1";
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
            if (preset.auth == catalog::PresetAuth::Header)
                QCOMPARE(toQt(headerOf(*endpoint)), toQt(preset.authHeader));
        }
        QVERIFY(reached > 150);
        qInfo("%d presets can be reached", reached);
    }

    void presetsWithPlacesAskForAnAddress() {
        const Catalogue catalogue;
        for (const auto& preset : catalogue.all.all()) {
            if (!preset.supported || !preset.needsBaseUrl)
                continue;
            contract::ProviderSpec spec;
            spec.preset = preset.id;
            const auto endpoint = endpointOf(spec, catalogue, contract::Path());
            QVERIFY2(!endpoint && endpoint.error().front().field == "base_url", preset.id.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
