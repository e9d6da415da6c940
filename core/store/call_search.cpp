// SPDX-License-Identifier: Apache-2.0
#include "core/store/call_search.h"

#include "core/base/text.h"
#include "core/store/call_chunks.h"
#include "core/store/filter_sql.h"
#include "core/store/object_repository.h"
#include "core/telemetry/call_json.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <variant>

namespace gatehouse::store {
namespace {

// A search walks down the row keys in slices, so that each statement is short: it can stop between two of them, and it
// never holds up a checkpoint of the log for long. Slices grow as long as they are quick.
constexpr std::int64_t firstSlice = 4'000;
constexpr std::int64_t firstIndexedSlice = 8'000; // of a search by an index, which reads only what may be meant
constexpr std::int64_t mostGrowth = 4;
constexpr std::chrono::milliseconds longestSlice{15};
// More names than that match so much that a walk finds a page at once.
constexpr std::int64_t mostIndexedDimensions = 256;
constexpr std::string_view cursorMark = "s";

constexpr auto columns =
    "c.seq, c.id, c.started_at, c.total_us, c.first_byte_us, c.outcome, c.error_code, c.operation, c.model_asked, "
    "COALESCE(c.model_served, d.model), c.streamed, c.input, c.cached_input, c.cache_write, c.output, c.reasoning, "
    "c.estimated, c.cost_pico, c.attempts, c.losses, c.cache, c.client, c.address, c.tags, c.session, "
    "c.provider_request_id, c.bytes_in, c.bytes_out, d.provider, d.route, d.team, d.app, d.key_id, d.dialect, "
    "d.status, d.error_class, d.pretend, d.api, d.prompt";
constexpr int columnCount = 39;

// CROSS JOIN: SQLite then keeps to this order, which is that of the walk.
constexpr auto source = " FROM calls c CROSS JOIN dimensions d WHERE d.id = c.dimensions AND ";

using Steady = std::chrono::steady_clock;

class Columns { // one after the other
public:
    explicit Columns(const Statement& row) : m_row(row) {}
    std::int64_t number() { return m_row.numberAt(m_next++); }
    std::string text() { return m_row.textAt(m_next++); }
    std::optional<Money> money() {
        const int column = m_next++;
        return m_row.nullAt(column) ? std::nullopt : std::optional(Money::fromPico(m_row.numberAt(column)));
    }

private:
    const Statement& m_row;
    int m_next = 0;
};

StoredCall read(const Statement& row) {
    StoredCall call;
    auto& record = call.record;
    Columns from(row);
    call.sequence = static_cast<std::uint64_t>(from.number());
    record.id = from.text();
    record.startedAt = from.number();
    record.totalMicros = from.number();
    record.firstByteMicros = from.number();
    record.outcome = telemetry::outcomeNamed(from.text()).value_or(telemetry::Outcome::Failed);
    record.errorCode = from.text();
    record.operation = from.text();
    record.modelAsked = from.text();
    record.modelServed = from.text();
    record.streamed = from.number() != 0;
    record.tokens.input = from.number();
    record.tokens.cachedInput = from.number();
    record.tokens.cacheWrite = from.number();
    record.tokens.output = from.number();
    record.tokens.reasoning = from.number();
    record.tokens.estimated = from.number() != 0;
    record.cost = from.money();
    record.attempts = static_cast<int>(from.number());
    call.losses = static_cast<int>(from.number());
    record.cache = from.text();
    record.client = from.text();
    record.address = from.text();
    record.tags = from.text();
    record.session = from.text();
    record.providerRequestId = from.text();
    record.bytesIn = from.number();
    record.bytesOut = from.number();
    record.provider = from.text();
    record.route = from.text();
    record.team = from.text();
    record.app = from.text();
    record.key = from.text();
    record.dialect = from.text();
    record.status = static_cast<int>(from.number());
    record.errorClass = telemetry::errorClassNamed(from.text()).value_or(telemetry::ErrorClass::Internal);
    record.pretend = from.number() != 0;
    record.api = from.text();
    record.prompt = from.text();
    return call;
}

Result<std::int64_t> parseCursor(std::string_view cursor) {
    constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
    if (cursor.empty())
        return greatest;
    const auto number = cursor.starts_with(cursorMark) ? parseUnsigned(cursor.substr(cursorMark.size())) : std::nullopt;
    if (number && *number <= static_cast<std::uint64_t>(greatest))
        return static_cast<std::int64_t>(*number);
    auto error =
        failure(ErrorKind::Invalid, "invalid_cursor", "cursor: not one that this list gave out; begin without");
    error.value().field = "cursor";
    error.value().expected = "the \"next\" of an earlier page";
    error.value().found = std::string(cursor.substr(0, 40));
    return error;
}

Result<std::optional<std::int64_t>> edge(Connection& connection, const QString& sql) {
    auto query = connection.prepare(sql);
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    if (!*found || query->nullAt(0))
        return std::optional<std::int64_t>();
    return std::optional(query->numberAt(0));
}

struct Walk {
    KeyRange all;                 // that is kept
    std::vector<KeyRange> ranges; // to walk through, newest first
};

Result<Walk> walkFor(Connection& connection, const SqlCondition& condition, std::int64_t cursor) {
    const auto least = edge(connection, QStringLiteral("SELECT MIN(seq) FROM calls"));
    if (!least)
        return tl::unexpected(least.error());
    const auto last = edge(connection, QStringLiteral("SELECT MAX(seq) FROM calls"));
    if (!last)
        return tl::unexpected(last.error());
    if (!*least || !*last)
        return Walk();
    Walk out{{**least, **last + 1}, {}};
    const KeyRange all{**least, std::min(cursor, **last + 1)};
    if (!condition.startsFrom && !condition.startsBefore) {
        if (all.least < all.end)
            out.ranges.push_back(all);
        return out;
    }
    auto ranges = chunksWithin(connection, condition.startsFrom, condition.startsBefore);
    if (!ranges)
        return tl::unexpected(ranges.error());
    for (auto& range : *ranges)
        range = {std::max(range.least, all.least), std::min(range.end, all.end)};
    std::erase_if(*ranges, [](const KeyRange& range) { return range.least >= range.end; });
    out.ranges = std::move(*ranges);
    return out;
}

// The numbers of the dimensions that the filter can mean; nothing where it says nothing of them, or too many match.
Result<std::optional<std::vector<std::int64_t>>> dimensionsFor(Connection& connection, const SqlCondition& condition) {
    using Found = std::optional<std::vector<std::int64_t>>;
    if (condition.dimensionsText.isEmpty())
        return Found();
    auto query = connection.prepare(QStringLiteral("SELECT d.id FROM dimensions d WHERE ") + condition.dimensionsText +
                                    QStringLiteral(" ORDER BY d.id LIMIT ?"));
    if (!query)
        return tl::unexpected(query.error());
    for (const auto& value : condition.dimensionsValues)
        query->bind(value);
    if (auto run = query->number(mostIndexedDimensions + 1).run(); !run)
        return tl::unexpected(run.error());
    std::vector<std::int64_t> ids;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        ids.push_back(query->numberAt(0));
    }
    return static_cast<std::int64_t>(ids.size()) > mostIndexedDimensions ? Found() : Found(std::move(ids));
}

class Search {
public:
    Search(Connection& connection, const SqlCondition& condition, std::size_t limit,
           std::optional<std::vector<std::int64_t>> dimensions)
        : m_connection(connection), m_condition(condition), m_limit(limit), m_dimensions(std::move(dimensions)) {}

