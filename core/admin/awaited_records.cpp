// SPDX-License-Identifier: Apache-2.0
#include "core/admin/awaited_records.h"

#include "core/admin/offload.h"
#include "core/store/reader.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <optional>
#include <utility>

namespace gatehouse::admin {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

constexpr std::chrono::milliseconds betweenLooks{50};
constexpr int looks = 100; // five seconds: records are written within 50 ms

// The records of some calls; those that are not written yet are missing.
using Records = std::vector<telemetry::CallRecord>;

Task<std::optional<Records>> readRecords(AdminDependencies& with, Executor executor, CallIds ids) {
    auto post = [&with](QueryThreads::Work work) { return with.queries.post(std::move(work)); };
    std::function<Records(QueryThreads::Connection&)> work = [ids](QueryThreads::Connection& connection) {
        Records records;
        const auto reader = connection.reader();
        if (!reader)
            return records;
        for (const auto& id : *ids) {
            auto call = (*reader)->call(id);
            if (call && *call)
                records.push_back(std::move((*call)->record));
        }
        return records;
    };
    co_return co_await offload(executor, std::move(post), std::move(work));
}

} // namespace

Task<std::vector<telemetry::CallRecord>> awaitRecords(AdminDependencies& with, Executor executor, CallIds ids) {
    Records records;
    Timer timer(executor);
    for (int i = 0; i < looks; ++i) {
        auto found = co_await readRecords(with, executor, ids);
        if (found)
            records = std::move(*found);
        if (records.size() == ids->size())
            break;
        timer.expires_after(betweenLooks);
        const auto [code] = co_await timer.async_wait(asTask);
        if (code)
            break;
    }
    co_return records;
}

} // namespace gatehouse::admin
