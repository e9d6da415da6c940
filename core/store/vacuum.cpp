// SPDX-License-Identifier: Apache-2.0
#include "core/store/vacuum.h"

#include "core/store/store_size.h"

#include <QStringList>
#include <algorithm>
#include <string>
#include <utility>

namespace gatehouse::store {
namespace {

using telemetry::JobKind;
using telemetry::JobState;

constexpr int pagesPerStep = 250;
constexpr auto kind = JobKind::Vacuum;

} // namespace

Vacuum::~Vacuum() {
    if (m_thread.joinable())
        m_thread.join();
}

bool Vacuum::step(Connection& connection, telemetry::RecordJobs& jobs, WallMicros now) {
    return connection.postgres() ? stepPostgres(jobs, now) : stepSqlite(connection, jobs, now);
}

bool Vacuum::stepSqlite(Connection& connection, telemetry::RecordJobs& jobs, WallMicros now) {
    const auto can = givesPagesBack(connection);
    const auto before = sizeOf(connection);
    if (!can || !before || !*can) {
        m_pages.reset();
        jobs.end(kind, JobState::Failed,
                 can && before ? "this file was made by an earlier version and cannot shrink while it is used; stop "
                                 "the gateway, then write a backup and restore it"
                               : (can ? before.error() : can.error()).message,
                 now);
        return false;
    }
    if (!m_pages)
        m_pages = before->freePages();
    if (before->freePages() == 0) {
        jobs.progress(kind, *m_pages, *m_pages);
        jobs.end(kind, JobState::Done, std::to_string(*m_pages) + " pages were given back", now);
        m_pages.reset();
        return false;
    }
    // A store that is busy now is asked again with the next step.
    static_cast<void>(giveBackPages(connection, pagesPerStep));
    const auto after = sizeOf(connection);
    const auto left = after ? after->freePages() : before->freePages();
    m_pages = std::max(*m_pages, left);
    jobs.progress(kind, *m_pages - left, *m_pages);
    return true;
}

bool Vacuum::stepPostgres(telemetry::RecordJobs& jobs, WallMicros now) {
    if (!m_thread.joinable()) {
        m_ended.store(false);
        jobs.progress(kind, 0, 1);
        m_thread = std::thread([this] { runPostgres(); });
        return true;
    }
    if (!m_ended.load(std::memory_order_acquire))
        return true;
    m_thread.join();
    jobs.progress(kind, 1, 1);
    jobs.end(kind, m_result ? JobState::Done : JobState::Failed,
             m_result ? "VACUUM ran over the tables of the records" : m_result.error().message, now);
    return false;
}

// Outside of a transaction, and for as long as it takes.
void Vacuum::runPostgres() {
    m_result = {};
    auto options = m_options;
    options.role = ConnectionOptions::Role::Control; // there is one recorder of a data folder, and it goes on
    auto connection = Connection::open(options);
    if (!connection) {
        m_result = tl::unexpected(connection.error());
    } else if (auto unhurried = (*connection)->unhurried(); !unhurried) {
        m_result = unhurried;
    } else {
        for (const auto& table : {QStringLiteral("call_bodies"), QStringLiteral("call_explains"),
                                  QStringLiteral("calls"), QStringLiteral("rollups")}) {
            if (m_result)
                m_result = (*connection)->execute(QStringLiteral("VACUUM ") + table);
        }
    }
    m_ended.store(true, std::memory_order_release);
}

} // namespace gatehouse::store