    bool indexed() const { return m_dimensions.has_value(); }
    bool empty() const { return m_dimensions && m_dimensions->empty(); }

    Result<void> prepare() {
        QString among;
        if (m_dimensions) {
            const QStringList marks(static_cast<qsizetype>(m_dimensions->size()), QStringLiteral("?"));
            among = QStringLiteral("c.dimensions IN (") + marks.join(QLatin1String(", ")) + QStringLiteral(") AND ");
        }
        auto query = m_connection.prepare(QStringLiteral("SELECT ") + QLatin1String(columns) + QLatin1String(source) +
                                          among + QStringLiteral("c.seq >= ? AND c.seq < ? AND ") + m_condition.text +
                                          QStringLiteral(" ORDER BY c.seq DESC LIMIT ?"));
        if (!query)
            return tl::unexpected(query.error());
        m_query = std::move(*query);
        return {};
    }

    // Appends what lies in the range, as far as there is room for one more than the limit.
    Result<void> slice(KeyRange range, std::vector<StoredCall>& out) {
        if (m_dimensions) {
            for (const auto id : *m_dimensions)
                m_query->number(id);
        }
        m_query->number(range.least).number(range.end);
        for (const auto& value : m_condition.values)
            m_query->bind(value);
        m_query->number(static_cast<std::int64_t>(m_limit + 1 - out.size()));
        if (auto run = m_query->run(); !run)
            return run;
        while (true) {
            const auto more = m_query->next();
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                break;
            out.push_back(read(*m_query));
        }
        m_query->finish();
        return {};
    }

private:
    Connection& m_connection;
    const SqlCondition& m_condition;
    const std::size_t m_limit;
    const std::optional<std::vector<std::int64_t>> m_dimensions;
    std::optional<Statement> m_query;
};

// Keys are recorded by id; people know them by name. Adds the ids of the keys that bear a wanted name.
Result<contract::Filter> withKeyNames(Connection& connection, contract::Filter filter) {
    const auto aboutKeys = [](const contract::FilterTerm& term) { return term.field == contract::FilterField::Key; };
    if (std::none_of(filter.terms.begin(), filter.terms.end(), aboutKeys))
        return filter;
    const auto keys = SqlObjectRepository(connection).list(config::Kind::Key);
    if (!keys)
        return tl::unexpected(keys.error());
    for (auto& term : filter.terms) {
        if (!aboutKeys(term))
            continue;
        const auto wanted = term.values;
        for (const auto& key : *keys) {
            const auto* name = key.body.if_contains("name");
            const auto text = name != nullptr && name->is_string() ? std::string(name->as_string()) : std::string();
            const bool named = !text.empty() && std::any_of(wanted.begin(), wanted.end(), [&](const auto& value) {
                const auto* asked = std::get_if<contract::FilterText>(&value);
                return asked != nullptr && (asked->prefix ? text.starts_with(asked->text) : text == asked->text);
            });
            if (named)
                term.values.emplace_back(contract::FilterText{key.id, false});
        }
    }
    return filter;
}

std::string cursorBelow(std::int64_t sequence) {
    return std::string(cursorMark) + std::to_string(sequence);
}

// How large the next slice may be, after one that took so long.
std::int64_t grown(std::int64_t size, Steady::duration took) {
    if (took <= longestSlice / mostGrowth)
        return size * mostGrowth;
    return took <= longestSlice ? size : std::max(size / 2, firstSlice / 4);
}

Result<CallPage> walkThrough(Search& search, const Walk& whole, std::size_t limit, Steady::time_point deadline) {
    CallPage page;
    page.oldest = page.reached = whole.all.least;
    page.newest = whole.all.end;
    const auto& walk = whole.ranges;
    auto size = search.indexed() ? firstIndexedSlice : firstSlice;
    for (const auto& range : walk) {
        for (auto end = range.end; end > range.least;) {
            const auto from = std::max(range.least, end - size);
            const auto began = Steady::now();
            if (auto done = search.slice({from, end}, page.calls); !done)
                return tl::unexpected(done.error());
            end = from;
            if (page.calls.size() > limit) {
                page.calls.pop_back();
                page.reached = static_cast<std::int64_t>(page.calls.back().sequence);
                page.next = cursorBelow(page.reached);
                return page;
            }
            const auto now = Steady::now();
            size = grown(size, now - began);
            const bool last = end <= range.least && &range == &walk.back();
            if (now >= deadline && !last) {
                page.reached = end;
                page.next = cursorBelow(end);
                return page;
            }
        }
    }
    return page;
}

} // namespace

