// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/service_pages.h"

#include "core/apis/api_address.h"
#include "core/services/cors.h"

namespace gatehouse::pipeline {

const config::ApiVersion* servedVersion(const config::Snapshot& snapshot, std::string_view path) {
    if (!apis::isApiPath(path))
        return nullptr;
    const auto address = apis::readApiAddress(path);
    const auto* api = address ? config::productsOf(snapshot).api(address->id) : nullptr;
    if (api == nullptr)
        return nullptr;
    const auto* version = address->version == apis::latestVersion ? api->latest() : api->version(address->version);
    return version != nullptr && version->serves() ? version : nullptr;
}

void addPageFields(ApiCall& api) {
    const auto& head = api.exchange.head();
    const auto origin = head.field("origin");
    const auto* version = origin.empty() ? nullptr : servedVersion(*api.call.snapshot, head.path);
    if (version == nullptr || !version->service || !version->service->cors)
        return;
    services::Headers fields;
    services::addCors(*version->service->cors, origin, fields);
    api.exchange.addFields(fields);
}

bool ServicePages::letsIn(const http::RequestHead& head, std::string_view origin) const {
    const auto& snapshot = m_snapshot.current();
    const auto* version = snapshot ? servedVersion(*snapshot, head.path) : nullptr;
    return version != nullptr && version->service && version->service->cors &&
           services::allowsOrigin(*version->service->cors, origin);
}

} // namespace gatehouse::pipeline
