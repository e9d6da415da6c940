// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/digest.h"
#include "core/base/network_way.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/contract/fault.h"
#include "core/contract/service_specs.h"
#include "core/services/path.h"
#include "core/services/places.h"
#include "core/services/server_state.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A service behind a published API as the data plane reads it: compiled once by the control thread, immutable but for
// the counters of its servers, shared by all threads.
namespace gatehouse::services {

class Validation;

struct Server {
    bool tls = true;
    std::string host; // an IPv6 address without brackets
    std::uint16_t port = 443;
    std::string basePath; // never ends in '/'
    std::string origin;   // "https://host:port", the port where it is not the usual one
    unsigned weight = 1;
    std::uint64_t place = 0; // of consistent_hash: by its address
    NetworkWayPtr way;       // null: directly, with the system's authorities
    std::string broken;      // why it cannot be reached as it is written; empty: it can
    std::shared_ptr<ServerState> state;
};

enum class Balance { RoundRobin, Weighted, LeastBusy, ConsistentHash };

struct HealthCheck {
    std::string path;
    std::chrono::milliseconds every{10'000};
    unsigned healthy = 2;
    unsigned unhealthy = 3;
};

struct Group {
    std::string id;
    std::vector<Server> servers;
    Balance balance = Balance::RoundRobin;
    std::string hashOn; // "key", "app", "address", "header:NAME"
    std::optional<HealthCheck> health;
    unsigned failures = 5;
    std::chrono::milliseconds rest{10'000};
    unsigned retries = 1;
    std::string credentialHeader; // empty: none
    std::string credentialPrefix;
    SharedSecret credential;       // null where it could not be read
    std::string credentialProblem; // why
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds firstByte{30'000};
    std::chrono::milliseconds idle{30'000};
    std::shared_ptr<GroupState> state;
};

struct Share {
    std::size_t group = 0;
    unsigned weight = 1;
};

struct Rule {
    std::string name; // its own, or its path
    PathPattern path;
    std::vector<std::string> methods;
    std::map<std::string, std::string> headers; // in texts '*' stands for any characters
    std::map<std::string, std::string> query;
    std::string host; // empty: any
    std::vector<Share> shares;
    std::optional<PathTarget> target;
    std::vector<std::pair<std::string, PlacedText>> setHeaders;
    std::vector<std::string> removeHeaders;
    std::vector<std::pair<std::string, PlacedText>> setQuery;
    std::vector<std::string> removeQuery;
    std::optional<PlacedBody> body;
    std::vector<std::pair<std::string, PlacedText>> setAnswerHeaders;
    std::vector<std::string> removeAnswerHeaders;
    std::vector<std::string> passHeaders;
    std::map<int, int> status; // 5 stands for all of 500 to 599
    std::optional<PlacedBody> answerBody;
    std::optional<std::chrono::milliseconds> cacheFor;
    std::vector<std::string> vary;
    std::optional<std::chrono::milliseconds> timeout;
    bool readsRequest = false; // a mapping looks into the request's body
    bool readsAnswer = false;
};

struct Cors {
    std::vector<std::string> origins; // "*" for any
    std::vector<std::string> methods;
    std::vector<std::string> headers;
    std::vector<std::string> expose;
    std::chrono::seconds maxAge{600};
    bool credentials = false;
};

struct Service {
    std::uint64_t number = 0; // that no other of the process has; it stays while what was written does
    Digest written{};         // of the specification
    std::vector<Group> groups;
    std::vector<Rule> rules;
    std::optional<Cors> cors;
    bool compression = true;
    std::shared_ptr<const Validation> validation; // null: none
    bool checksRequests = false;
    bool checksAnswers = false;
    std::size_t mostRequest = 0;
    std::size_t mostAnswer = 0;
};
using ServicePtr = std::shared_ptr<const Service>;

// What compiling needs of the outside; the functions are called on the control thread.
struct Surroundings {
    std::function<Result<SharedSecret>(std::string_view reference)> secret;
    std::function<Result<NetworkWayPtr>(const contract::ProviderTlsSpec&, bool tls, const std::string& host,
                                        std::uint16_t port)>
        way;
    const Service* before = nullptr; // equal servers keep their counters and health
};

struct Compiled {
    ServicePtr service;
    std::vector<std::string> warnings; // what cannot be reached or read: sentences
};

// Faults at "path": what no schema can say. What the outside lacks (a secret, a file) is a warning: the service then
// refuses the calls that need it.
contract::Checked<Compiled> compileService(const contract::ServiceSpec& spec, const Surroundings& around,
                                           const contract::Path& path);
// The faults alone.
contract::Faults checkService(const contract::ServiceSpec& spec, const contract::Path& path);

} // namespace gatehouse::services
