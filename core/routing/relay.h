// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/routing/resolver.h"

#include <optional>
#include <string_view>

namespace gatehouse::routing {

// Where a call goes that names no model: files, uploads, batches, and what is passed through.
struct RelayWish {
    // Of a passthrough's address, or of the header x-gatehouse-provider; empty: the only one that fits.
    std::string_view provider;
    std::optional<dialects::Dialect> dialect; // what the provider must speak; nothing: any
};

// The one provider that serves it, tried once: what it answers passes as it is. Such a call can neither be priced nor
// held against a list of models, and what lies at a provider is shared by all who use its key. So it takes an
// application whose "passthrough" lists the provider, that may use every model, and that no budget binds.
// Errors: Forbidden passthrough_not_allowed, unpriceable, model_not_allowed; NotFound provider_unknown; Invalid
// provider_unnamed (several fit, or none), provider_unfit (of another dialect, or the demo provider).
Result<Resolution> resolveRelay(const config::Snapshot& snapshot, const config::App& app, const RelayWish& wish);

} // namespace gatehouse::routing
