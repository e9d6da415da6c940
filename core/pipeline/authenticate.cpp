// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/stages.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

// The decoded values of ?key=, Gemini's place for a key: nothing where two differ. A broken escape is taken as it
// stands: it matches no key.
std::optional<std::string> queryKey(std::string_view query) {
    std::string found;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        if (!part.starts_with("key="))
            continue;
        auto key = percentDecode(part.substr(4)).value_or(std::string(part.substr(4)));
        if (!found.empty() && found != key)
            return std::nullopt;
        found = std::move(key);
    }
    return found;
}

tl::unexpected<Refusal> ambiguous() {
    auto error = failure(ErrorKind::Invalid, "ambiguous_credentials",
                         "The request holds two different credentials. Send one key, in one place.");
    return tl::unexpected(Refusal{std::move(error.value()), {}});
}

// A signature can only be checked by whoever holds the secret that made it.
bool isAwsSignature(std::string_view authorization) {
    constexpr std::string_view scheme = "AWS4-";
    return equalsIgnoringCase(authorization.substr(0, scheme.size()), scheme);
}

tl::unexpected<Refusal> signedInstead() {
    auto error =
        failure(ErrorKind::Unauthorized, "signature_unsupported",
                "The request is signed (AWS Signature Version 4), and this gateway cannot check the signature. "
                "Send a gateway key as \"Authorization: Bearer KEY\": AWS's libraries do so where "
                "AWS_BEARER_TOKEN_BEDROCK holds it.");
    return tl::unexpected(Refusal{std::move(error.value()), {}});
}

void noteCaller(Call& call) {
    call.record.app = call.app().id;
    call.record.team = call.snapshot->teams[call.identity->team].id;
    call.record.key = call.key().id;
}

} // namespace

StageResult authenticate(Call& call, access::FailureBudget& budget, WallMicros now) {
    const auto address = call.exchange.peerAddress();
    if (const auto wait = budget.mustWait(address)) {
        Refusal refusal;
        refusal.error = failure(ErrorKind::Limited, "too_many_failures",
                                "Too many wrong keys came from this address. Wait, then use a right one.")
                            .value();
        refusal.extras.retryAfter = *wait;
        return tl::unexpected(std::move(refusal));
    }
    const auto& head = call.exchange.head();
    access::Credentials credentials;
    for (const auto& field : head.fields) {
        std::string_view* place = nullptr;
        if (equalsIgnoringCase(field.name, "authorization"))
            place = &credentials.authorization;
        else if (equalsIgnoringCase(field.name, "x-api-key"))
            place = &credentials.xApiKey;
        else if (equalsIgnoringCase(field.name, "api-key"))
            place = &credentials.apiKey;
        else if (equalsIgnoringCase(field.name, "x-goog-api-key"))
            place = &credentials.xGoogApiKey;
        if (place == nullptr)
            continue;
        if (!place->empty() && *place != field.value)
            return ambiguous();
        *place = field.value;
    }
    if (isAwsSignature(credentials.authorization))
        return signedInstead();
    std::string fromQuery;
    if (!head.query.empty()) {
        auto key = queryKey(head.query);
        if (!key)
            return ambiguous();
        fromQuery = std::move(*key);
        credentials.queryKey = fromQuery;
    }
    auto identity = access::authenticate(*call.snapshot, credentials, now);
    wipe(fromQuery);
    if (!identity && identity.error().code == "invalid_key")
        budget.failed(address);
    if (!identity)
        return tl::unexpected(Refusal{std::move(identity.error()), {}});
    call.identity = *identity;
    noteCaller(call);
    if (auto allowed = call.rules().checkAddress(address); !allowed)
        return tl::unexpected(Refusal{std::move(allowed.error()), {}});
    return {};
}

} // namespace gatehouse::pipeline
