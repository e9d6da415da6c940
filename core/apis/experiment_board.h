// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::apis {

inline constexpr std::size_t mostArms = 8;

// What I/O threads and the keeper tell each other of one experiment: how often each arm was called since the process
// began, and what share each has now. Any thread.
class ExperimentMeter {
public:
    explicit ExperimentMeter(std::vector<double> shares);

    std::size_t arms() const { return m_count; }
    void called(std::size_t arm) { m_calls[arm].fetch_add(1, std::memory_order_relaxed); }
    std::uint64_t calls(std::size_t arm) const { return m_calls[arm].load(std::memory_order_relaxed); }
    void share(const std::vector<double>& shares); // of all calls, each from 0 to 1
    // The arm at that place from 0 to 1.
    std::size_t armAt(double place) const;

private:
    const std::size_t m_count;
    std::array<std::atomic<std::uint64_t>, mostArms> m_calls{};
    std::array<std::atomic<double>, mostArms> m_shares{};
};

// The meters of all experiments, by the name of the version ("mood/1") and its arms: they outlive changes of the
// configuration that leave the arms as they are. Thread-safe; not asked for on a call's way.
class ExperimentBoard {
public:
    std::shared_ptr<ExperimentMeter> meter(const std::string& name, const std::vector<std::string>& arms,
                                           const std::vector<double>& shares);

private:
    struct Standing {
        std::vector<std::string> arms;
        std::shared_ptr<ExperimentMeter> meter;
    };
    std::mutex m_mutex;
    std::map<std::string, Standing> m_standing;
};

} // namespace gatehouse::apis
