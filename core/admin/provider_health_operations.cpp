// SPDX-License-Identifier: Apache-2.0
// How providers are, and in which order they stand.
#include "core/admin/body.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/base/text.h"
#include "core/config/bodies.h"
#include "core/contract/filter.h"
#include "core/routing/breaker.h"
#include "core/store/reader.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using store::StatsDimension;
using store::StatsMetric;
using Circuit = routing::BreakerBoard::Circuit;

constexpr std::size_t mostModelsTold = 200;
constexpr double p95 = 0.95;

struct Use {
    store::StatsPoint total;
    std::set<std::string> models;
};
using UseByProvider = std::map<std::string, Use, std::less<>>;

std::string groupOf(const store::StatsSeries& series, StatsDimension dimension) {
    for (const auto& [name, value] : series.group) {
        if (name == dimension)
            return value;
    }
    return {};
}

Result<UseByProvider> useSince(store::Reader& reader, WallMicros from, WallMicros to) {
    store::StatsRequest request;
    request.from = from;
    request.to = to;
    request.stepMicros = telemetry::microsPerHour;
    request.groupBy = {StatsDimension::Provider};
    request.metrics = {StatsMetric::Calls, StatsMetric::Errors, StatsMetric::Cost, StatsMetric::LatencyP95};
    const auto totals = reader.stats(request);
    if (!totals)
        return tl::unexpected(totals.error());
    UseByProvider use;
    for (const auto& series : totals->series)
        use[groupOf(series, StatsDimension::Provider)].total = series.total;
    request.groupBy = {StatsDimension::Provider, StatsDimension::Model};
    request.metrics = {StatsMetric::Calls};
    const auto models = reader.stats(request);
    if (!models)
        return tl::unexpected(models.error());
    for (const auto& series : models->series) {
        auto& names = use[groupOf(series, StatsDimension::Provider)].models;
        if (names.size() < mostModelsTold)
            names.insert(groupOf(series, StatsDimension::Model));
    }
    return use;
}

std::optional<store::StoredCall> lastCall(store::Reader& reader, const std::string& provider, WallMicros from,
                                          WallMicros now, const char* more) {
    const auto text = "provider:\"" + provider + "\" after:" + formatTime(from) + more;
    auto filter = contract::parseFilter(text, now);
    if (!filter)
        return std::nullopt;
    store::CallRequest request;
    request.filter = std::move(*filter);
    request.limit = 1;
    auto page = reader.calls(request);
    return page && !page->calls.empty() ? std::optional(std::move(page->calls.front())) : std::nullopt;
}

json::value textOrNull(const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
}

std::string_view nameOf(Circuit::State state) {
    return state == Circuit::State::Closed ? "closed" : state == Circuit::State::Open ? "open" : "half_open";
}

json::array keysOf(const config::Provider& provider) {
    json::array keys;
    bool used = false;
    for (const auto& key : provider.keys) {
        const char* state = !key.secret ? "unreadable" : used ? "spare" : "in_use";
        used = used || key.secret;
        keys.push_back(
            json::object{{"reference", key.reference}, {"state", state}, {"problem", textOrNull(key.problem)}});
    }
    return keys;
}

bool hasKey(const config::Provider& provider) {
    return !provider.needsKey() || std::any_of(provider.keys.begin(), provider.keys.end(),
                                               [](const auto& key) { return key.secret != nullptr; });
}

class Health {
public:
    Health(AdminDependencies& with, store::Reader& reader, WallMicros from)
        : m_with(with), m_reader(reader), m_standing(with.control.configuration()), m_from(from),
          m_now(with.clock.wall()) {}

