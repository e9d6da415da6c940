// SPDX-License-Identifier: Apache-2.0
#include "core/jobs/job.h"

#include <array>
#include <utility>

namespace gatehouse::jobs {
namespace {

constexpr std::array<std::pair<State, std::string_view>, 5> names{{{State::Queued, "queued"},
                                                                   {State::Running, "running"},
                                                                   {State::Done, "done"},
                                                                   {State::Failed, "failed"},
                                                                   {State::Cancelled, "cancelled"}}};

} // namespace

std::string_view nameOf(State state) {
    for (const auto& [value, name] : names) {
        if (value == state)
            return name;
    }
    return "queued";
}

std::optional<State> stateNamed(std::string_view text) {
    for (const auto& [value, name] : names) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

} // namespace gatehouse::jobs
