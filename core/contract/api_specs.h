// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/contract/duration.h"
#include "core/contract/service_specs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Published APIs: what stands at /apis/{id}/{version}. Descriptions: describe_apis.cpp.
namespace gatehouse::contract {

// A version of the prompt that takes a share of the calls.
struct ApiArmSpec {
    std::string prompt; // "sentiment@3"
    std::string percent = "50";
};

// Between versions of a prompt; what counts is the feedback that callers send.
struct ApiExperimentSpec {
    std::string method = "split"; // "bandit": shares follow what was learned (Thompson)
    std::string sticky = "call";  // "key", "user", "session"
    std::vector<ApiArmSpec> arms;
    std::uint64_t calls = 200;    // of each arm with feedback, before anything is decided
    std::string certainty = "95"; // per cent that an arm is the best, at which it ends
    bool decides = false;         // the winner takes all calls then
};

// What an API version is: drafted, then released.
struct ApiDefinitionSpec {
    std::optional<std::string> prompt; // "sentiment@production" (a label) or "sentiment@3"
    std::optional<std::string> chain;  // "triage@2"
    std::vector<std::string> models;   // that may be asked for; the first is meant where none is named
    std::string answer = "text";       // "json", "openai", "anthropic", "gemini"
    std::optional<ApiExperimentSpec> experiment;
    std::optional<ServiceSpec> service;
    std::optional<Duration> timeout;
    std::string notes; // for those who call it
};

// A definition as it was published. It never changes.
struct ApiReleaseSpec {
    std::uint64_t number = 0;
    std::optional<WallMicros> at;
    std::optional<std::string> by;
    std::string note;
    ApiDefinitionSpec definition;
};

struct ApiVersionSpec {
    std::string version;            // in its address
    std::string state = "designed"; // "in_review", "published", "deprecated", "retired"
    ApiDefinitionSpec definition;   // as it is being edited
    std::vector<ApiReleaseSpec> releases;
    std::uint64_t live = 0; // the release that serves; 0: the definition itself
    std::optional<std::string> submittedBy;
    std::optional<WallMicros> deprecatedAt;
    std::optional<WallMicros> sunset;
    std::optional<std::string> successor; // a version
};

struct ApiSpec {
    std::string id;
    std::string title;
    std::string description;
    std::optional<std::string> team; // that owns it
    std::vector<std::string> tags;
    std::string kind = "prompt";         // "chain", "model", "service"
    std::string access = "subscription"; // "team", "open"
    std::vector<std::string> plans;      // that can be asked for
    bool listed = true;                  // in the catalogue
    std::vector<ApiVersionSpec> versions;
};

} // namespace gatehouse::contract
