// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/request.h"
#include "core/async/task.h"
#include "core/http/exchange.h"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::admin {

// Exports of calls: a filtered range as CSV or JSON lines, page by page. Each page is a short query on a query thread,
// the next one is asked for when the client has taken the one before: memory is that of a page, and no read transaction
// lasts. A client that leaves ends its export. Thread-safe.
class CallExports {
public:
    explicit CallExports(AdminDependencies& with) : m_with(with) {}

    Task<void> serve(http::Exchange& exchange, std::shared_ptr<Request> request);
    // {"items": […]}: those that run and the last that ended, newest first.
    std::string statusJson() const;
    void close() { m_closed.store(true, std::memory_order_release); }

private:
    struct Export {
        std::string id;
        std::string format;
        std::string state = "running"; // "done", "cancelled", "failed"
        WallMicros startedAt = 0;
        std::uint64_t rows = 0;
        double searched = 0; // share of the calls that stand: 0 … 1
    };
    using ExportPtr = std::shared_ptr<Export>;

    ExportPtr begin(const std::string& id, std::string_view format);
    void note(Export& one, std::uint64_t rows, double searched);
    void end(Export& one, const char* state);
    Task<const char*> run(http::Exchange& exchange, std::shared_ptr<Request> request, ExportPtr one);

    AdminDependencies& m_with;
    std::atomic<bool> m_closed{false};
    mutable std::mutex m_mutex; // what follows
    std::list<ExportPtr> m_exports;
};

} // namespace gatehouse::admin
