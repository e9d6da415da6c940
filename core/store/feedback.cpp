// SPDX-License-Identifier: Apache-2.0
#include "core/store/feedback.h"

#include <cmath>

namespace gatehouse::store {

Result<bool> SqlFeedbackRepository::add(const telemetry::Feedback& feedback, WallMicros before) {
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto old = m_connection.prepare(QStringLiteral("DELETE FROM call_feedback WHERE at < ?"));
    if (!old)
        return tl::unexpected(old.error());
    old->number(before);
    if (auto done = old->run(); !done)
        return tl::unexpected(done.error());
    auto query =
        m_connection.prepare(QStringLiteral("INSERT INTO call_feedback (call_id, app, score, comment, at) VALUES "
                                            "(?, ?, ?, ?, ?) ON CONFLICT (call_id) DO NOTHING"));
    if (!query)
        return tl::unexpected(query.error());
    query->text(feedback.call)
        .text(feedback.app)
        .number(std::llround(feedback.score * 10'000.0))
        .text(feedback.comment)
        .number(feedback.at);
    if (auto done = query->run(); !done)
        return tl::unexpected(done.error());
    const bool first = query->changed() > 0;
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return first;
}

} // namespace gatehouse::store
