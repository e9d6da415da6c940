// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/provider_models.h"
#include "core/admin/provider_verdict.h"
#include "core/async/task.h"
#include "core/config/snapshot.h"
#include "core/http/upstream.h"
#include "core/providers/authorizer.h"

#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::admin {

// One step of the way to a provider, in the order in which they are taken.
struct ProbeStage {
    enum class State { Passed, Failed, Skipped };
    std::string name; // "key", "resolve", "connect", "proxy", "tls", "answer", "authenticate", "models", "call"
    State state = State::Skipped;
    std::optional<std::chrono::microseconds> took; // of this step alone
};

// How a provider answered: each step, and one verdict in plain words.
struct ProbeReport {
    ProbeVerdict verdict;
    int status = 0; // of the answer that decided; 0 = none came
    std::string baseUrl;
    std::string suggestedBaseUrl; // one that answered where the given one did not; empty = none
    std::string key;              // the reference of the key that was used; empty = none, or one that is not kept
    std::vector<ProbeStage> stages;
    ModelList models;
    std::chrono::microseconds took{0};

    bool ok() const { return verdict.code == okCode; }
};

struct ProbeInput {
    config::Provider provider;
    std::optional<std::size_t> key; // which of its keys; none: the first that can be read, as calls take it
    std::string model;              // not empty: also sends a call of one token to this model
};

// Goes the way to a provider as a call would: proxy, TLS and credential included. Asks for the list of models, which
// costs nothing, and only where a model is named sends a call. Bounded in time and size. The upstream must be fresh, so
// that no open connection hides a step. On an I/O thread.
// "authorizer" is where signatures and tokens come from; null: there is nothing but keys.
Task<ProbeReport> probeProvider(http::Upstream& upstream, std::shared_ptr<const ProbeInput> input,
                                providers::Authorizer* authorizer = nullptr);

// As POST /providers/{id}/test answers.
boost::json::object toJson(const ProbeReport& report);

// "https://api.example.com/v1" of a provider.
std::string baseUrlOf(const config::Provider& provider);

} // namespace gatehouse::admin
