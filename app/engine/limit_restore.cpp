// SPDX-License-Identifier: Apache-2.0
#include "app/engine/limit_restore.h"

#include "core/config/products.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace gatehouse::app {
namespace {

using config::Measure;
using config::Span;
using policy::FreshWindow;
using policy::LimitScope;
using telemetry::microsPerDay;
using telemetry::microsPerHour;
using telemetry::microsPerMinute;

constexpr std::array<LimitScope, 6> scopes{LimitScope::Key,  LimitScope::Subscription, LimitScope::App,
                                           LimitScope::Team, LimitScope::Model,        LimitScope::Organisation};

// Ids of subscriptions by application and API.
using Subscriptions = std::map<std::pair<std::string, std::string>, std::string>;

Subscriptions subscriptionsOf(const config::Snapshot& snapshot) {
    const auto& products = config::productsOf(snapshot);
    Subscriptions out;
    for (const auto& subscription : products.subscriptions) {
        if (products.subscription(subscription.api, subscription.app) == &subscription)
            out.emplace(std::pair(snapshot.apps[subscription.app].id, products.apis[subscription.api].id),
                        subscription.id);
    }
    return out;
}

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

// What names the place of a scope: dimensions of the sums.
std::vector<store::StatsDimension> dimensionsOf(LimitScope scope) {
    using store::StatsDimension;
    switch (scope) {
    case LimitScope::Key:
        return {StatsDimension::Key};
    case LimitScope::Subscription:
        return {StatsDimension::App, StatsDimension::Api};
    case LimitScope::App:
        return {StatsDimension::App};
    case LimitScope::Team:
        return {StatsDimension::Team};
    case LimitScope::Model:
        return {StatsDimension::Route};
    default:
        return {};
    }
}

std::string_view nameOf(LimitScope scope, const telemetry::CallRecord& record) {
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
    Restoring(store::Reader& reader, policy::LimitBook& book, const config::Snapshot& snapshot, WallMicros now)
        : m_reader(reader), m_book(book), m_subscriptions(subscriptionsOf(snapshot)), m_now(now) {
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
        request.groupBy = dimensionsOf(scope);
        const auto result = m_reader.stats(request);
        if (!result)
            return tl::unexpected(result.error());
        for (const auto& series : result->series) {
            const auto id = idOf(scope, series);
            for (const auto& point : series.points)
                add(scope, id, span, amountsOf(point.values), m_now - point.at - microsPerMinute);
        }
        return {};
    }

    std::string subscription(const std::string& app, const std::string& api) const {
        const auto found = m_subscriptions.find({app, api});
        return found == m_subscriptions.end() ? std::string() : found->second;
    }

    std::string idOf(LimitScope scope, const telemetry::CallRecord& record) const {
        return scope == LimitScope::Subscription ? subscription(record.app, record.api)
                                                 : std::string(nameOf(scope, record));
    }

    std::string idOf(LimitScope scope, const store::StatsSeries& series) const {
        if (scope == LimitScope::Subscription)
            return subscription(series.group.at(0).second, series.group.at(1).second);
        return series.group.empty() ? std::string() : series.group.front().second;
    }

    // The durations of refused calls are not kept: those that are were admitted.
    static Amounts amountsOf(const telemetry::RollupValues& values) {
        return {values.total.count(),
                static_cast<std::uint64_t>(values.inputTokens + values.cachedInputTokens + values.cacheWriteTokens),
                static_cast<std::uint64_t>(values.outputTokens)};
    }

    store::Reader& m_reader;
    policy::LimitBook& m_book;
    const Subscriptions m_subscriptions;
    const WallMicros m_now;
    std::set<FreshWindow> m_fresh;
};

} // namespace

Result<void> restoreLimits(store::Reader& reader, policy::LimitBook& book, const config::Snapshot& snapshot,
                           WallMicros now) {
    return Restoring(reader, book, snapshot, now).run();
}

} // namespace gatehouse::app
