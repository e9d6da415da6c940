// SPDX-License-Identifier: Apache-2.0
#include "core/store/rollup_rebuild.h"

#include "core/store/node.h"
#include "core/telemetry/call_json.h"

#include <algorithm>
#include <utility>

namespace gatehouse::store {
namespace {

using telemetry::floorTo;
using telemetry::JobKind;
using telemetry::JobState;
using telemetry::microsPerDay;
using telemetry::microsPerHour;
using telemetry::microsPerMinute;
using telemetry::RollupValues;

constexpr std::int64_t rowsPerStep = 1'000;
constexpr std::size_t sumsPerStep = 400;
constexpr std::int64_t microsPerQuarter = 6 * microsPerHour;
constexpr int minuteGrain = 0;
constexpr int hourGrain = 1;
constexpr int quarterGrain = 3;
constexpr int dayGrain = 2;

void mergeInto(RollupsByDimensions& into, const RollupsByDimensions& from) {
    for (const auto& [dimensions, values] : from)
        into[dimensions].merge(values);
}

bool stillKept(WallMicros bucket, std::int64_t length, std::chrono::hours kept, WallMicros now) {
    if (kept.count() <= 0)
        return true;
    return bucket + length > now - std::chrono::duration_cast<std::chrono::microseconds>(kept).count();
}

Result<std::optional<std::int64_t>> numberOf(Connection& connection, const QString& sql) {
    const auto value = connection.value(sql);
    if (!value)
        return tl::unexpected(value.error());
    if (!value->isValid() || value->isNull())
        return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(value->toLongLong());
}

} // namespace

bool RollupRebuild::step(Connection& connection, RollupTable& rollups, const RetentionSettings& retention,
                         telemetry::RecordJobs& jobs, WallMicros now) {
    constexpr auto kind = JobKind::RebuildRollups;
    if (m_phase == Phase::Idle) {
        if (auto begun = begin(connection, rollups, now); !begun) {
            jobs.end(kind, JobState::Failed, begun.error().message, now);
            return false;
        }
    } else if (!rollups.watched()) {
        // A write failed meanwhile, and what was added with it is not to be counted: the day begins anew.
        rollups.watch(this);
        beginDay(std::max(m_day, floorTo(m_first, microsPerDay)));
    }
    if (m_hour >= m_end) {
        rollups.watch(nullptr);
        m_phase = Phase::Idle;
        noteQuarters(connection);
        jobs.end(kind, JobState::Done, std::to_string(m_rows) + " rows were summed up", now);
        return false;
    }
    if (auto done = run(connection, rollups, retention, now); !done) {
        rollups.watch(nullptr); // whatever it was: the day begins anew
        beginDay(m_day);
        if (done.error().kind == ErrorKind::Internal) {
            m_phase = Phase::Idle;
            jobs.end(kind, JobState::Failed, done.error().message, now);
            return false;
        }
    }
    jobs.progress(kind, hoursDone(), (m_end - m_first) / microsPerHour);
    return true;
}

std::int64_t RollupRebuild::hoursDone() const {
    return std::max<std::int64_t>(0, (m_hour - m_first) / microsPerHour);
}

Result<void> RollupRebuild::begin(Connection& connection, RollupTable& rollups, WallMicros now) {
    const auto since =
        numberOf(connection, QStringLiteral("SELECT value FROM counters WHERE name = 'sums_from_rows_since'"));
    const auto oldest = numberOf(connection, QStringLiteral("SELECT MIN(bucket) FROM rollups WHERE grain = 2"));
    const auto firstCall = numberOf(connection, QStringLiteral("SELECT MIN(started_at) FROM calls"));
    const auto lastCall = numberOf(connection, QStringLiteral("SELECT MAX(started_at) FROM calls"));
    for (const auto* number : {&since, &oldest, &firstCall, &lastCall}) {
        if (!*number)
            return tl::unexpected(number->error());
    }
    m_since = since->value_or(0);
    m_end = floorTo(std::max(now, lastCall->value_or(now)), microsPerHour) + microsPerHour;
    const auto begins = std::min(oldest->value_or(m_end), firstCall->value_or(m_end));
    // The first whole hour of which all rows are kept.
    m_first = floorTo(begins, microsPerHour);
    if (m_since > m_first)
        m_first = floorTo(m_since + microsPerHour - 1, microsPerHour);
    m_rows = 0;
    rollups.watch(this);
    beginDay(floorTo(m_first, microsPerDay));
    return {};
}

// An older version had no sums of a quarter of a day: from here on there are all.
void RollupRebuild::noteQuarters(Connection& connection) const {
    if (connection.postgres())
        return; // others may have made sums that are not ours to make anew
    auto note =
        connection.prepare(QStringLiteral("UPDATE counters SET value = ? WHERE name = 'quarters_since' AND value > ?"));
    const auto since = floorTo(m_first + microsPerQuarter - 1, microsPerQuarter);
    if (note)
        static_cast<void>(note->number(since).number(since).run());
}

void RollupRebuild::beginDay(WallMicros day) {
    m_day = day;
    m_hour = std::max(day, m_first);
    m_minutes.clear();
    m_hourSums.clear();
    m_quarterSums.clear();
    m_daySums.clear();
    m_phase = Phase::Hour;
}

Result<void> RollupRebuild::run(Connection& connection, RollupTable& rollups, const RetentionSettings& retention,
                                WallMicros now) {
    switch (m_phase) {
    case Phase::Hour:
        return beginHour(connection, rollups);
    case Phase::Scan:
        return scan(connection);
    case Phase::Write:
        return write(connection, rollups, retention, now);
    case Phase::Idle:
        break;
    }
    return {};
}

Result<void> RollupRebuild::beginHour(Connection& connection, RollupTable& rollups) {
    m_minutes.clear();
    m_hourSums.clear();
    m_toWrite = m_hour;
    const auto last = numberOf(connection, QStringLiteral("SELECT MAX(seq) FROM calls"));
    if (!last)
        return tl::unexpected(last.error());
    m_lastKey = last->value_or(0);
    for (auto minute = m_hour; minute < m_hour + microsPerHour; minute += microsPerMinute) {
        auto folded = rollups.read(foldedGrain, minute, minute + microsPerMinute);
        if (!folded)
            return tl::unexpected(folded.error());
        m_minutes[minute] = std::move(*folded);
    }
    m_readStart = m_hour;
    m_readKey = 0;
    m_phase = Phase::Scan;
    return {};
}

// The next rows of the hour, by start and key.
Result<void> RollupRebuild::scan(Connection& connection) {
    auto query = connection.prepare(QStringLiteral(
        "SELECT c.seq, c.started_at, c.dimensions, c.total_us, c.first_byte_us, c.outcome, c.input, c.cached_input, "
        "c.cache_write, c.output, c.reasoning, c.estimated, c.cost_pico, c.bytes_in, c.bytes_out, d.error_class "
        "FROM calls c CROSS JOIN dimensions d WHERE d.id = c.dimensions AND c.started_at >= ? AND c.started_at < ? AND "
        "(c.started_at > ? OR c.seq > ?) AND c.seq <= ? AND c.dimensions >= ? AND c.dimensions < ? "
        "ORDER BY c.started_at, c.seq LIMIT ?"));
    if (!query)
        return tl::unexpected(query.error());
    const auto own = dimensionRange(connection.node());
    query->number(m_readStart).number(m_hour + microsPerHour).number(m_readStart).number(m_readKey).number(m_lastKey);
    query->number(own.first).number(own.end).number(rowsPerStep);
    if (auto run = query->run(); !run)
        return run;
    std::int64_t count = 0;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        ++count;
        m_readKey = query->numberAt(0);
        m_readStart = query->numberAt(1);
        telemetry::CallRecord record;
        record.startedAt = m_readStart;
        record.totalMicros = query->numberAt(3);
        record.firstByteMicros = query->numberAt(4);
        record.outcome = telemetry::outcomeNamed(query->textAt(5)).value_or(telemetry::Outcome::Failed);
        record.tokens.input = query->numberAt(6);
        record.tokens.cachedInput = query->numberAt(7);
        record.tokens.cacheWrite = query->numberAt(8);
        record.tokens.output = query->numberAt(9);
        record.tokens.reasoning = query->numberAt(10);
        record.tokens.estimated = query->numberAt(11) != 0;
        if (!query->nullAt(12))
            record.cost = Money::fromPico(query->numberAt(12));
        record.bytesIn = query->numberAt(13);
        record.bytesOut = query->numberAt(14);
        record.errorClass = telemetry::errorClassNamed(query->textAt(15)).value_or(telemetry::ErrorClass::Internal);
        m_minutes[floorTo(m_readStart, microsPerMinute)][query->numberAt(2)].add(record);
    }
    query->finish();
    m_rows += count;
    if (count < rowsPerStep)
        m_phase = Phase::Write;
    return {};
}

