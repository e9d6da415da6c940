// SPDX-License-Identifier: Apache-2.0
#include "core/admin/experiment_keeper.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <set>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using apis::ArmTally;

constexpr WallMicros storeGap = 10'000'000; // between two writes where only counts changed

std::string settingOf(const std::string& name) {
    return "experiment." + name;
}

std::vector<double> sharesOf(const contract::ApiExperimentSpec& spec) {
    std::vector<double> shares;
    if (spec.method != "split")
        return shares;
    for (const auto& arm : spec.arms)
        shares.push_back(std::strtod(arm.percent.c_str(), nullptr));
    return shares;
}

std::vector<double> evenShares(std::size_t arms) {
    return std::vector<double>(arms, 1 / static_cast<double>(arms));
}

// "sentiment@3" of each arm, whatever label named it; empty where one is not there.
std::vector<std::string> armsOf(const config::Products& products, const contract::ApiExperimentSpec& spec) {
    std::vector<std::string> arms;
    for (const auto& arm : spec.arms) {
        const auto* prompt = products.promptVersion(arm.prompt);
        if (prompt == nullptr)
            return {};
        arms.push_back(arm.prompt.substr(0, arm.prompt.find('@')) + "@" + std::to_string(prompt->version));
    }
    return arms;
}

std::uint64_t countIn(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    boost::system::error_code error;
    const auto number = value != nullptr && value->is_number() ? value->to_number<std::int64_t>(error) : 0;
    return error || number < 0 ? 0 : static_cast<std::uint64_t>(number);
}

double realIn(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    boost::system::error_code error;
    const auto number = value != nullptr && value->is_number() ? value->to_number<double>(error) : 0;
    return error || !(number >= 0) ? 0 : number;
}

std::string textOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<std::size_t> placeOf(const std::vector<std::string>& arms, std::string_view arm) {
    const auto found = std::find(arms.begin(), arms.end(), arm);
    return found == arms.end() ? std::nullopt : std::optional<std::size_t>(found - arms.begin());
}

} // namespace

void ExperimentKeeper::look(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    const auto& products = config::productsOf(snapshot);
    std::set<std::string> live;
    for (const auto& api : products.apis) {
        for (const auto& version : api.versions) {
            if (!version.definition->experiment || version.state == config::ApiState::Retired)
                continue;
            take(products, api, version);
            live.insert(api.id + "/" + version.name);
        }
    }
    std::erase_if(m_kept, [&](const auto& entry) {
        if (live.contains(entry.first))
            return false;
        (void)m_settings.remove(settingOf(entry.first));
        return true;
    });
    for (auto& [name, kept] : m_kept)
        advance(name, kept);
}

void ExperimentKeeper::take(const config::Products& products, const config::Api& api,
                            const config::ApiVersion& version) {
    const auto& spec = *version.definition->experiment;
    const auto arms = armsOf(products, spec);
    const auto name = api.id + "/" + version.name;
    if (arms.empty() || arms.size() > apis::mostArms)
        return;
    auto& kept = m_kept[name];
    const bool fresh = kept.arms != arms;
    if (fresh) {
        kept = {};
        kept.arms = arms;
        kept.tallies.resize(arms.size());
        kept.since = m_clock.wall();
        load(name, kept);
    }
    kept.split = sharesOf(spec);
    kept.rule = {spec.calls, std::strtod(spec.certainty.c_str(), nullptr) / 100};
    kept.decides = spec.decides;
    kept.sticky = spec.sticky;
    const auto meter = m_board.meter(name, arms, evenShares(arms.size()));
    if (kept.meter == meter)
        return;
    kept.meter = meter;
    kept.seen.assign(arms.size(), 0);
}

void ExperimentKeeper::advance(const std::string& name, Kept& kept) {
    if (!kept.meter)
        return;
    for (std::size_t i = 0; i < kept.arms.size(); ++i) {
        const auto calls = kept.meter->calls(i);
        kept.changed = kept.changed || calls != kept.seen[i];
        kept.tallies[i].calls += calls - kept.seen[i];
        kept.seen[i] = calls;
    }
    const auto result = apis::judge(kept.tallies, kept.split, kept.rule);
    bool ended = false;
    if (!kept.winner && kept.decides && result.verdict == apis::Verdict::Decided) {
        kept.winner = result.leader;
        kept.reason = "ended by its rule";
        ended = true;
    }
    share(kept, result);
    if (ended || (kept.changed && m_clock.wall() - kept.stored >= storeGap))
        store(name, kept);
}

void ExperimentKeeper::share(Kept& kept, const apis::ExperimentResult& result) const {
    std::vector<double> shares(kept.arms.size(), 0);
    for (std::size_t i = 0; i < shares.size(); ++i)
        shares[i] = kept.winner ? (i == *kept.winner ? 1 : 0) : result.arms[i].share;
    kept.meter->share(shares);
}

