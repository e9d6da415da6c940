// SPDX-License-Identifier: Apache-2.0
#include "core/admin/call_export.h"

#include "core/admin/answer.h"
#include "core/admin/call_filter.h"
#include "core/admin/offload.h"
#include "core/admin/tenancy.h"
#include "core/base/text.h"
#include "core/store/call_csv.h"
#include "core/telemetry/call_json.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t mostRunning = 4;
constexpr std::size_t mostRemembered = 20;
constexpr std::size_t rowsPerPage = 500;
constexpr std::chrono::milliseconds pagePatience{250};

// What a query thread gives back.
struct Page {
    std::string text;
    std::size_t rows = 0;
    std::optional<std::string> next;
    std::int64_t reached = 0;
    std::int64_t oldest = 0;
    std::int64_t newest = 0;
    std::optional<Error> error;
};

Page makePage(QueryThreads::Connection& connection, const store::CallRequest& wanted, bool csv) {
    Page page;
    const auto reader = connection.reader();
    auto found = reader ? (*reader)->calls(wanted) : tl::unexpected<Error>(reader.error());
    if (!found) {
        page.error = std::move(found.error());
        return page;
    }
    for (const auto& call : found->calls) {
        if (csv) {
            store::appendCsv(page.text, call);
        } else {
            telemetry::appendCallJson(page.text, call.record, {}, call.sequence);
            page.text += '\n';
        }
    }
    page.rows = found->calls.size();
    page.next = std::move(found->next);
    page.reached = found->reached;
    page.oldest = found->oldest;
    page.newest = found->newest;
    return page;
}

Task<void> refuse(http::Exchange& exchange, Answer answer) {
    http::ResponseHead head;
    head.status = answer.status;
    head.fields = std::move(answer.fields);
    [[maybe_unused]] const auto sent = co_await exchange.respond(std::move(head), std::move(answer.body));
}

http::ResponseHead exportHead(bool csv) {
    http::ResponseHead head;
    head.fields.push_back({"Content-Type", csv ? "text/csv; charset=utf-8; header=present" : "application/jsonl"});
    head.fields.push_back(
        {"Content-Disposition", csv ? "attachment; filename=\"calls.csv\"" : "attachment; filename=\"calls.jsonl\""});
    head.fields.push_back({"Cache-Control", "no-store"});
    head.fields.push_back({"X-Content-Type-Options", "nosniff"});
    return head;
}

} // namespace

CallExports::ExportPtr CallExports::begin(const std::string& id, std::string_view format) {
    const std::scoped_lock lock(m_mutex);
    const auto running =
        std::count_if(m_exports.begin(), m_exports.end(), [](const ExportPtr& one) { return one->state == "running"; });
    if (static_cast<std::size_t>(running) >= mostRunning)
        return nullptr;
    auto one = std::make_shared<Export>();
    one->id = id;
    one->format = format;
    one->startedAt = m_with.clock.wall();
    m_exports.push_front(one);
    for (auto last = m_exports.end(); m_exports.size() > mostRemembered && last != m_exports.begin();) {
        --last;
        if ((*last)->state != "running")
            last = m_exports.erase(last);
    }
    return one;
}

void CallExports::note(Export& one, std::uint64_t rows, double searched) {
    const std::scoped_lock lock(m_mutex);
    one.rows = rows;
    one.searched = searched;
}

void CallExports::end(Export& one, const char* state) {
    const std::scoped_lock lock(m_mutex);
    one.state = state;
}

std::string CallExports::statusJson() const {
    const std::scoped_lock lock(m_mutex);
    json::array items;
    for (const auto& one : m_exports) {
        json::value total;
        if (one->searched > 0)
            total = static_cast<std::int64_t>(static_cast<double>(one->rows) / one->searched);
        items.push_back(json::object{{"id", one->id},
                                     {"format", one->format},
                                     {"state", one->state},
                                     {"started_at", formatTime(one->startedAt)},
                                     {"rows", one->rows},
                                     {"rows_estimated", std::move(total)},
                                     {"searched", one->searched}});
    }
    return json::serialize(json::object{{"items", std::move(items)}});
}

Task<void> CallExports::serve(http::Exchange& exchange, std::shared_ptr<Request> request) {
    auto filter = contract::parseFilter(request->parameter("q"), m_with.clock.wall());
    if (!filter) {
        auto answer = problemAnswer(filterError(std::move(filter.error())));
        co_await refuse(exchange, std::move(answer));
        co_return;
    }
    const auto one =
        m_closed.load(std::memory_order_acquire)
            ? nullptr
            : begin(std::string(exchange.requestId()), request->parameter("format") == "csv" ? "csv" : "jsonl");
    if (!one) {
        auto answer = problemAnswer(429, "too_many_exports", "Too many exports run; wait until one has ended.");
        answer.with("Retry-After", "5");
        co_await refuse(exchange, std::move(answer));
        co_return;
    }
    const char* state = co_await run(exchange, std::move(request), one);
    end(*one, state);
}

Task<const char*> CallExports::run(http::Exchange& exchange, std::shared_ptr<Request> request, ExportPtr one) {
    const bool csv = one->format == "csv";
    store::CallRequest wanted;
    // Read again: relative times in it count from here on, for all pages alike.
    wanted.filter = contract::parseFilter(request->parameter("q"), one->startedAt).value();
    narrow(wanted.filter, request->caller, contract::Permission::ViewCalls);
    wanted.limit = rowsPerPage;
    wanted.patience = pagePatience;
    std::uint64_t rows = 0;
    std::int64_t newest = 0;
    bool begun = false;
    for (bool more = true; more;) {
        auto post = [this](QueryThreads::Work work) { return m_with.queries.post(std::move(work)); };
        std::function<Page(QueryThreads::Connection&)> work = [wanted, csv](QueryThreads::Connection& connection) {
            return makePage(connection, wanted, csv);
        };
        auto page = co_await offload(exchange.executor(), std::move(post), std::move(work));
        if (exchange.left() || m_closed.load(std::memory_order_acquire))
            co_return "cancelled";
        if (!page || page->error) {
            // A stream that has begun ends without its last chunk: nobody takes the part for the whole.
            if (!begun) {
                auto answer = page ? problemAnswer(*page->error)
                                   : problemAnswer(503, "busy", "Too many requests wait; try again soon.");
                co_await refuse(exchange, std::move(answer));
            }
            co_return "failed";
        }
        if (!begun) {
            begun = true;
            newest = page->newest;
            auto head = exportHead(csv);
            if (!co_await exchange.beginStream(std::move(head)))
                co_return "cancelled";
            if (csv)
                page->text.insert(0, store::csvHead());
        }
        rows += page->rows;
        const auto span = newest - page->oldest;
        note(*one, rows,
             !page->next || span <= 0
                 ? 1.0
                 : std::clamp(static_cast<double>(newest - page->reached) / static_cast<double>(span), 0.0, 1.0));
        if (!page->text.empty() && !co_await exchange.write(page->text))
            co_return "cancelled";
        more = page->next.has_value();
        if (more)
            wanted.cursor = std::move(*page->next);
    }
    if (!co_await exchange.endStream())
        co_return "cancelled";
    co_return "done";
}

} // namespace gatehouse::admin
