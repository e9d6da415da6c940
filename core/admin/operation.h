// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/answer.h"
#include "core/admin/parameter.h"
#include "core/admin/query_threads.h"
#include "core/admin/request.h"
#include "core/admin/spooled_file.h"
#include "core/async/task.h"
#include "core/contract/permission.h"
#include "core/http/message.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::admin {

enum class Access { Open, Token };

// A body that an operation takes.
struct BodyInfo {
    std::vector<std::string> mediaTypes;
    std::string schema; // name of a component
    // Taken as well, in the same form, but only told of in words: a schema speaks of JSON values, and here a number may
    // stand where a text is wanted.
    std::vector<std::string> looseTypes{};
    std::size_t most = std::size_t{1} << 20U;
};

// A success that an operation may answer. Its problems are listed apart, by status.
struct ResponseInfo {
    int status = 200;
    std::string description;
    std::vector<std::string> mediaTypes{"application/json"}; // none: no body
    std::string schema;                                      // name of a component; "" for plain text
    bool etag = false;
    bool location = false;
};

// What an operation runs on decides its thread. "Here" answers on the I/O thread and must be short; Events is the one
// stream, served by the handler itself.
using QueryRun = std::function<Answer(AdminDependencies&, QueryThreads::Connection&, const Request&)>;
using ControlRun = std::function<Answer(AdminDependencies&, const Request&)>;
struct HereRun {
    std::function<Answer(AdminDependencies&, const Request&)> run;
};
// Waits on its I/O thread, which goes on meanwhile, such as for a provider. The coroutine takes values only.
struct AwaitRun {
    Task<Answer> (*run)(AdminDependencies&, Executor, std::shared_ptr<Request>);
};
struct EventsRun {};
// Makes a large answer on a query thread, which then goes out piece by piece.
struct FileRun {
    std::function<Result<SpooledFile>(AdminDependencies&, const Request&)> make;
};
struct ExportRun {
    bool status = false; // how they go, rather than one more
};

// One operation of the API: the row from which routing, checking and the OpenAPI document are made.
struct Operation {
    http::Method method = http::Method::Get;
    std::string path; // template: "/admin/v1/providers/{id}"
    std::string id;   // operationId
    std::string tag;
    std::string summary;
    std::string description;
    Access access = Access::Token;
    contract::Permission permission = contract::Permission::OperateGateway; // that its caller needs
    bool portal = false;                                                    // served to the developer portal as well
    std::string idSchema;                                                   // JSON text: of the template's place "id"
    std::map<std::string, std::string, std::less<>> placeSchemas;           // of its other places, by name
    std::vector<Parameter> parameters;
    std::optional<BodyInfo> body;
    std::vector<ResponseInfo> responses;
    std::vector<int> problems; // besides those that every operation may answer
    std::variant<QueryRun, ControlRun, HereRun, AwaitRun, EventsRun, ExportRun, FileRun> run;
};

using Operations = std::vector<Operation>;

// All of them.
Operations makeOperations();

// The parts, a file each.
void addResourceOperations(Operations& out);       // providers, routes, teams, apps, keys
void addProviderOperations(Operations& out);       // tests of providers, their models
void addProviderHealthOperations(Operations& out); // how providers are, and their order
void addTrafficOperations(Operations& out);        // room, queues, circuits and learned limits now
void addSecretOperations(Operations& out);
void addBudgetOperations(Operations& out);        // how budgets stand
void addKeyOperations(Operations& out);           // another key in the place of one; use of keys and budgets
void addPriceOperations(Operations& out);         // the models that can be asked for, and what they cost
void addSimulateOperations(Operations& out);      // who would serve a call
void addEvaluateOperations(Operations& out);      // what recorded calls would have done
void addCanaryOperations(Operations& out);        // canaries of routes
void addConformanceOperations(Operations& out);   // the self-test of routes
void addCallOperations(Operations& out);          // calls, statistics, events
void addFilterOperations(Operations& out);        // saved filters of the log
void addRecordOperations(Operations& out);        // exports, sums anew, vacuum
void addLimitOperations(Operations& out);         // how far limits are used
void addSingleSettings(Operations& out);          // what there is one object of: records, organisation, cache …
void addPromptOperations(Operations& out);         // versions, labels, previews, files, comments of prompts
void addPromptTestOperations(Operations& out);     // test runs
void addLifecycleOperations(Operations& out);     // versions of APIs from state to state
void addSubscriptionOperations(Operations& out);  // approvals
void addChargeOperations(Operations& out);        // what subscriptions are charged
void addCacheOperations(Operations& out);         // the state of the caches, purging them
void addConfigurationOperations(Operations& out); // apply, export, audit, catalogue
void addHistoryOperations(Operations& out);       // trash and revisions
void addBackupOperations(Operations& out);        // the backup of a running gateway
void addGatewayOperations(Operations& out);       // pause and resume
void addProcessOperations(Operations& out);       // status, metrics, health, the OpenAPI document

} // namespace gatehouse::admin
