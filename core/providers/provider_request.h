// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/dialects/provider_form.h"
#include "core/http/message.h"
#include "core/http/upstream.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How a provider is reached: address, credential and header fields. Pure functions of the configuration and of the
// client's parsed head; no I/O.
namespace gatehouse::providers {

// Where its connections go. The reference in UpstreamRequest must live through open(): keep the endpoint with the call.
http::Endpoint endpointOf(const config::Provider& provider);

// The base path as given, and behind it the path of an operation, which may hold a query. "model" is the provider's
// name of it, percent-encoded here where the path has a place for it.
std::string targetOf(const config::Provider& provider, const dialects::FormRow& row, std::string_view model = {},
                     bool stream = false, std::string_view version = {});

// Of what is relayed: the path behind the base path, as the client's address gave it (checked there).
std::string relayTarget(const config::Provider& provider, std::string_view path);

// The Host field belongs to the client; this is what goes beside it:
// - of the client's fields, when it speaks the provider's dialect, those of the dialect's allow-list, byte for byte;
// - content-type, accept, our user-agent, anthropic-version where it is due;
// - the credential, in the place that the provider wants it.
// Never: hop-by-hop fields, the client's credential, x-gatehouse-*, cookies, forwarded addresses.
struct FieldsRequest {
    const config::Provider* provider = nullptr;
    const Secret* key = nullptr;               // null for AuthStyle::None
    const http::RequestHead* client = nullptr; // null: a call of our own
    dialects::Dialect clientDialect = dialects::Dialect::OpenAi;
    std::optional<dialects::Dialect> spoken;           // with the provider; nothing: its main dialect
    bool stream = false;                               // asks for text/event-stream
    std::string_view contentType = "application/json"; // of the body; empty: there is none
    std::string_view model = {};                       // the provider's name of it, for those that want it in a field
    // Passed as it is: also the client's content-encoding, range and accept-language.
    bool relayed = false;
};
// Errors: Unavailable (provider_key_missing) when the provider wants a key and there is none.
Result<std::vector<http::Field>> fieldsFor(const FieldsRequest& request);

// What of a provider's answer goes on to a client of the same dialect: content-type, rate limits, retry-after and
// the dialect's own fields. To a client of another dialect: retry-after and retry-after-ms, and the rate limits in its
// own words (rate_limits.h; "now" dates them, 0: undated).
std::vector<http::Field> fieldsForClient(const http::UpstreamHead& head, dialects::Dialect provider,
                                         dialects::Dialect client, WallMicros now = 0);

// The provider's own id of the call, for the record: "" when it sent none, or one that is too long or not printable.
std::string providerRequestId(const http::UpstreamHead& head);

// "gatehouse/0.1.0"
std::string_view userAgent();

} // namespace gatehouse::providers
