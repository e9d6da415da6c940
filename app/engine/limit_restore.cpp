// SPDX-License-Identifier: Apache-2.0
#include "app/engine/limit_restore.h"

#include <algorithm>
#include <set>

namespace gatehouse::app {
namespace {

using config::Measure;
using config::Span;
using policy::FreshWindow;
using policy::LimitScope;
using telemetry::microsPerDay;
using telemetry::microsPerHour;
using telemetry::microsPerMinute;

constexpr std::array<LimitScope, 5> scopes{LimitScope::Key, LimitScope::App, LimitScope::Team, LimitScope::Model,
                                           LimitScope::Organisation};

struct Amounts {
    std::uint64_t requests = 0;
    std::uint64_t input = 0;
    std::uint64_t output = 0;

    std::uint64_t of(Measure measure) const {
        switch (measure) {
        case Measure::Requests:
            return requests;
        case Measure::Tokens:
            return input + output;
        case Measure::InputTokens:
            return input;
        case Measure::OutputTokens:
            break;
        }
        return output;
    }
};

std::string_view idOf(LimitScope scope, const telemetry::CallRecord& record) {
    switch (scope) {
    case LimitScope::Key:
        return record.key;
    case LimitScope::App:
        return record.app;
    case LimitScope::Team:
        return record.team;
    case LimitScope::Model:
        return record.route;
    default:
        return {};
    }
}

class Restoring {
public:
    Restoring(store::Reader& reader, policy::LimitBook& book, WallMicros now)
        : m_reader(reader), m_book(book), m_now(now) {
        for (auto& window : book.takeFresh())
            m_fresh.insert(std::move(window));
    }

    Result<void> run() {
        if (wants([](const FreshWindow& window) { return window.span == Span::Minute; })) {
            if (auto done = minutes(); !done)
                return done;
        }
        for (const auto span : {Span::Hour, Span::Day}) {
            for (const auto scope : scopes) {
                if (!wants([&](const FreshWindow& w) { return w.span == span && w.scope == scope; }))
                    continue;
                if (auto done = sums(span, scope); !done)
                    return done;
            }
        }
        return {};
    }

private:
    template <typename Wanted>
    bool wants(Wanted wanted) const {
        return std::any_of(m_fresh.begin(), m_fresh.end(), wanted);
    }

    void add(LimitScope scope, std::string_view id, Span span, const Amounts& amounts, WallMicros age) {
        for (std::size_t measure = 0; measure < config::measureCount; ++measure) {
            FreshWindow window{scope, std::string(id), static_cast<Measure>(measure), span};
            if (m_fresh.contains(window))
                m_book.restore(window, amounts.of(window.measure),
                               std::chrono::microseconds(std::max<WallMicros>(age, 0)));
        }
    }

    // Rows come as they ended, the last one first.
    Result<void> minutes() {
        store::CallRequest request;
        request.limit = store::mostCallsPerPage;
        request.patience = std::chrono::seconds(1);
        for (;;) {
            auto page = m_reader.calls(request);
            if (!page)
                return tl::unexpected(std::move(page.error()));
            for (const auto& call : page->calls) {
                const auto& record = call.record;
                if (record.startedAt + record.totalMicros < m_now - microsPerMinute)
                    return {};
                if (record.outcome == telemetry::Outcome::Refused)
                    continue;
                const auto& tokens = record.tokens;
                const Amounts amounts{1,
                                      static_cast<std::uint64_t>(tokens.input + tokens.cachedInput + tokens.cacheWrite),
                                      static_cast<std::uint64_t>(tokens.output)};
                for (const auto scope : scopes)
                    add(scope, idOf(scope, record), Span::Minute, amounts, m_now - record.startedAt);
            }
            if (!page->next)
                return {};
            request.cursor = *page->next;
        }
    }

    Result<void> sums(Span span, LimitScope scope) {
        store::StatsRequest request;
        request.from = m_now - (span == Span::Hour ? microsPerHour : microsPerDay);
        request.to = m_now + microsPerMinute;
        // Durations tell admitted calls from refused ones, and are read only where they are asked for.
        request.metrics = {store::StatsMetric::Calls, store::StatsMetric::LatencyP50};
        if (const auto dimension = dimensionOf(scope))
            request.groupBy = {*dimension};
        const auto result = m_reader.stats(request);
        if (!result)
            return tl::unexpected(result.error());
        for (const auto& series : result->series) {
            const std::string id = series.group.empty() ? std::string() : series.group.front().second;
            for (const auto& point : series.points)
                add(scope, id, span, amountsOf(point.values), m_now - point.at - microsPerMinute);
        }
        return {};
    }

    static std::optional<store::StatsDimension> dimensionOf(LimitScope scope) {
        switch (scope) {
        case LimitScope::Key:
            return store::StatsDimension::Key;
        case LimitScope::App:
            return store::StatsDimension::App;
        case LimitScope::Team:
            return store::StatsDimension::Team;
        case LimitScope::Model:
            return store::StatsDimension::Route;
        default:
            return std::nullopt;
        }
    }

    // The durations of refused calls are not kept: those that are were admitted.
    static Amounts amountsOf(const telemetry::RollupValues& values) {
        return {values.total.count(),
                static_cast<std::uint64_t>(values.inputTokens + values.cachedInputTokens + values.cacheWriteTokens),
                static_cast<std::uint64_t>(values.outputTokens)};
    }

    store::Reader& m_reader;
    policy::LimitBook& m_book;
    const WallMicros m_now;
    std::set<FreshWindow> m_fresh;
};

} // namespace

Result<void> restoreLimits(store::Reader& reader, policy::LimitBook& book, WallMicros now) {
    return Restoring(reader, book, now).run();
}

} // namespace gatehouse::app
