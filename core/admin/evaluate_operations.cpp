// SPDX-License-Identifier: Apache-2.0
// What recorded calls would have done under a changed route or changed limits.
#include "core/admin/body.h"
#include "core/admin/catalogue_presets.h"
#include "core/admin/control_service.h"
#include "core/admin/evaluation.h"
#include "core/admin/operation.h"
#include "core/base/text.h"
#include "core/config/build.h"
#include "core/config/resource.h"
#include "core/contract/filter.h"
#include "core/routing/meters.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <map>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;
using contract::Kind;
using contract::Path;

constexpr std::int64_t mostDays = 90;
constexpr std::int64_t mostCalls = 50'000;
// What is led anew within it counts; the answer says that there is more.
constexpr std::chrono::seconds patience{8};

struct Wanted {
    std::int64_t days = 7;
    std::int64_t most = mostCalls;
    Kind kind = Kind::Route;
    std::string id;
    json::value body; // of the object, changed
    EvaluationOf what;
    std::string filter; // of the calls that it touches
};

Refused wrong(FaultCode code, const Path& path, std::string expected, std::string found) {
    auto faults = contract::Faults{contract::makeFault(code, path, std::move(expected), std::move(found))};
    auto error = contract::toError(faults);
    return Refused{std::move(error), std::move(faults)};
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

// The request, put to what it would change.
class WantedReader {
public:
    explicit WantedReader(const config::Objects& objects) : m_objects(objects) {}

    Outcome<Wanted> read(const json::value& body) {
        const auto* object = body.if_object();
        if (object == nullptr)
            return tl::unexpected<Refused>(wrong(FaultCode::WrongType, m_root, "an object", "another"));
        for (const auto& member : *object) {
            if (auto read = field(member.key(), member.value()); !read)
                return tl::unexpected<Refused>(std::move(read.error()));
        }
        if (m_out.body.is_null())
            return tl::unexpected<Refused>(
                wrong(FaultCode::MissingField, Path(m_root, "route"), "a route, or limits", "neither"));
        return std::move(m_out);
    }

private:
    using Step = Outcome<bool>;

    Step field(std::string_view name, const json::value& value) {
        if (name == "days")
            return number(m_out.days, name, value, mostDays);
        if (name == "most")
            return number(m_out.most, name, value, mostCalls);
        const bool second = !m_out.body.is_null();
        if ((name == "route" || name == "limits") && second)
            return tl::unexpected<Refused>(
                wrong(FaultCode::InvalidValue, Path(m_root, name), "one of route and limits", "both"));
        if (name == "route")
            return route(value);
        if (name == "limits")
            return limits(value);
        return tl::unexpected<Refused>(wrong(FaultCode::UnknownField, Path(m_root, name),
                                             "a field of the EvaluationRequest", contract::quoted(name)));
    }

    Step number(std::int64_t& out, std::string_view name, const json::value& value, std::int64_t most) {
        boost::system::error_code error;
        out = value.is_number() ? value.to_number<std::int64_t>(error) : 0;
        if (!error && out >= 1 && out <= most)
            return true;
        return tl::unexpected<Refused>(wrong(FaultCode::InvalidValue, Path(m_root, name),
                                             "a whole number from 1 to " + std::to_string(most),
                                             contract::quoted(json::serialize(value))));
    }

    Step route(const json::value& value) {
        const auto* object = value.if_object();
        const auto* model = object != nullptr ? object->if_contains("model") : nullptr;
        if (model == nullptr || !model->is_string())
            return tl::unexpected<Refused>(
                wrong(FaultCode::MissingField, Path(Path(m_root, "route"), "model"), "a model name", "nothing"));
        m_out.kind = Kind::Route;
        m_out.id = model->get_string();
        m_out.body = value;
        m_out.what.route = true;
        m_out.what.limits = object->contains("limits");
        m_out.filter = "asked:" + quoted(m_out.id);
        return true;
    }

    // {"scope": "app", "id": "notebook", "limits": {…}}: the object as it stands, with these limits.
    Step limits(const json::value& value) {
        const Path path(m_root, "limits");
        const auto* object = value.if_object();
        if (object == nullptr)
            return tl::unexpected<Refused>(wrong(FaultCode::WrongType, path, "an object", "another"));
        std::string scope;
        std::string id;
        json::value limits;
        for (const auto& member : *object) {
            if (member.key() == "scope" && member.value().is_string())
                scope = member.value().get_string();
            else if (member.key() == "id" && member.value().is_string())
                id = member.value().get_string();
            else if (member.key() == "limits" && member.value().is_object())
                limits = member.value();
            else
                return tl::unexpected<Refused>(wrong(FaultCode::InvalidValue, Path(path, member.key()),
                                                     "scope, id and limits",
                                                     contract::quoted(json::serialize(member.value()))));
        }
        if (limits.is_null() || scope.empty())
            return tl::unexpected<Refused>(wrong(FaultCode::MissingField,
                                                 Path(path, scope.empty() ? "scope" : "limits"),
                                                 scope.empty() ? "what it limits" : "limits", "nothing"));
        return put(path, scope, id, limits);
    }

    Step put(const Path& path, const std::string& scope, const std::string& id, const json::value& limits) {
        auto kind = contract::kindNamed(scope);
        if (!kind)
            kind = contract::kindNamed(scope + "s");
        const auto* found =
            kind ? config::findObject(m_objects, *kind, contract::isSingle(*kind) ? scope : id) : nullptr;
        if (found == nullptr && (!kind || !contract::isSingle(*kind)))
            return tl::unexpected<Refused>(wrong(FaultCode::UnknownReference, Path(path, "id"),
                                                 "the id of an object that exists", contract::quoted(id)));
        auto body = found != nullptr ? found->body : json::object();
        body["limits"] = limits;
        m_out.kind = *kind;
        m_out.id = found != nullptr ? found->id : scope;
        m_out.body = std::move(body);
        m_out.what.limits = true;
        if (!contract::isSingle(*kind))
            m_out.filter = (scope == "route" ? "asked" : scope) + ":" + quoted(id);
        return true;
    }

    const config::Objects& m_objects;
    const Path m_root;
    Wanted m_out;
};

// Keys as they stand; those that do not stand yet are taken to be readable. Nothing is sent with them.
class StandingSecrets final : public config::SecretResolver {
public:
    explicit StandingSecrets(const config::Snapshot& snapshot) {
        for (const auto& provider : snapshot.providers) {
            for (const auto& key : provider.keys)
                m_known.emplace(key.reference, key.secret);
        }
    }
    Result<SharedSecret> resolve(std::string_view reference) override {
        const auto found = m_known.find(reference);
        if (found != m_known.end() && !found->second)
            return failure(ErrorKind::NotFound, "secret_not_found", "It cannot be read at present.");
        return found != m_known.end() ? found->second : m_other;
    }

private:
    std::map<std::string, SharedSecret, std::less<>> m_known;
    SharedSecret m_other = std::make_shared<const Secret>("not read");
};

// The configuration with the change, and without limits that are not asked about.
Outcome<config::SnapshotPtr> changed(AdminDependencies& with, const Configuration& standing, const Wanted& wanted) {
    const auto* provider = standing.snapshot->provider("demo");
    const bool demo = provider != nullptr && provider->isDemo();
    const CataloguePresets presets(with.presets);
    config::DryStash stash("vault");
    const auto now = with.clock.wall();
    auto plan = config::planPut(wanted.kind, wanted.id, wanted.body, {standing.objects, presets, demo}, stash, now);
    if (!plan)
        return refused(std::move(plan.error()));
    auto objects = config::applied(standing.objects, *plan, standing.revision, now);
    for (auto& object : objects) {
        if (object.kind == wanted.kind && object.id == wanted.id)
            continue;
        object.body.erase("limits");
        object.body.erase("user_limits");
    }
    StandingSecrets secrets(*standing.snapshot);
    config::BuildInput input{objects, secrets, presets, standing.snapshot->prices};
    input.demo = demo;
    routing::MeterBoard meters; // of the calls that are led anew, not of those that run
    input.meters = &meters;
    auto built = config::buildSnapshot(input);
    if (!built)
        return refused(std::move(built.error()));
    return std::move(built->snapshot);
}

struct Past {
    std::vector<PastCall> calls; // in the order in which they began
    bool more = false;           // than were read
};

Result<Past> readPast(store::Reader& reader, const Wanted& wanted, const Clock& clock) {
    const auto filter =
        contract::parseFilter("after:-" + std::to_string(wanted.days) + "d " + wanted.filter, clock.wall());
    if (!filter)
        return failure(ErrorKind::Internal, "filter_not_read", filter.error().message);
    Past past;
    store::CallRequest request;
    request.filter = *filter;
    request.limit = store::mostCallsPerPage;
    request.patience = std::chrono::milliseconds(500);
    const auto end = clock.monotonic() + patience;
    for (;;) {
        auto page = reader.calls(request);
        if (!page)
            return tl::unexpected(std::move(page.error()));
        for (const auto& stored : page->calls) {
            if (auto call = pastCall(stored.record))
                past.calls.push_back(std::move(*call));
        }
        if (!page->next)
            break;
        past.more = past.calls.size() >= static_cast<std::size_t>(wanted.most) || clock.monotonic() >= end;
        if (past.more)
            break;
        request.cursor = std::move(*page->next);
    }
    std::stable_sort(past.calls.begin(), past.calls.end(),
                     [](const PastCall& a, const PastCall& b) { return a.startedAt < b.startedAt; });
    if (past.calls.size() > static_cast<std::size_t>(wanted.most)) { // the newest of them
        past.calls.erase(past.calls.begin(), past.calls.end() - wanted.most);
        past.more = true;
    }
    return past;
}

Answer evaluateCalls(AdminDependencies& with, QueryThreads::Connection& connection, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto standing = with.control.configuration();
    const auto wanted = WantedReader(standing->objects).read(*body);
    if (!wanted)
        return problemAnswer(wanted.error());
    const auto snapshot = changed(with, *standing, *wanted);
    if (!snapshot)
        return problemAnswer(snapshot.error());
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    const auto past = readPast(**reader, *wanted, with.clock);
    if (!past)
        return problemAnswer(past.error());
    auto answer = evaluate(**snapshot, *standing->snapshot, past->calls, wanted->what);
    answer["sampled"] = past->more;
    for (const auto* moment : {"from", "until"})
        answer[moment] = formatTime(answer[moment].as_int64());
    return jsonAnswer(200, answer);
}

} // namespace

void addEvaluateOperations(Operations& out) {
    admin::Operation evaluation;
    evaluation.method = http::Method::Post;
    evaluation.path = "/admin/v1/evaluate";
    evaluation.id = "evaluateCalls";
    evaluation.tag = "routes";
    evaluation.summary = "What would recorded calls have done?";
    evaluation.description =
        "Leads the recorded calls of the last days anew under a changed route or changed limits, by the code that "
        "leads real calls and on the calls' own times, and answers who would have served them, what would have been "
        "refused, and the money before and after. Nothing is sent and nothing is changed. Where there are more calls "
        "than `most`, or reading them takes too long, the newest count and `sampled` says so. Of a call is recorded "
        "who asked, for what and when, its session, tags and tokens; calls that a rule judges by headers, fields of "
        "the body or the end user are counted in `uncertain`.";
    evaluation.body = BodyInfo{{"application/json"}, "EvaluationRequest"};
    evaluation.responses = {{200, "What they would have done.", {"application/json"}, "Evaluation", false, false}};
    evaluation.problems = {409};
    evaluation.run = QueryRun(evaluateCalls);
    evaluation.permission = contract::Permission::EditConfiguration;
    out.push_back(std::move(evaluation));
}

} // namespace gatehouse::admin
