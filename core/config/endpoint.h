// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/credentials.h"
#include "core/config/presets.h"
#include "core/config/snapshot.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"
#include "core/dialects/provider_form.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::config {

// Where and how a provider is reached, its preset applied.
struct Endpoint {
    dialects::ProviderForm form = dialects::ProviderForm::OpenAi;
    bool tls = true;
    std::string host; // an IPv6 address without brackets
    std::uint16_t port = 443;
    std::string basePath;
    AuthPlan auth;
    std::string apiVersion;
    bool responses = false;                                   // it has /responses beside /chat/completions
    std::vector<std::pair<std::string, std::string>> headers; // names in small letters
    std::shared_ptr<const dialects::Mapping> mapping;         // null: the form says its bodies
};

// Faults at "path" where the preset is unknown, something is missing, or this version cannot reach such a provider.
contract::Checked<Endpoint> endpointOf(const contract::ProviderSpec& spec, const Presets& presets,
                                       const contract::Path& path);

} // namespace gatehouse::config
