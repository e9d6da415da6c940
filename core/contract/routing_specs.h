// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/duration.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// How a route chooses among its targets, as plain values. Targets are named by their "name", or as provider/model.
// Percents are decimal texts of at most two decimals.
namespace gatehouse::contract {

struct TimeWindowSpec {
    std::string from = "00:00";
    std::string until = "24:00";
    std::vector<std::string> days; // "mon" …; empty: every day
    std::string zone = "UTC";      // a name of the IANA time zone database
};

// What a rule asks of a call; everything that is given must hold.
struct WhenSpec {
    std::map<std::string, std::string> headers;
    std::map<std::string, std::string> metadata;
    std::map<std::string, std::string> body;
    std::optional<std::string> path;
    std::optional<std::uint64_t> tokensAbove;
    std::optional<std::uint64_t> tokensBelow;
    std::optional<TimeWindowSpec> time;
    std::vector<std::string> teams;
    std::vector<std::string> apps;
    std::vector<std::string> tags;
    std::optional<bool> stream;
};

struct RuleSpec {
    std::optional<std::string> name;
    WhenSpec when;
    std::vector<std::string> targets;
    std::optional<std::string> route;
};

struct CanaryStepSpec {
    std::string percent = "10";
    Duration every = Duration::of(std::chrono::hours(1));
    std::string upTo = "100";
};

struct RollBackSpec {
    std::optional<std::string> errorRate;
    std::optional<Duration> latency;
    std::optional<std::string> feedback; // a mean score from 0 to 1
    std::uint64_t calls = 50;
};

struct CanarySpec {
    std::string target;
    std::string percent;
    std::string sticky = "key";
    std::optional<CanaryStepSpec> step;
    std::optional<RollBackSpec> rollBack;
};

struct ShareSpec {
    std::string target;
    std::string percent;
};

struct ExperimentSpec {
    std::string sticky = "key";
    std::vector<ShareSpec> shares;
};

struct ShadowSpec {
    std::string provider;
    std::string model;
    std::string percent;
    bool billed = false;
};

} // namespace gatehouse::contract
