// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/duration.h"
#include "core/contract/resources.h"

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Ordinary REST services behind a published API, as plain values: where they are, which calls go where, and what is
// changed on the way. See docs/services.md.
namespace gatehouse::contract {

struct ServiceServerSpec {
    std::string url;
    std::uint64_t weight = 1;
};

// How servers are asked by themselves; the answers to calls count whether this is there or not.
struct ServiceHealthSpec {
    std::string path = "/";
    Duration every{std::chrono::seconds(10), "10s"};
    std::uint64_t healthy = 2;   // good answers in a row that bring a server back
    std::uint64_t unhealthy = 3; // bad ones that take it out
};

struct ServiceCredentialSpec {
    std::string header = "Authorization";
    std::string prefix;
    std::string secret; // a reference
};

struct ServiceTimeoutsSpec {
    Duration connect{std::chrono::seconds(5), "5s"};
    Duration firstByte{std::chrono::seconds(30), "30s"};
    Duration idle{std::chrono::seconds(30), "30s"};
};

struct ServiceGroupSpec {
    std::string id;
    std::vector<ServiceServerSpec> servers;
    std::string balance = "round_robin";
    std::string hashOn = "key";
    std::optional<ServiceHealthSpec> health;
    std::uint64_t failures = 5; // in a row, of calls: the server is then left alone for "rest"
    Duration rest{std::chrono::seconds(10), "10s"};
    std::uint64_t retries = 1; // of calls that may be sent twice
    std::optional<ServiceCredentialSpec> credentials;
    ServiceTimeoutsSpec timeouts;
    ProviderTlsSpec tls;
};

// What a rule asks of a call; everything that is given must hold.
struct ServiceMatchSpec {
    std::string path = "/*";
    std::vector<std::string> methods; // empty: any
    std::map<std::string, std::string> headers;
    std::map<std::string, std::string> query;
    std::optional<std::string> host;
};

struct ServiceShareSpec {
    std::string group;
    std::uint64_t weight = 1;
};

struct ServiceRequestSpec {
    std::optional<std::string> path; // in the place of the path that was asked for
    std::map<std::string, std::string> setHeaders;
    std::vector<std::string> removeHeaders;
    std::map<std::string, std::string> setQuery;
    std::vector<std::string> removeQuery;
    std::optional<boost::json::value> body;
};

struct ServiceResponseSpec {
    std::map<std::string, std::string> setHeaders;
    std::vector<std::string> removeHeaders;
    std::vector<std::string> passHeaders; // beside those that always pass
    std::map<std::string, std::string> status;
    std::optional<boost::json::value> body;
};

struct ServiceCacheSpec {
    Duration ttl{std::chrono::seconds(60), "60s"};
    std::vector<std::string> vary; // headers of the request
};

struct ServiceRuleSpec {
    std::optional<std::string> name;
    ServiceMatchSpec match;
    std::vector<ServiceShareSpec> groups; // empty: the first one
    ServiceRequestSpec request;
    ServiceResponseSpec response;
    std::optional<ServiceCacheSpec> cache;
    std::optional<Duration> timeout; // of the whole call
};

// Which pages of other sites may call.
struct ServiceCorsSpec {
    std::vector<std::string> origins;
    std::vector<std::string> methods{"GET", "HEAD", "POST"};
    std::vector<std::string> headers;
    std::vector<std::string> expose;
    Duration maxAge{std::chrono::minutes(10), "10m"};
    bool credentials = false;
};

struct ServiceValidationSpec {
    std::optional<boost::json::value> document; // OpenAPI 3.0 or 3.1
    bool requests = true;
    std::string responses = "off";
};

struct ServiceSpec {
    std::vector<ServiceGroupSpec> groups;
    std::vector<ServiceRuleSpec> rules; // empty: all calls go to the first group
    std::optional<ServiceCorsSpec> cors;
    bool compression = true;
    ServiceValidationSpec validation;
    std::string mostRequest = "16MiB"; // of a body
    std::string mostAnswer = "8MiB";   // of an answer that is read whole: mapped, checked or cached
};

} // namespace gatehouse::contract
