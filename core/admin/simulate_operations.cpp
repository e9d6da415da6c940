// SPDX-License-Identifier: Apache-2.0
// "Who would serve this?"
#include "core/admin/body.h"
#include "core/admin/operation.h"
#include "core/admin/ownership.h"
#include "core/admin/simulate.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/contract/reader.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;
using dialects::Operation;

constexpr std::int64_t mostTokens = 10'000'000;
constexpr std::array operations{Operation::ChatCompletions, Operation::Messages,       Operation::Completions,
                                Operation::Embeddings,      Operation::Moderations,    Operation::Images,
                                Operation::Speech,          Operation::Transcriptions, Operation::Rerank};

struct Asked {
    std::string model;
    std::string app;
    std::string key;
    Operation operation = Operation::ChatCompletions;
    std::int64_t inputTokens = 1'000;
    std::int64_t outputTokens = 500;
    Texts headers;
    Texts body;
    std::string path = "/v1/chat/completions";
    std::string user;
    std::string session;
    std::string tags;
    bool stream = false;
    std::optional<WallMicros> time;
    std::int64_t seed = 0;
};

class AskedReader {
public:
    Outcome<Asked> read(const json::value& body) {
        const auto* object = body.if_object();
        if (object == nullptr)
            return refused(contract::Faults{contract::makeFault(FaultCode::WrongType, m_root, "an object", "another")});
        for (const auto& member : *object)
            field(member.key(), member.value());
        if (!object->contains("model"))
            wrong(FaultCode::MissingField, "model", "a model name", "nothing");
        if (!m_faults.empty())
            return refused(std::move(m_faults));
        return std::move(m_asked);
    }

private:
    void wrong(FaultCode code, std::string_view name, std::string expected, std::string found) {
        m_faults.push_back(
            contract::makeFault(code, contract::Path(m_root, name), std::move(expected), std::move(found)));
    }