void ExperimentKeeper::score(std::string_view api, std::string_view version, std::string_view prompt, double score) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_kept.find(std::string(api) + "/" + std::string(version));
    const auto arm = found == m_kept.end() ? std::nullopt : placeOf(found->second.arms, prompt);
    if (!arm)
        return;
    auto& tally = found->second.tallies[*arm];
    ++tally.scores;
    tally.sum += score;
    found->second.changed = true;
}

bool ExperimentKeeper::stop(const std::string& name, const std::string& winner, std::string_view actor) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_kept.find(name);
    const auto arm = found == m_kept.end() ? std::nullopt : placeOf(found->second.arms, winner);
    if (!arm)
        return false;
    auto& kept = found->second;
    kept.winner = *arm;
    kept.reason = "stopped by " + std::string(actor);
    store(name, kept);
    advance(name, kept);
    return true;
}

void ExperimentKeeper::store(const std::string& name, Kept& kept) {
    json::array arms;
    for (std::size_t i = 0; i < kept.arms.size(); ++i) {
        const auto& tally = kept.tallies[i];
        arms.push_back(json::object{
            {"prompt", kept.arms[i]}, {"calls", tally.calls}, {"scores", tally.scores}, {"sum", tally.sum}});
    }
    json::object state{{"since", kept.since}, {"reason", kept.reason}, {"arms", std::move(arms)}};
    if (kept.winner)
        state["winner"] = kept.arms[*kept.winner];
    kept.stored = m_clock.wall();
    kept.changed = false;
    (void)m_settings.put(settingOf(name), json::serialize(state)); // else again at the next change
}

// What an earlier process kept, where its arms are those of now.
void ExperimentKeeper::load(const std::string& name, Kept& kept) {
    const auto text = m_settings.get(settingOf(name));
    boost::system::error_code error;
    const auto parsed = text && *text ? json::parse(**text, error) : json::value();
    const auto* state = error ? nullptr : parsed.if_object();
    const auto* arms = state != nullptr ? state->if_contains("arms") : nullptr;
    if (arms == nullptr || !arms->is_array() || arms->get_array().size() != kept.arms.size())
        return;
    std::vector<ArmTally> tallies;
    for (const auto& arm : arms->get_array()) {
        if (!arm.is_object() || textOf(arm.get_object(), "prompt") != kept.arms[tallies.size()])
            return;
        const auto& object = arm.get_object();
        tallies.push_back({countIn(object, "calls"), countIn(object, "scores"), realIn(object, "sum")});
    }
    kept.tallies = std::move(tallies);
    kept.since = static_cast<WallMicros>(countIn(*state, "since"));
    kept.reason = textOf(*state, "reason");
    kept.winner = placeOf(kept.arms, textOf(*state, "winner"));
}

std::optional<json::object> ExperimentKeeper::json(const std::string& name) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_kept.find(name);
    if (found == m_kept.end() || !found->second.meter)
        return std::nullopt;
    const auto& kept = found->second;
    const auto result = apis::judge(kept.tallies, kept.split, kept.rule);
    json::array arms;
    for (std::size_t i = 0; i < kept.arms.size(); ++i) {
        const auto& arm = result.arms[i];
        json::object one{
            {"prompt", kept.arms[i]},     {"calls", arm.tally.calls},
            {"scores", arm.tally.scores}, {"mean", nullptr},
            {"low", arm.interval.low},    {"high", arm.interval.high},
            {"best", arm.best},           {"share", kept.winner ? (i == *kept.winner ? 1.0 : 0.0) : arm.share}};
        if (arm.mean)
            one["mean"] = *arm.mean;
        arms.push_back(std::move(one));
    }
    json::object out{{"method", kept.split.empty() ? "bandit" : "split"},
                     {"sticky", kept.sticky},
                     {"phase", kept.winner ? "ended" : "running"},
                     {"since", formatTime(kept.since)},
                     {"winner", nullptr},
                     {"reason", kept.reason},
                     {"verdict", apis::nameOf(result.verdict)},
                     {"leader", kept.arms[result.leader]},
                     {"scores_wanted", kept.rule.scores},
                     {"scores_left", result.scoresLeft},
                     {"certainty_wanted", kept.rule.probability},
                     {"advice", apis::adviceOn(result, kept.arms, kept.rule)},
                     {"arms", std::move(arms)}};
    if (kept.winner) {
        out["winner"] = kept.arms[*kept.winner];
        out["advice"] = "It has ended: all calls go to " + kept.arms[*kept.winner] +
                        ". Name that version in the API's definition and publish it.";
    }
    return out;
}

} // namespace gatehouse::admin