Result<CallPage> searchCalls(Connection& connection, const CallRequest& request) {
    const auto limit = std::clamp<std::size_t>(request.limit, 1, mostCallsPerPage);
    const auto cursor = parseCursor(request.cursor);
    if (!cursor)
        return tl::unexpected(cursor.error());
    const auto filter = withKeyNames(connection, request.filter);
    if (!filter)
        return tl::unexpected(filter.error());
    const auto condition = conditionOf(*filter);
    const auto begin = Steady::now();
    auto walk = walkFor(connection, condition, *cursor);
    if (!walk)
        return tl::unexpected(walk.error());
    auto dimensions = dimensionsFor(connection, condition);
    if (!dimensions)
        return tl::unexpected(dimensions.error());
    Search search(connection, condition, limit, std::move(*dimensions));
    if (search.empty())
        return CallPage();
    if (auto prepared = search.prepare(); !prepared)
        return tl::unexpected(prepared.error());
    return walkThrough(search, *walk, limit, begin + request.patience);
}

Result<std::optional<StoredCall>> findCall(Connection& connection, std::string_view id) {
    auto query = connection.prepare(QStringLiteral("SELECT ") + QLatin1String(columns) +
                                    QStringLiteral(", (SELECT e.explain FROM call_explains e WHERE e.seq = c.seq)") +
                                    QLatin1String(source) + QStringLiteral("c.id = ? ORDER BY c.seq DESC LIMIT 1"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(id);
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    const auto found = query->next();
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::optional<StoredCall>();
    auto call = read(*query);
    call.explainJson = query->blobAt(columnCount);
    return std::optional<StoredCall>(std::move(call));
}

std::string pageJson(const CallPage& page) {
    std::string out = "{\"items\":[";
    for (const auto& call : page.calls) {
        if (&call != &page.calls.front())
            out += ',';
        telemetry::appendCallJson(out, call.record, {}, call.sequence);
    }
    out += "],\"next\":";
    if (page.next)
        appendJsonString(out, *page.next);
    else
        out += "null";
    out += '}';
    return out;
}

std::string callJson(const StoredCall& call) {
    std::string out;
    telemetry::appendCallJson(out, call.record, call.explainJson, call.sequence);
    return out;
}

} // namespace gatehouse::store