// Some minutes, then the hour with what it is a part of.
Result<void> RollupRebuild::write(Connection& connection, RollupTable& rollups, const RetentionSettings& retention,
                                  WallMicros now) {
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const bool keepsMinutes = stillKept(m_hour, microsPerHour, retention.minuteRollups, now);
    std::size_t sums = 0;
    auto minute = m_toWrite;
    for (; minute < m_hour + microsPerHour && sums < sumsPerStep; minute += microsPerMinute) {
        const auto& values = m_minutes[minute];
        sums += 1 + (keepsMinutes ? values.size() : 0);
        if (!keepsMinutes)
            continue;
        if (auto done = rollups.replace(minuteGrain, minute, values); !done)
            return done;
    }
    const bool whole = minute >= m_hour + microsPerHour && sums < sumsPerStep;
    auto hourSums = m_hourSums;
    for (auto written = m_toWrite; written < minute; written += microsPerMinute)
        mergeInto(hourSums, m_minutes[written]);
    if (whole) {
        std::swap(m_hourSums, hourSums);
        if (auto done = finishHour(rollups, retention, now); !done)
            return done;
        std::swap(m_hourSums, hourSums);
    }
    if (auto done = transaction->commit(); !done)
        return done;
    m_hourSums = std::move(hourSums);
    m_minutes.erase(m_minutes.begin(), m_minutes.lower_bound(minute));
    m_toWrite = minute;
    if (whole)
        advance();
    return {};
}

