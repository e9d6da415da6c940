// SPDX-License-Identifier: Apache-2.0
// The process itself: status, metrics, health, and the document that describes the API.
#include "core/admin/call_metrics.h"
#include "core/admin/catalogue_operations.h"
#include "core/admin/chain_operations.h"
#include "core/admin/experiment_operations.h"
#include "core/admin/job_operations.h"
#include "core/admin/new_operation.h"
#include "core/admin/openapi.h"
#include "core/admin/operation.h"
#include "core/admin/people_operations.h"
#include "core/admin/portal_operations.h"
#include "core/admin/service_operations.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::string_view metricsType = "text/plain; version=0.0.4; charset=utf-8";

json::array textsOf(const std::vector<std::string>& texts) {
    json::array out;
    for (const auto& text : texts)
        out.emplace_back(text);
    return out;
}

Answer getStatus(AdminDependencies& with, QueryThreads::Connection& connection, const Request&) {
    const auto process = with.process();
    const auto standing = with.control.configuration();
    json::object counters;
    for (const auto& [name, value] : process.counters)
        counters[name] = value;
    auto problems = textsOf(process.problems);
    // What the book says of itself; where the store cannot be read, that is the news.
    const auto reader = connection.reader();
    const auto summary = reader ? (*reader)->summary() : tl::unexpected<Error>(reader.error());
    if (summary) {
        counters["call_rows"] = summary->rows;
        counters["folded_calls"] = summary->foldedCalls;
        counters["lost_calls"] = summary->lostCalls;
        counters["store_bytes"] = summary->bytes;
    } else {
        problems.emplace_back(summary.error().message);
    }
    counters["event_streams"] = with.events.subscribers();
    const auto uptime = (with.clock.wall() - with.startedAt) / 1000;
    return jsonAnswer(200, json::object{{"version", with.version},
                                        {"ready", process.ready},
                                        {"paused", process.pause.paused},
                                        {"started_at", formatTime(with.startedAt)},
                                        {"uptime_ms", uptime < 0 ? 0 : uptime},
                                        {"revision", standing->revision},
                                        {"problems", std::move(problems)},
                                        {"warnings", textsOf(standing->warnings)},
                                        {"counters", std::move(counters)}});
}

// What the process counts, then what the records say.
Answer getMetrics(AdminDependencies& with, QueryThreads::Connection& connection, const Request&) {
    MetricWriter writer;
    with.metrics.collect(writer);
    if (const auto reader = connection.reader())
        writeCallMetrics(writer, **reader, with.clock.wall());
    else
        writer.gauge("gatehouse_store_readable", "Whether the records could be read for this answer.", 0);
    return textAnswer(200, std::string(metricsType), writer.text());
}

Answer getReady(AdminDependencies& with, const Request&) {
    if (!with.process().ready)
        return problemAnswer(503, "not_ready", "The gateway is starting or stopping.");
    if (with.process().pause.paused)
        return problemAnswer(503, "gateway_paused", "The gateway is paused: PUT /admin/v1/gateway/state resumes it.");
    return jsonAnswer(200, json::object{{"status", "ready"}});
}

Operation makeOperation(std::string path, std::string id, std::string summary) {
    return newOperation(http::Method::Get, std::move(path), std::move(id), "process", std::move(summary));
}

ResponseInfo jsonResponse(std::string description, std::string schema) {
    return {200, std::move(description), {"application/json"}, std::move(schema), false, false};
}

} // namespace

void addProcessOperations(Operations& out) {
    auto status = makeOperation("/admin/v1/status", "getStatus", "Tell how the gateway is");
    status.responses = {jsonResponse("How it is.", "Status")};
    status.run = QueryRun(getStatus);
    status.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(status));

    auto document = makeOperation("/admin/v1/openapi.json", "getOpenApi", "Get this document");
    document.responses = {jsonResponse("OpenAPI 3.1.", "OpenApi")};
    document.run = HereRun{[](AdminDependencies& with, const Request&) {
        static const std::string text = openApiText(with.version);
        return textAnswer(200, "application/json", text);
    }};
    document.permission = contract::Permission::Self;
    out.push_back(std::move(document));

    auto metrics = makeOperation("/metrics", "getMetrics", "Get metrics in the Prometheus text format");
    metrics.responses = {{200, "The samples.", {"text/plain"}, "", false, false}};
    metrics.run = QueryRun(getMetrics);
    metrics.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(metrics));

    auto healthy = makeOperation("/healthz", "getHealth", "Is the process alive?");
    healthy.access = Access::Open;
    healthy.responses = {jsonResponse("It is.", "Health")};
    healthy.run = HereRun{[](AdminDependencies&, const Request&) {
        return jsonAnswer(200, json::object{{"status", "ok"}});
    }};
    healthy.permission = contract::Permission::Self;
    out.push_back(std::move(healthy));

    auto ready = makeOperation("/readyz", "getReadiness", "Does it take calls?");
    ready.access = Access::Open;
    ready.responses = {jsonResponse("It does.", "Readiness")};
    ready.run = HereRun{getReady};
    ready.permission = contract::Permission::Self;
    out.push_back(std::move(ready));
}

Operations makeOperations() {
    Operations operations;
    addBudgetOperations(operations);  // before /budgets/{id}
    addServiceOperations(operations); // before /apis/{id}
    addResourceOperations(operations);
    addPromptOperations(operations);
    addPromptTestOperations(operations);
    addChainOperations(operations);
    addLifecycleOperations(operations);
    addExperimentOperations(operations);
    addSubscriptionOperations(operations);
    addChargeOperations(operations);
    addJobOperations(operations);
    addWebhookOperations(operations);
    addProviderOperations(operations);
    addProviderHealthOperations(operations);
    addTrafficOperations(operations);
    addSecretOperations(operations);
    addKeyOperations(operations);
    addPriceOperations(operations);
    addSimulateOperations(operations);
    addEvaluateOperations(operations);
    addCanaryOperations(operations);
    addConformanceOperations(operations);
    addCallOperations(operations);
    addFilterOperations(operations);
    addSingleSettings(operations);
    addLimitOperations(operations);
    addCacheOperations(operations);
    addRecordOperations(operations);
    addConfigurationOperations(operations);
    addCatalogueOperations(operations); // behind /catalogue/providers
    addHistoryOperations(operations);
    addBackupOperations(operations);
    addGatewayOperations(operations);
    addSignInOperations(operations);
    addAccountOperations(operations);
    addUserOperations(operations);
    addMemberOperations(operations);
    addProcessOperations(operations);
    markPortalOperations(operations);
    return operations;
}

} // namespace gatehouse::admin
