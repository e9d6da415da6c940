// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/experiment.h"
#include "core/apis/experiment_board.h"
#include "core/base/clock.h"
#include "core/config/products.h"
#include "core/store/settings.h"

#include <boost/json/object.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// Leads the experiments of all published APIs: counts their calls and what feedback says of them, shares out the calls
// of bandits, ends them by their rule where they say so, and keeps it all over a restart. An experiment whose arms are
// changed in the configuration begins anew. Control thread, but for json().
class ExperimentKeeper {
public:
    ExperimentKeeper(store::SettingsRepository& settings, apis::ExperimentBoard& board, const Clock& clock)
        : m_settings(settings), m_board(board), m_clock(clock) {}

    // Every second or so, and before the first call with a snapshot.
    void look(const config::Snapshot& snapshot);
    // What a caller thinks of an answer, from 0 to 1. Passed over where no such experiment runs.
    void score(std::string_view api, std::string_view version, std::string_view prompt, double score);
    // By hand: from here on all calls go to that arm ("sentiment@3"). False: there is no such experiment, or arm.
    bool stop(const std::string& name, const std::string& winner, std::string_view actor);

    // Of "mood/1": how it stands, with intervals and advice. Nothing where there is no experiment.
    std::optional<boost::json::object> json(const std::string& name) const;

private:
    struct Kept {
        std::vector<std::string> arms;
        std::vector<double> split; // empty: a bandit
        apis::StoppingRule rule;
        bool decides = false;
        std::string sticky;
        std::vector<apis::ArmTally> tallies;
        std::vector<std::uint64_t> seen; // of the meter's calls
        std::shared_ptr<apis::ExperimentMeter> meter;
        WallMicros since = 0;
        std::optional<std::size_t> winner; // it has ended
        std::string reason;
        WallMicros stored = 0;
        bool changed = false;
    };
    void take(const config::Products& products, const config::Api& api, const config::ApiVersion& version);
    void advance(const std::string& name, Kept& kept);
    void share(Kept& kept, const apis::ExperimentResult& result) const;
    void store(const std::string& name, Kept& kept);
    void load(const std::string& name, Kept& kept);

    store::SettingsRepository& m_settings;
    apis::ExperimentBoard& m_board;
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, Kept> m_kept;
};

} // namespace gatehouse::admin
