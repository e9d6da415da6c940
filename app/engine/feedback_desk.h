// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/experiment_keeper.h"
#include "core/admin/qt_runner.h"
#include "core/admin/query_threads.h"
#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/store/feedback.h"
#include "core/telemetry/feedback.h"

#include <functional>

namespace gatehouse::app {

// Brings feedback to its call: looks for the call on a query thread, keeps the word where it is that application's, and
// counts it for the target that served and for the prompt that was asked with. Control thread.
class FeedbackDesk {
public:
    struct Parts {
        telemetry::FeedbackBox& box;
        admin::QueryThreads& queries;
        admin::QtRunner& controlThread;
        store::FeedbackRepository& store;
        admin::ExperimentKeeper& experiments;
        std::function<config::SnapshotPtr()> snapshot;
        const Clock& clock;
    };
    explicit FeedbackDesk(Parts parts) : m_parts(std::move(parts)) {}

    // Every second or so.
    void look();

private:
    void find(telemetry::Feedback feedback);
    // Of the call that was meant, what its word counts for.
    struct Meant {
        std::string route;
        std::string provider;
        std::string model;
        std::string api;
        std::string apiVersion;
        std::string prompt;
    };
    void keep(const telemetry::Feedback& feedback, const Meant& call);

    Parts m_parts;
};

} // namespace gatehouse::app
