// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/connection.h"
#include "core/telemetry/feedback.h"

namespace gatehouse::store {

// What applications think of their calls, one word for each call: the first counts. Control thread.
class FeedbackRepository {
public:
    virtual ~FeedbackRepository() = default;
    // Whether it is the first of its call; older ones than "before" go.
    virtual Result<bool> add(const telemetry::Feedback& feedback, WallMicros before) = 0;
};

class SqlFeedbackRepository final : public FeedbackRepository {
public:
    explicit SqlFeedbackRepository(Connection& connection) : m_connection(connection) {}
    Result<bool> add(const telemetry::Feedback& feedback, WallMicros before) override;

private:
    Connection& m_connection;
};

} // namespace gatehouse::store
