// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/known_caller.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

tl::unexpected<Refusal> refusal(Error error) {
    return tl::unexpected(Refusal{std::move(error), {}});
}

} // namespace

StageResult knownCaller(Call& call, std::string_view keyId, WallMicros now) {
    const auto& keys = call.snapshot->keys;
    const auto found =
        std::find_if(keys.begin(), keys.end(), [keyId](const config::Key& key) { return key.id == keyId; });
    if (found == keys.end() || !access::stillValid(*call.snapshot, found->digest, now))
        return refusal(failure(ErrorKind::Unauthorized, "invalid_key",
                               "The gateway key that this was asked for with is expired or revoked by now.")
                           .value());
    access::Identity identity;
    identity.key = static_cast<std::size_t>(found - keys.begin());
    identity.app = found->app;
    identity.team = call.snapshot->apps[found->app].team;
    call.identity = identity;
    call.record.app = call.app().id;
    call.record.team = call.snapshot->teams[identity.team].id;
    call.record.key = found->id;
    if (auto allowed = call.rules().checkAddress(call.exchange.peerAddress()); !allowed)
        return refusal(std::move(allowed.error()));
    return {};
}

void sameCaller(Call& call, const Call& as) {
    call.identity = as.identity;
    call.record.app = as.record.app;
    call.record.team = as.record.team;
    call.record.key = as.record.key;
}

} // namespace gatehouse::pipeline
