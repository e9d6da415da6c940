// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"
#include "core/dialects/provider_form.h"
#include "core/http/upstream.h"

#include <string>
#include <vector>

namespace gatehouse::pipeline {

// What a health check asks a provider, ready to be sent. The body is owned here.
struct HealthQuestion {
    http::Endpoint endpoint;
    http::Method method = http::Method::Get;
    std::string target;
    std::vector<http::Field> fields;
    std::string body;
    dialects::Operation operation = dialects::Operation::Models; // there
};

// By the provider's rule; one of a list or of readiness costs nothing, a call asks for one token. Errors: Unavailable
// where no key can be read, Invalid where this provider cannot be asked so.
Result<HealthQuestion> healthQuestion(const config::Provider& provider, const config::ProviderKey* key);

// Whether an answer with this status says that the provider is well: of a list or of readiness, whatever it answers
// but a server error or a rejected key; of a call, nothing but a success, or that it is asked too much just now.
bool saysWell(config::HealthCheck check, int status);

} // namespace gatehouse::pipeline