// Writes the hour, and the longer times that end with it.
Result<void> RollupRebuild::finishHour(RollupTable& rollups, const RetentionSettings& retention, WallMicros now) {
    if (stillKept(m_hour, microsPerHour, retention.hourRollups, now)) {
        if (auto done = rollups.replace(hourGrain, m_hour, m_hourSums); !done)
            return done;
    }
    const auto end = m_hour + microsPerHour;
    const bool last = end >= m_end;
    const auto quarter = floorTo(m_hour, microsPerQuarter);
    if ((last || end % microsPerQuarter == 0) && quarter >= m_first) {
        auto sums = m_quarterSums;
        mergeInto(sums, m_hourSums);
        if (auto done = rollups.replace(quarterGrain, quarter, sums); !done)
            return done;
    }
    if ((last || end % microsPerDay == 0) && m_day >= m_first) {
        auto sums = m_daySums;
        mergeInto(sums, m_hourSums);
        if (auto done = rollups.replace(dayGrain, m_day, sums); !done)
            return done;
    }
    return {};
}

void RollupRebuild::advance() {
    mergeInto(m_quarterSums, m_hourSums);
    mergeInto(m_daySums, m_hourSums);
    m_hourSums.clear();
    m_minutes.clear();
    m_hour += microsPerHour;
    m_phase = Phase::Hour;
    if (m_hour % microsPerQuarter == 0)
        m_quarterSums.clear();
    if (m_hour % microsPerDay == 0)
        beginDay(m_hour);
}

// Rows that come in now are not among those that are read; the sums that stand get them anyway, and those that will
// stand in their place get them here.
void RollupRebuild::added(WallMicros minute, std::int64_t dimensions, const RollupValues& values) {
    if (m_phase == Phase::Idle || minute < m_first || floorTo(minute, microsPerDay) != m_day)
        return;
    const auto hour = floorTo(minute, microsPerHour);
    if (hour > m_hour || (hour == m_hour && m_phase == Phase::Hour))
        return; // it will be read
    if (hour == m_hour) {
        if (minute < m_toWrite)
            m_hourSums[dimensions].merge(values);
        else
            m_minutes[minute][dimensions].merge(values);
        return;
    }
    if (floorTo(minute, microsPerQuarter) == floorTo(m_hour, microsPerQuarter))
        m_quarterSums[dimensions].merge(values);
    m_daySums[dimensions].merge(values);
}

} // namespace gatehouse::store
