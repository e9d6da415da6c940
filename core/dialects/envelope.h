// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"
#include "core/dialects/tap.h"

#include <memory>
#include <string>
#include <string_view>

// Anthropic's Messages in their three envelopes: its own API, Bedrock's /invoke and Vertex's :rawPredict. The bodies
// are the same but for a few members at the top, so what changes from one to another is the envelope alone: nothing is
// read into the neutral conversation, nothing can be lost.
//
// Own: "model" and "stream" in the body, version and beta names in headers. Bedrock: "anthropic_version" and
// "anthropic_beta" in the body; model and stream in the address; events in binary frames. Vertex: "anthropic_version"
// and "stream" in the body, beta names in a header, the model in the address.
namespace gatehouse::dialects::envelope {

// Both carry Messages, in different envelopes.
bool differ(Dialect client, Dialect provider);

struct Content {
    std::string_view model; // the provider's name of it
    bool stream = false;
    std::string_view betas; // of the header anthropic-beta: names parted by commas
};
// The body of a request in the envelope of "to". Errors: Invalid where it is no JSON object.
Result<std::string> rewrap(std::string_view body, Dialect to, const Content& content);

// The beta names in a body, parted by commas: what the header says elsewhere.
std::string betasIn(std::string_view body);

// Reads the provider's events and forwards them in the client's envelope, their JSON unchanged.
std::unique_ptr<StreamTap> makeRewrappingTap(Dialect provider, Dialect client);

} // namespace gatehouse::dialects::envelope