    Result<json::object> run() {
        auto use = useSince(m_reader, m_from, m_now);
        if (!use)
            return tl::unexpected(std::move(use.error()));
        const auto& snapshot = *m_standing->snapshot;
        for (const auto& route : snapshot.routes) {
            for (const auto& target : route.targets)
                (*use)[snapshot.providers[target.provider].id].models.insert(target.model);
        }
        json::array items;
        for (const auto& provider : snapshot.providers)
            items.push_back(healthOf(provider, (*use)[provider.id]));
        return json::object{{"from", formatTime(m_from)}, {"items", std::move(items)}};
    }

private:
    json::object healthOf(const config::Provider& provider, const Use& use) {
        const auto& values = use.total.values;
        bool rests = false;
        bool probes = false;
        json::array models;
        for (const auto& model : use.models) {
            const auto circuit = m_with.breakers != nullptr ? m_with.breakers->look(provider.id, model) : Circuit();
            rests = rests || circuit.state == Circuit::State::Open;
            probes = probes || circuit.state == Circuit::State::HalfOpen;
            const bool open = circuit.state == Circuit::State::Open;
            models.push_back(json::object{{"model", model},
                                          {"circuit", nameOf(circuit.state)},
                                          {"retry_in_ms", open ? json::value(circuit.wait.count()) : json::value()}});
        }
        const bool errors = values.errors > 0;
        const auto failed = errors ? lastCall(m_reader, provider.id, m_from, m_now, " status>=400")
                                   : std::optional<store::StoredCall>();
        const char* state = !provider.enabled                  ? "disabled"
                            : !hasKey(provider)                ? "no_key"
                            : keyRejected(provider.id, failed) ? "key_rejected"
                            : rests                            ? "resting"
                            : probes                           ? "probing"
                            : values.calls == 0                ? "unused"
                                                               : "healthy";
        const auto slow = values.total.quantile(p95);
        const bool costKnown = values.calls == 0 || values.unknownCostCalls < values.calls;
        return {{"provider", provider.id},
                {"built_in", provider.isDemo()},
                {"state", state},
                {"calls", values.calls},
                {"errors", values.errors},
                {"error_share", values.calls == 0 ? json::value()
                                                  : json::value(static_cast<double>(values.errors) /
                                                                static_cast<double>(values.calls))},
                {"p95_ms", slow ? json::value(static_cast<double>(*slow) / 1000.0) : json::value()},
                {"cost", costKnown ? json::value(values.cost.toString()) : json::value()},
                {"models", std::move(models)},
                {"keys", keysOf(provider)},
                {"last_error", lastErrorOf(failed)}};
    }

    // The newest call says whether the key is taken now.
    bool keyRejected(const std::string& provider, const std::optional<store::StoredCall>& failed) {
        if (!failed || failed->record.errorClass != telemetry::ErrorClass::ProviderAuth)
            return false;
        const auto newest = lastCall(m_reader, provider, m_from, m_now, "");
        return newest && newest->record.errorClass == telemetry::ErrorClass::ProviderAuth;
    }

    static json::value lastErrorOf(const std::optional<store::StoredCall>& failed) {
        if (!failed)
            return {};
        const auto& record = failed->record;
        return json::object{{"id", record.id},
                            {"at", formatTime(record.startedAt)},
                            {"status", record.status},
                            {"error", textOrNull(record.errorCode)},
                            {"model", textOrNull(record.modelAsked)}};
    }

    AdminDependencies& m_with;
    store::Reader& m_reader;
    ConfigurationPtr m_standing;
    WallMicros m_from;
    WallMicros m_now;
};

Answer getHealth(AdminDependencies& with, QueryThreads::Connection& connection, const Request& request) {
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    const auto hours = static_cast<std::int64_t>(parseUnsigned(request.parameter("hours")).value_or(24));
    auto health = Health(with, **reader, with.clock.wall() - hours * telemetry::microsPerHour).run();
    return health ? jsonAnswer(200, *health) : problemAnswer(health.error());
}

json::object orderJson(const std::vector<std::string>& ids) {
    json::array array;
    for (const auto& id : ids)
        array.emplace_back(id);
    return {{"ids", std::move(array)}};
}

