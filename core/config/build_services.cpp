// SPDX-License-Identifier: Apache-2.0
#include "core/config/build_services.h"

#include "core/config/network.h"
#include "core/config/products.h"

namespace gatehouse::config {
namespace {

const services::Service* standing(const Snapshot* before, const std::string& api, const std::string& version) {
    const auto* found = before != nullptr ? productsOf(*before).api(api) : nullptr;
    const auto* known = found != nullptr ? found->version(version) : nullptr;
    return known != nullptr ? known->service.get() : nullptr;
}

} // namespace

services::ServicePtr buildService(const contract::ServiceSpec& spec, const std::string& api, const std::string& version,
                                  const ServiceSurroundings& around) {
    const auto& input = around.input;
    services::Surroundings needed;
    needed.secret = around.secret;
    needed.way = [&input](const contract::ProviderTlsSpec& tls, bool secure, const std::string& host,
                          std::uint16_t port) {
        static const ProcessNetwork none;
        contract::ProviderSpec as; // whose network fields are the same
        as.tls = tls;
        return networkWayOf(as, {secure, host, port}, input.network != nullptr ? *input.network : none, input.secrets,
                            input.tlsContexts);
    };
    needed.before = standing(input.before, api, version);
    const auto name = "the service of API " + api + ", version " + version + ", ";
    auto compiled = services::compileService(spec, needed, contract::Path());
    if (!compiled) {
        around.warn(name + "is off: " + contract::toError(compiled.error()).message);
        return nullptr;
    }
    for (const auto& warning : compiled->warnings)
        around.warn(name + "lacks something: " + warning);
    return std::move(compiled->service);
}

} // namespace gatehouse::config
