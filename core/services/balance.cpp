// SPDX-License-Identifier: Apache-2.0
#include "core/services/balance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gatehouse::services {
namespace {

// splitmix64 (public domain, S. Vigna): spreads what is alike.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
}

using Choice = std::vector<const Server*>;

const Server* byTurn(const Group& group, const Choice& among) {
    return among[group.state->turn.fetch_add(1, std::memory_order_relaxed) % among.size()];
}

const Server* byWeight(const Choice& among, std::uint64_t dice) {
    const auto total = std::accumulate(among.begin(), among.end(), std::uint64_t{0},
                                       [](std::uint64_t sum, const Server* server) { return sum + server->weight; });
    if (total == 0)
        return among[dice % among.size()];
    auto left = mixed(dice) % total;
    for (const auto* server : among) {
        if (left < server->weight)
            return server;
        left -= server->weight;
    }
    return among.back();
}

// Running calls beside the weight; among equals the turn decides.
const Server* leastBusy(const Group& group, const Choice& among) {
    const auto start = group.state->turn.fetch_add(1, std::memory_order_relaxed);
    const Server* best = nullptr;
    double least = 0;
    for (std::size_t i = 0; i < among.size(); ++i) {
        const auto* server = among[(start + i) % among.size()];
        const double load =
            double(server->state->running.load(std::memory_order_relaxed) + 1) / double(std::max(server->weight, 1U));
        if (best == nullptr || load < least) {
            best = server;
            least = load;
        }
    }
    return best;
}

// Weighted rendezvous hashing (Thaler & Ravishankar; weights by -w/ln(h)): only what lay on a server moves when it
// goes.
const Server* byHash(const Choice& among, std::uint64_t hash) {
    const Server* best = nullptr;
    double greatest = 0;
    for (const auto* server : among) {
        const auto drawn = mixed(hash ^ server->place);
        const double part = (double(drawn >> 11U) + 0.5) / double(std::uint64_t{1} << 53U); // between 0 and 1
        const double score = -double(std::max(server->weight, 1U)) / std::log(part);
        if (best == nullptr || score > greatest) {
            best = server;
            greatest = score;
        }
    }
    return best;
}

const Server* chosen(const Group& group, const Choice& among, std::uint64_t hash, std::uint64_t dice) {
    switch (group.balance) {
    case Balance::Weighted:
        return byWeight(among, dice);
    case Balance::LeastBusy:
        return leastBusy(group, among);
    case Balance::ConsistentHash:
        return byHash(among, hash);
    case Balance::RoundRobin:
        break;
    }
    return byTurn(group, among);
}

} // namespace

std::uint64_t hashOf(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL; // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mixed(hash);
}

const Group& chooseGroup(const Service& service, const Rule& rule, std::uint64_t dice) {
    std::uint64_t total = 0;
    for (const auto& share : rule.shares)
        total += share.weight;
    if (rule.shares.empty())
        return service.groups.front();
    auto left = total > 0 ? mixed(dice) % total : 0;
    for (const auto& share : rule.shares) {
        if (left < share.weight || total == 0)
            return service.groups[share.group];
        left -= share.weight;
    }
    return service.groups[rule.shares.back().group];
}

const Server* chooseServer(const Group& group, std::uint64_t hash, std::uint64_t dice,
                           const std::vector<std::size_t>& tried, MonotonicTime now) {
    Choice up;
    const Server* next = nullptr; // of those that rest
    for (std::size_t i = 0; i < group.servers.size(); ++i) {
        const auto& server = group.servers[i];
        if (!server.broken.empty() || std::find(tried.begin(), tried.end(), i) != tried.end())
            continue;
        if (isUp(server, now)) {
            // 0 is for the hour of need: those with a weight go first.
            if (server.weight > 0)
                up.push_back(&server);
            else if (next == nullptr || !isUp(*next, now))
                next = &server;
        } else if (next == nullptr ||
                   (!isUp(*next, now) && server.state->restsUntil.load(std::memory_order_relaxed) <
                                             next->state->restsUntil.load(std::memory_order_relaxed))) {
            next = &server;
        }
    }
    return up.empty() ? next : chosen(group, up, hash, dice);
}

} // namespace gatehouse::services
