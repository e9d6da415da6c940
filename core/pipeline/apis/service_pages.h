// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/products.h"
#include "core/http/server/page_gate.h"
#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/snapshot_cell.h"

#include <string_view>

namespace gatehouse::pipeline {

// Pages of other sites get to the services whose CORS rules list their origin, and nowhere else on the listener. One
// per I/O thread.
class ServicePages final : public http::PageGate {
public:
    explicit ServicePages(const SnapshotCell& snapshot) : m_snapshot(snapshot) {}
    bool letsIn(const http::RequestHead& head, std::string_view origin) const override;

private:
    const SnapshotCell& m_snapshot;
};

// What lets the page that calls read the answer, a refusal too; nothing where none does.
void addPageFields(ApiCall& api);

// The version of an API that an address means, where it serves; null: none.
const config::ApiVersion* servedVersion(const config::Snapshot& snapshot, std::string_view path);

} // namespace gatehouse::pipeline
