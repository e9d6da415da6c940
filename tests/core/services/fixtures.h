// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/services/rules.h"
#include "core/services/service.h"

#include <boost/json/parse.hpp>
#include <memory>
#include <string>

namespace gatehouse::services::test {

inline contract::ServiceGroupSpec group(const std::string& id, std::vector<std::string> urls) {
    contract::ServiceGroupSpec spec;
    spec.id = id;
    for (auto& url : urls)
        spec.servers.push_back({std::move(url), 1});
    return spec;
}

inline Surroundings nothingAround() {
    Surroundings around;
    around.secret = [](std::string_view reference) -> Result<SharedSecret> {
        return std::make_shared<const Secret>("secret of " + std::string(reference));
    };
    around.way = [](const contract::ProviderTlsSpec&, bool, const std::string&,
                    std::uint16_t) -> Result<NetworkWayPtr> { return NetworkWayPtr(); };
    return around;
}

inline ServicePtr compiled(const contract::ServiceSpec& spec) {
    auto made = compileService(spec, nothingAround(), contract::Path());
    return made ? made->service : nullptr;
}

// The first fault, or "".
inline std::string faultOf(const contract::ServiceSpec& spec) {
    const auto faults = checkService(spec, contract::Path());
    return faults.empty() ? std::string() : faults.front().field;
}

struct TestCall {
    Asked asked;
    TestCall(std::string_view method, std::string_view path, std::string_view query = {}, HeaderViews headers = {},
             std::string_view body = {}) {
        asked.method = method;
        asked.headers = std::move(headers);
        asked.body = body;
        asked.app = "notebook";
        asked.team = "research";
        asked.keyId = "abcd1234";
        asked.api = "shop";
        asked.version = "1";
        asked.requestId = "01HREQUEST";
        asked.publicBase = "/apis/shop/1";
        good = readTarget(asked, path, query).has_value();
    }
    bool good = false;
};

} // namespace gatehouse::services::test
