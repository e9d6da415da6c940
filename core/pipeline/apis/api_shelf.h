// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/experiment_board.h"
#include "core/config/products.h"
#include "core/policy/per_snapshot.h"
#include "core/prompts/prompt.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::pipeline {

// A version of a prompt that an API version asks with.
struct ShelvedPrompt {
    std::string name; // "sentiment@3", also where a label named it
    prompts::Prompt::Pointer prompt;
};

// What serves an API version of kind prompt, ready to be called.
struct ShelvedApi {
    std::vector<ShelvedPrompt> prompts;                // one, or the arms of its experiment in their order
    std::shared_ptr<apis::ExperimentMeter> experiment; // null: there is none
};

// The prompts that published APIs name, compiled: once for each that is new, on the control thread before the snapshot
// is given to the I/O threads. find(): any thread, no locks after a thread's first call with a snapshot.
class ApiShelf {
public:
    explicit ApiShelf(apis::ExperimentBoard& experiments);

    void publish(const config::Snapshot& snapshot) { m_tables.prepare(snapshot); }
    // Null: the version's prompt cannot be used. Lives as long as the snapshot's call.
    const ShelvedApi* find(const config::Snapshot& snapshot, const config::ApiVersion& version);

private:
    using Table = std::unordered_map<const config::ApiVersion*, ShelvedApi>;
    std::shared_ptr<const Table> build(const config::Snapshot& snapshot);
    ShelvedApi shelve(const config::Products& products, const config::Api& api, const config::ApiVersion& version);
    bool add(ShelvedApi& to, const config::Products& products, const std::string& pinned);

    apis::ExperimentBoard& m_experiments;
    std::mutex m_mutex;
    struct Compiled {
        std::string source; // as it was written: a prompt that was removed may come back as another
        prompts::Prompt::Pointer prompt;
    };
    std::map<std::string, Compiled> m_compiled; // by name
    std::map<std::string, Compiled> m_before;
    policy::PerSnapshot<Table> m_tables;
};

} // namespace gatehouse::pipeline
