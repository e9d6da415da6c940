// SPDX-License-Identifier: Apache-2.0
#include "app/engine/feedback_desk.h"

#include "core/routing/meters.h"

#include <boost/json/parse.hpp>

namespace gatehouse::app {
namespace {

// A call is recorded a moment after its answer; what is not found by then is not there.
constexpr int mostLooks = 10;

// Rows name the API and the prompt; the trail names the version.
std::string apiVersionIn(const std::string& explain) {
    boost::system::error_code error;
    const auto trail = boost::json::parse(explain, error);
    const auto* version = error ? nullptr : trail.find_pointer("/published/version", error);
    return version != nullptr && version->is_string() ? std::string(version->get_string()) : std::string();
}

} // namespace

void FeedbackDesk::look() {
    for (auto& feedback : m_parts.box.take())
        find(std::move(feedback));
}

void FeedbackDesk::find(telemetry::Feedback feedback) {
    (void)m_parts.queries.post([this,
                                feedback = std::move(feedback)](admin::QueryThreads::Connection& connection) mutable {
        const auto reader = connection.reader();
        const auto call = reader ? (*reader)->call(feedback.call) : tl::unexpected<Error>(reader.error());
        if (!call || !*call) {
            if (++feedback.looks < mostLooks)
                (void)m_parts.box.put(std::move(feedback));
            return;
        }
        const auto& record = (*call)->record;
        if (record.app != feedback.app)
            return; // another application's: as if it were not there
        Meant meant{record.route, record.provider, record.modelServed, record.api, apiVersionIn((*call)->explainJson),
                    record.prompt};
        (void)m_parts.controlThread.post([this, feedback, meant = std::move(meant)] { keep(feedback, meant); });
    });
}

void FeedbackDesk::keep(const telemetry::Feedback& feedback, const Meant& call) {
    const auto snapshot = m_parts.snapshot();
    const auto kept = snapshot->records.keepCalls;
    const auto before =
        kept.count() == 0 ? 0
                          : m_parts.clock.wall() - std::chrono::duration_cast<std::chrono::microseconds>(kept).count();
    const auto first = m_parts.store.add(feedback, before);
    if (!first || !*first)
        return;
    if (!call.api.empty())
        m_parts.experiments.score(call.api, call.apiVersion, call.prompt, feedback.score);
    const auto known = snapshot->routeByModel.find(call.route);
    if (known == snapshot->routeByModel.end())
        return;
    for (const auto& target : snapshot->routes[known->second].targets) {
        if (target.arm && snapshot->providers[target.provider].id == call.provider && target.model == call.model) {
            target.arm->score(feedback.score);
            return;
        }
    }
}

} // namespace gatehouse::app
