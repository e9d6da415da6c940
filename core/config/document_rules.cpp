// SPDX-License-Identifier: Apache-2.0
#include "core/config/document_rules.h"

#include "core/base/ip_network.h"
#include "core/config/capacity_rules.h"
#include "core/config/document_parts.h"
#include "core/config/endpoint.h"
#include "core/config/route_rules.h"
#include "core/config/set_prices.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace gatehouse::config {
namespace {

using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;

class Rules {
public:
    Rules(const contract::Document& document, const Presets& presets) : m_document(document), m_presets(presets) {}

    Faults run() {
        process();
        providers();
        routes();
        teams();
        budgets();
        forEachProductList(m_document, [this](Kind kind, const auto& list) {
            std::map<std::string, std::string, std::less<>> seen;
            const Path path(m_root, nameOf(kind));
            for (std::size_t i = 0; i < list.size(); ++i) {
                const Path here(path, i);
                once(seen, "an id", list[i].id, Path(here, "id"));
            }
        });
        return std::move(m_faults);
    }

private:
    void lacks(const Path& path, std::string expected, std::string sentence) {
        auto fault = makeFault(FaultCode::Unsupported, path, std::move(expected), "");
        fault.detail = std::move(sentence);
        m_faults.push_back(std::move(fault));
    }

    void process() {
        const Path server(m_root, "server");
        const Path cluster(m_root, "cluster");
        if (!m_document.cluster.redis.empty())
            lacks(Path(cluster, "redis"), "an empty text",
                  "redis:// is not in this version; leave it empty (counters and cache are in the process)");
        const Path tls(server, "tls");
        const auto& files = m_document.server.tls;
        if (files.cert.empty() != files.key.empty()) {
            const Path missing(tls, files.cert.empty() ? "cert" : "key");
            m_faults.push_back(
                makeFault(FaultCode::MissingField, missing, "the path of a PEM file beside the other one", "nothing"));
        }
        checkNetworks(m_document.server.trustedProxies, Path(server, "trusted_proxies"), m_faults);
        checkNetworks(m_document.server.proxyProtocol, Path(server, "proxy_protocol"), m_faults);
    }

    void once(std::map<std::string, std::string, std::less<>>& seen, std::string_view what, const std::string& id,
              const Path& path) {
        const auto [first, fresh] = seen.emplace(id, path.field());
        if (fresh)
            return;
        m_faults.push_back(makeFault(FaultCode::Duplicate, path, std::string(what) + " that no other has",
                                     contract::quoted(id) + " a second time (first at " + first->second + ")"));
    }

    void providers() {
        std::map<std::string, std::string, std::less<>> seen;
        const Path list(m_root, "providers");
        for (std::size_t i = 0; i < m_document.providers.size(); ++i) {
            const Path here(list, i);
            once(seen, "an id", m_document.providers[i].id, Path(here, "id"));
            if (auto endpoint = endpointOf(m_document.providers[i], m_presets, here); !endpoint)
                m_faults.insert(m_faults.end(), endpoint.error().begin(), endpoint.error().end());
            else
                health(m_document.providers[i].health, endpoint->form, here);
            for (auto& fault : checkPrices(m_document.providers[i], here))
                m_faults.push_back(std::move(fault));
            for (auto& fault : checkBreaker(m_document.providers[i], here))
                m_faults.push_back(std::move(fault));
        }
    }

    void health(const contract::HealthSpec& spec, dialects::ProviderForm form, const Path& path) {
        for (auto& fault : checkHealth(spec, form, path))
            m_faults.push_back(std::move(fault));
    }

    void routes() {
        std::map<std::string, std::string, std::less<>> seen;
        const Path list(m_root, "routes");
        for (std::size_t i = 0; i < m_document.routes.size(); ++i) {
            const Path here(list, i);
            once(seen, "a model name", m_document.routes[i].model, Path(here, "model"));
            for (auto& fault : checkRoute(m_document.routes[i], here))
                m_faults.push_back(std::move(fault));
        }
    }

    void teams() {
        std::map<std::string, std::string, std::less<>> seenTeams;
        std::map<std::string, std::string, std::less<>> seenApps;
        const Path list(m_root, "teams");
        for (std::size_t i = 0; i < m_document.teams.size(); ++i) {
            const Path here(list, i);
            const auto& team = m_document.teams[i];
            once(seenTeams, "an id", team.id, Path(here, "id"));
            checkAccess(team, here, m_faults);
            const Path apps(here, "apps");
            for (std::size_t k = 0; k < team.apps.size(); ++k) {
                const Path app(apps, k);
                once(seenApps, "an id", team.apps[k].id, Path(app, "id"));
                checkAccess(team.apps[k], app, m_faults);
            }
        }
    }

    void budgets() {
        std::map<std::string, std::string, std::less<>> seen;
        const Path list(m_root, "budgets");
        for (std::size_t i = 0; i < m_document.budgets.size(); ++i) {
            const Path here(list, i);
            once(seen, "an id", m_document.budgets[i].id, Path(here, "id"));
        }
    }

    const contract::Document& m_document;
    const Presets& m_presets;
    const Path m_root;
    Faults m_faults;
};

} // namespace

Faults checkRules(const contract::Document& document, const Presets& presets) {
    return Rules(document, presets).run();
}

Faults checkBreaker(const contract::ProviderSpec& provider, const Path& path) {
    const auto& breaker = provider.breaker;
    if (breaker.longestRest.value >= breaker.rest.value)
        return {};
    const Path here(path, "breaker");
    return {makeFault(FaultCode::Conflict, Path(here, "longest_rest"), "no less than rest, " + breaker.rest.text,
                      breaker.longestRest.text)};
}

void checkNetworks(const std::vector<std::string>& list, const Path& path, Faults& faults) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!IpNetwork::parse(list[i]))
            faults.push_back(makeFault(FaultCode::Conflict, Path(path, i),
                                       "an address, or a network whose bits behind the prefix are zero, like "
                                       "10.0.0.0/8 or 2001:db8::/32",
                                       contract::quoted(list[i])));
    }
}

} // namespace gatehouse::config
