// SPDX-License-Identifier: Apache-2.0
#include "core/cache/request_key.h"

#include "core/cache/canonical_json.h"

namespace gatehouse::cache {
namespace {

void addTenant(std::string& out, const Asked& asked) {
    const auto& app = asked.snapshot.apps[asked.app];
    switch (asked.route.cache.sharing) {
    case config::CacheSharing::App:
        out += 'a';
        addText(out, app.id);
        return;
    case config::CacheSharing::Team:
        out += 't';
        addText(out, asked.snapshot.teams[app.team].id);
        return;
    case config::CacheSharing::Organisation:
        break;
    }
    out += 'o';
}

// The first word changes when the form of keys does, so that no entry of an older version is taken for another request.
std::string placeOf(const Asked& asked, std::string_view kind) {
    std::string out(kind);
    out += " 1 ";
    addTenant(out, asked);
    addText(out, asked.route.model);
    addText(out, asked.route.cache.identity);
    for (const auto& circumstance : asked.circumstances)
        addText(out, circumstance);
    out += '/';
    return out;
}

} // namespace

Digest keyOf(const Asked& asked, const Canonical& canonical) {
    return sha256(placeOf(asked, "request") + canonical.whole);
}

Digest partitionOf(const Asked& asked, const Canonical& canonical) {
    auto place = placeOf(asked, "partition");
    addText(place, asked.route.cache.embedding); // vectors of different models do not compare
    return sha256(place + canonical.rest.value_or(canonical.whole));
}

} // namespace gatehouse::cache