Answer getOrder(AdminDependencies& with, const Request&) {
    return jsonAnswer(200, orderJson(with.control.providerOrder()));
}

tl::unexpected<Refused> wrong(contract::FaultCode code, std::string_view field, std::string expected) {
    const contract::Path document;
    const contract::Path member(document, field);
    return refused(contract::Faults{
        contract::makeFault(code, field.empty() ? document : member, std::move(expected), "something else")});
}

bool isProviderId(std::string_view text) {
    constexpr std::size_t most = 64;
    const auto isWord = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !text.empty() && text.size() <= most && isWord(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return isWord(c) || c == '.' || c == '_' || c == '-'; });
}

Outcome<std::vector<std::string>> idsIn(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr)
        return wrong(contract::FaultCode::WrongType, "", "an object with ids");
    for (const auto& member : *object) {
        if (member.key() != "ids")
            return wrong(contract::FaultCode::UnknownField, "", "ids only");
    }
    const auto* ids = object->if_contains("ids");
    if (ids == nullptr)
        return wrong(contract::FaultCode::MissingField, "ids", "a list of providers' ids");
    constexpr std::size_t most = 1'000;
    if (!ids->is_array() || ids->get_array().size() > most)
        return wrong(contract::FaultCode::WrongType, "ids", "a list of at most 1000 providers' ids");
    std::vector<std::string> out;
    for (const auto& id : ids->get_array()) {
        if (!id.is_string() || !isProviderId(id.get_string()))
            return wrong(contract::FaultCode::InvalidValue, "ids", "providers' ids");
        out.emplace_back(id.get_string());
    }
    if (std::set<std::string>(out.begin(), out.end()).size() != out.size())
        return wrong(contract::FaultCode::InvalidValue, "ids", "each id once");
    return out;
}

Answer putOrder(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto ids = idsIn(*body);
    if (!ids)
        return problemAnswer(ids.error());
    const auto done = with.control.orderProviders(*ids, request.actor);
    return done ? getOrder(with, request) : problemAnswer(done.error());
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    return newOperation(method, std::move(path), std::move(id), "providers", std::move(summary));
}

} // namespace

void addProviderHealthOperations(Operations& out) {
    auto health = makeOperation(http::Method::Get, "/admin/v1/provider-health", "listProviderHealth",
                                "Tell how the providers are");
    health.description = "Circuits and keys as they are now; calls, errors, p95 and cost of the last `hours`. The "
                         "built-in provider is told of as well. The event `health.changed` says when to ask again.";
    constexpr std::int64_t usualHours = 24;
    constexpr std::int64_t mostHours = 24 * 31;
    health.parameters = {integerParameter("hours", "How far back figures go.", 1, mostHours, usualHours)};
    health.responses = {{200, "All providers.", {"application/json"}, "ProviderHealthList", false, false}};
    health.run = QueryRun(getHealth);
    health.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(health));

    const std::string path = "/admin/v1/provider-order";
    auto get = makeOperation(http::Method::Get, path, "getProviderOrder", "Tell the providers' order");
    get.responses = {{200, "All ids.", {"application/json"}, "ProviderOrder", false, false}};
    get.run = HereRun{getOrder};
    get.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(get));

    auto put = makeOperation(http::Method::Put, path, "putProviderOrder", "Change the providers' order");
    put.description = "The order in which the console lists them and in which a new route names them. Those that are "
                      "not named come behind, in the order that they had. One change of the configuration: each "
                      "provider's `order` says where it stands.";
    put.body = BodyInfo{{"application/json"}, "ProviderOrder"};
    put.responses = {{200, "All ids, as they stand now.", {"application/json"}, "ProviderOrder", false, false}};
    put.problems = {409};
    put.run = ControlRun(putOrder);
    put.permission = contract::Permission::EditConfiguration;
    out.push_back(std::move(put));
}

} // namespace gatehouse::admin