    void field(std::string_view name, const json::value& value) {
        if (name == "model")
            text(m_asked.model, name, value, 256);
        else if (name == "app")
            text(m_asked.app, name, value, 64);
        else if (name == "key")
            text(m_asked.key, name, value, 64);
        else if (name == "input_tokens")
            number(m_asked.inputTokens, name, value);
        else if (name == "output_tokens")
            number(m_asked.outputTokens, name, value);
        else if (name == "operation")
            operation(value);
        else if (name == "headers")
            texts(m_asked.headers, name, value, {});
        else if (name == "metadata")
            texts(m_asked.body, name, value, "metadata.");
        else if (name == "body")
            texts(m_asked.body, name, value, {});
        else if (name == "path")
            text(m_asked.path, name, value, 256);
        else if (name == "user")
            text(m_asked.user, name, value, 256);
        else if (name == "session")
            text(m_asked.session, name, value, 256);
        else if (name == "tags")
            text(m_asked.tags, name, value, 256);
        else if (name == "stream")
            flag(m_asked.stream, name, value);
        else if (name == "time")
            time(name, value);
        else if (name == "seed")
            number(m_asked.seed, name, value, 1'000'000'000);
        else
            wrong(FaultCode::UnknownField, name, "a field of the SimulationRequest", contract::quoted(name));
    }

    void text(std::string& out, std::string_view name, const json::value& value, std::size_t most) {
        if (!value.is_string())
            return wrong(FaultCode::WrongType, name, "a text", contract::quoted(json::serialize(value)));
        out = value.get_string();
        const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
        const auto length = static_cast<std::size_t>(std::count_if(out.begin(), out.end(), begins));
        if (length == 0 || length > most)
            wrong(FaultCode::InvalidValue, name, "1 to " + std::to_string(most) + " characters", contract::quoted(out));
    }

    void texts(Texts& out, std::string_view name, const json::value& value, std::string_view before) {
        const auto* object = value.if_object();
        if (object == nullptr)
            return wrong(FaultCode::WrongType, name, "an object of texts", contract::foundText(value));
        if (object->size() > 32)
            return wrong(FaultCode::InvalidValue, name, "at most 32 names", std::to_string(object->size()));
        for (const auto& member : *object) {
            const std::string key(member.key());
            if (!member.value().is_string())
                return wrong(FaultCode::WrongType, name, "an object of texts", contract::foundText(member.value()));
            const std::string held(member.value().get_string());
            if (!fits(key, 1, 128) || !fits(held, 0, 1'024))
                return wrong(FaultCode::InvalidValue, name, "names of 1 to 128 and texts of at most 1024 characters",
                             contract::quoted(key));
            out[name == "headers" ? toLower(key) : std::string(before) + key] = held;
        }
    }

    static bool fits(std::string_view text, std::size_t least, std::size_t most) {
        const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
        const auto length = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
        return length >= least && length <= most;
    }

    void flag(bool& out, std::string_view name, const json::value& value) {
        if (!value.is_bool())
            return wrong(FaultCode::WrongType, name, "true or false", contract::foundText(value));
        out = value.get_bool();
    }

    void time(std::string_view name, const json::value& value) {
        if (!value.is_string())
            return wrong(FaultCode::WrongType, name, "a time", contract::foundText(value));
        m_asked.time = parseTime(std::string_view(value.get_string()));
        if (!m_asked.time)
            wrong(FaultCode::InvalidValue, name, "a time such as \"2027-01-31T00:00:00Z\"", contract::foundText(value));
    }

    void number(std::int64_t& out, std::string_view name, const json::value& value, std::int64_t most = mostTokens) {
        boost::system::error_code error;
        out = value.is_number() ? value.to_number<std::int64_t>(error) : -1;
        if (error || out < 0 || out > most)
            wrong(FaultCode::InvalidValue, name, "a whole number from 0 to " + std::to_string(most),
                  contract::quoted(json::serialize(value)));
    }

    void operation(const json::value& value) {
        const auto found = std::find_if(operations.begin(), operations.end(), [&](Operation each) {
            return value.is_string() && dialects::nameOf(each) == std::string_view(value.get_string());
        });
        if (found == operations.end())
            return wrong(FaultCode::InvalidValue, "operation", "one of the operations that name a model",
                         contract::quoted(json::serialize(value)));
        m_asked.operation = *found;
    }

    const contract::Path m_root;
    Asked m_asked;
    contract::Faults m_faults;
};

Refused unknown(std::string_view field, const std::string& what, const std::string& id) {
    const contract::Path root;
    auto faults = contract::Faults{contract::makeFault(FaultCode::UnknownReference, contract::Path(root, field),
                                                       "the id of " + what + " that exists", contract::quoted(id))};
    auto error = contract::toError(faults);
    return Refused{std::move(error), std::move(faults)};
}

// Which of the snapshot's it is about; a key brings its application.
Outcome<Supposed> supposedOf(const config::Snapshot& snapshot, const Asked& asked) {
    Supposed call;
    call.model = asked.model;
    call.operation = asked.operation;
    call.inputTokens = asked.inputTokens;
    call.outputTokens = asked.outputTokens;
    call.headers = asked.headers;
    call.body = asked.body;
    call.path = asked.path;
    call.user = asked.user;
    call.session = asked.session;
    call.tags = asked.tags;
    call.stream = asked.stream;
    call.time = asked.time;
    call.seed = static_cast<std::uint64_t>(asked.seed);
    if (!asked.key.empty()) {
        const auto key = std::find_if(snapshot.keys.begin(), snapshot.keys.end(),
                                      [&](const config::Key& each) { return each.id == asked.key; });
        if (key == snapshot.keys.end())
            return tl::unexpected<Refused>(unknown("key", "a key", asked.key));
        call.key = &*key;
        call.app = &snapshot.apps[key->app];
    }
    if (asked.app.empty())
        return call;
    const auto app = std::find_if(snapshot.apps.begin(), snapshot.apps.end(),
                                  [&](const config::App& each) { return each.id == asked.app; });
    if (app == snapshot.apps.end())
        return tl::unexpected<Refused>(unknown("app", "an application", asked.app));
    if (call.app != nullptr && call.app != &*app)
        return refused(ErrorKind::Conflict, "key_of_another",
                       "The key belongs to the application " + call.app->id + ". Leave one of the two out.");
    call.app = &*app;
    return call;
}

// Who sees his teams' things only supposes calls of these teams; what is another's looks as if it did not exist.
Outcome<void> checkSeen(const config::Objects& objects, const Caller& caller, const Asked& asked) {
    if (asked.app.empty() && asked.key.empty())
        return refused(ErrorKind::Forbidden, "forbidden",
                       "Name an application or a key of your team: a call of nobody is the whole organisation's.");
    const auto isSeen = [&](config::Kind kind, const std::string& id) {
        const auto* object = config::findObject(objects, kind, id);
        return object != nullptr && sees(caller, objects, *object) &&
               covers(caller, contract::Permission::ViewConfiguration, ownersOf(objects, kind, id, object->body));
    };
    if (!asked.key.empty() && !isSeen(config::Kind::Key, asked.key))
        return tl::unexpected<Refused>(unknown("key", "a key", asked.key));
    if (!asked.app.empty() && !isSeen(config::Kind::App, asked.app))
        return tl::unexpected<Refused>(unknown("app", "an application", asked.app));
    return {};
}

Answer simulateCall(AdminDependencies& with, QueryThreads::Connection& connection, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto asked = AskedReader().read(*body);
    if (!asked)
        return problemAnswer(asked.error());
    const auto standing = with.control.configuration();
    const auto& snapshot = *standing->snapshot;
    const bool teamsOnly = !request.caller.may(contract::Permission::ViewConfiguration);
    if (teamsOnly) {
        if (const auto seen = checkSeen(standing->objects, request.caller, *asked); !seen)
            return problemAnswer(seen.error());
    }
    auto call = supposedOf(snapshot, *asked);
    if (!call)
        return problemAnswer(call.error());
    call->teamsOnly = teamsOnly;
    call->homes = with.cacheHomes;
    call->monotonic = with.clock.monotonic();
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    const auto now = with.clock.wall();
    const auto budgets = budgetStates(snapshot, **reader, now);
    if (!budgets)
        return problemAnswer(budgets.error());
    return jsonAnswer(200, simulate(snapshot, *call, with.breakers, *budgets, now));
}

} // namespace

void addSimulateOperations(Operations& out) {
    admin::Operation simulation;
    simulation.method = http::Method::Post;
    simulation.path = "/admin/v1/simulate";
    simulation.id = "simulateCall";
    simulation.tag = "routes";
    simulation.summary = "Who would serve this call?";
    simulation.description =
        "Goes the way of a call, by the rules that calls go by, and sends nothing: the route that "
        "matches, its targets in the order in which they would be tried, what each would cost, "
        "and why others are left out. 409 for an application or key that does not exist. Who sees the "
        "configuration in teams only names an application or a key of theirs.";
    simulation.body = BodyInfo{{"application/json"}, "SimulationRequest"};
    simulation.responses = {{200, "The way of the call.", {"application/json"}, "Simulation", false, false}};
    simulation.problems = {409};
    simulation.run = QueryRun(simulateCall);
    simulation.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(simulation));
}

} // namespace gatehouse::admin
