// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/describe.h"

#include <string>
#include <string_view>

// The fields of access that a team, an application and a key have alike; the most restrictive of the three counts.
namespace gatehouse::contract {

// Names of models, perhaps with a '*' at the end.
Type modelPatterns();
std::string modelsText(std::string_view who); // "it", "they"

// Addresses and networks; whether the bits behind a prefix are zero is a rule of its own.
Type networkList();
// A size like "64KiB".
Type sizeType();

template <typename Spec>
void describeAccess(Describer<Spec>& it, const std::string& calls) {
    it.field(
        "allow_from", &Spec::allowFrom, networkList(),
        "Addresses and networks that " + calls +
            " may come from; empty = all. The address is the peer's, or the "
            "one that a proxy of `server.trusted_proxies` names. Of key, application and team each must allow it.");
    it.field("deny_from", &Spec::denyFrom, networkList(),
             "Addresses and networks that " + calls + " may not come from, whatever `allow_from` says.");
    it.field("max_body", &Spec::maxBody, sizeType(),
             "The largest request body of " + calls +
                 "; the smallest of key, application, team and `server.limits` "
                 "counts.");
    it.field(
        "max_output_tokens", &Spec::maxOutputTokens, integerType(0, 1'000'000'000),
        "The most output tokens that one of " + calls +
            " may ask for; 0 = any number. A call that asks for more "
            "is refused with 400; one that names no number is sent with this one. The smallest of key, application "
            "and team counts.");
}

} // namespace gatehouse::contract
