// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time_zone.h"
#include "core/catalog/prices.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// How a route chooses among its targets, as the data plane reads it (part of the snapshot). Targets are indices into
// the route's own list.
namespace gatehouse::config {

enum class Strategy { Priority, Weighted, RoundRobin, LeastBusy, LowestLatency, LowestCost, ConsistentHash };
enum class Affinity { Off, Session, Prompt };

// A percentage in hundredths: 10'000 = all.
using Share = std::int32_t;
inline constexpr Share wholeShare = 10'000;

// What stays together: by consistent hash, or on one side of a canary or an experiment.
struct Sticky {
    enum class By { Call, Key, User, Session, Header };
    By by = By::Key;
    std::string header; // in small letters, for Header
};

struct TimeWindow {
    int from = 0;      // minutes of the day
    int until = 1'440; // not behind "from": of the next day
    unsigned days = 0; // bit 0 = Monday; 0 = every day
    std::shared_ptr<const TimeZone> zone;
};

// A name and a pattern for its value, in which '*' stands for any characters.
using FieldPattern = std::pair<std::string, std::string>;

struct When {
    std::vector<FieldPattern> headers; // names in small letters
    std::vector<FieldPattern> body;    // paths with dots; those of "metadata" begin with "metadata."
    std::optional<std::string> path;
    std::optional<std::uint64_t> tokensAbove;
    std::optional<std::uint64_t> tokensBelow;
    std::optional<TimeWindow> time;
    std::vector<std::string> teams;
    std::vector<std::string> apps;
    std::vector<std::string> tags;
    std::optional<bool> stream;
};

struct RouteRule {
    std::string name; // "rule 2" where it has none
    When when;
    std::vector<std::size_t> targets;
    std::string route; // goes on there; empty: the targets count
};

struct Canary {
    std::size_t target = 0;
    Share percent = 0;
    Sticky::By sticky = Sticky::By::Key;
    struct Step {
        Share percent = 0;
        std::chrono::milliseconds every{0};
        Share upTo = wholeShare;
    };
    struct RollBack {
        std::optional<Share> errorRate;
        std::optional<std::chrono::milliseconds> latency;
        std::optional<double> feedback;
        std::uint64_t calls = 50;
    };
    std::optional<Step> step;
    std::optional<RollBack> rollBack;
};

struct Experiment {
    Sticky::By sticky = Sticky::By::Key;
    std::vector<std::pair<std::size_t, Share>> shares;
};

struct Shadow {
    std::size_t provider = 0;
    std::string model;
    std::optional<catalog::ModelPrice> price;
    Share percent = 0;
    bool billed = false;
};

} // namespace gatehouse::config
