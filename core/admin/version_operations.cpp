// SPDX-License-Identifier: Apache-2.0
#include "core/admin/version_operations.h"

#include "core/admin/body.h"
#include "core/admin/fields.h"
#include "core/admin/new_operation.h"
#include "core/admin/versioned.h"
#include "core/chains/version_diff.h"
#include "core/config/bodies.h"
#include "core/prompts/version_diff.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <functional>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using chains::differences;
using contract::FaultCode;
using contract::Path;
using contract::Permission;
using prompts::differences;

constexpr std::size_t mostBody = std::size_t{4} * 1024 * 1024;
constexpr std::size_t longestComment = 2'000;
constexpr std::int64_t mostVersions = 1'000'000;
constexpr const char* idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";

template <typename Spec>
using VersionOf = typename Versioned<Spec>::Version;

template <typename Spec>
std::string noun() {
    return std::string(Versioned<Spec>::noun);
}

// Changes the product of the address as one step, or says why not.
template <typename Spec>
Answer change(AdminDependencies& with, const Request& request, int status,
              const std::function<Outcome<void>(Spec&)>& work) {
    const auto id = request.place("id");
    if (auto found = versionedFor<Spec>(with, request, id, Permission::EditPrompts); !found)
        return problemAnswer(found.error());
    const auto lead = [&work](const json::object& standing) -> Outcome<json::object> {
        auto spec = specOf<Spec>(standing);
        if (auto done = work(spec); !done)
            return tl::unexpected<Refused>(std::move(done.error()));
        return config::bodyOf(spec);
    };
    const auto done =
        with.control.lead(Versioned<Spec>::kind, id, lead, {request.ifMatch, request.ifNoneMatch}, request.actor);
    if (!done)
        return problemAnswer(done.error());
    auto answer = jsonAnswer(status, done->object.body);
    answer.with("ETag", config::etagOf(done->object.body));
    return answer;
}

template <typename Spec>
tl::unexpected<Refused> noVersion(std::string_view field) {
    const Path root;
    contract::Faults faults{contract::makeFault(FaultCode::UnknownReference, Path(root, field),
                                                "a version or a label of this " + noun<Spec>(), "another")};
    return refused(std::move(faults));
}

template <typename Spec>
void setLabel(Spec& spec, const std::string& name, std::uint64_t version) {
    const auto found =
        std::find_if(spec.labels.begin(), spec.labels.end(), [&name](const auto& label) { return label.name == name; });
    if (found == spec.labels.end())
        spec.labels.push_back({name, version});
    else
        found->version = version;
}

// What a client sends of a version, and the label that goes to it at once.
template <typename Spec>
struct NewVersion {
    VersionOf<Spec> version;
    std::string label;
};

template <typename Spec>
Outcome<NewVersion<Spec>> readVersion(const Request& request) {
    auto body = parseBody(request.body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    NewVersion<Spec> out;
    contract::Faults faults;
    const Path root;
    if (auto* object = body->if_object()) {
        for (const auto* name : {"version", "author", "created"}) {
            if (object->contains(name))
                faults.push_back(contract::makeFault(FaultCode::UnknownField, Path(root, name),
                                                     "nothing: the gateway sets it", "a value"));
        }
        if (const auto* label = object->if_contains("label")) {
            Fields reading(json::object{{"label", *label}}, {"label"});
            out.label = reading.id("label").value_or("");
            faults.insert(faults.end(), reading.faults().begin(), reading.faults().end());
            object->erase("label");
        }
        object->insert_or_assign("version", 1);
    }
    auto more = contract::readInto(out.version, *body, contract::Form::Api);
    faults.insert(faults.end(), more.begin(), more.end());
    if (!faults.empty())
        return refused(std::move(faults));
    return out;
}

template <typename Spec>
void append(AdminDependencies& with, const Request& request, Spec& spec, VersionOf<Spec> version) {
    version.version = spec.versions.empty() ? 1 : spec.versions.back().version + 1;
    version.author = request.caller.name();
    version.created = with.clock.wall();
    spec.versions.push_back(std::move(version));
}

template <typename Spec>
Answer saveVersion(AdminDependencies& with, const Request& request) {
    const auto sent = readVersion<Spec>(request);
    if (!sent)
        return problemAnswer(sent.error());
    return change<Spec>(with, request, 201, [&](Spec& spec) -> Outcome<void> {
        append(with, request, spec, sent->version);
        if (!sent->label.empty())
            setLabel(spec, sent->label, spec.versions.back().version);
        return {};
    });
}

// The number in the field "version", which must be there.
std::optional<std::int64_t> versionIn(Fields& fields) {
    const auto number = fields.number("version", 1, mostVersions);
    const Path root;
    if (!number && fields.ok())
        fields.faults().push_back(
            contract::makeFault(FaultCode::MissingField, Path(root, "version"), "the number of a version", "nothing"));
    return number;
}

template <typename Spec>
Answer revert(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"version", "comment"});
    const auto comment = fields.text("comment", longestComment);
    const auto number = versionIn(fields);
    if (!fields.ok())
        return problemAnswer(fields.faults());
    return change<Spec>(with, request, 201, [&](Spec& spec) -> Outcome<void> {
        const auto* old = versionNamed(spec, std::to_string(*number));
        if (old == nullptr)
            return noVersion<Spec>("version");
        auto copy = *old;
        copy.from = static_cast<std::uint64_t>(*number);
        copy.comment = comment.empty() ? "Back to version " + std::to_string(*number) : comment;
        append(with, request, spec, std::move(copy));
        return {};
    });
}

template <typename Spec>
Answer putLabel(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"version"});
    const auto number = versionIn(fields);
    if (!fields.ok())
        return problemAnswer(fields.faults());
    const std::string label(request.place("label"));
    return change<Spec>(with, request, 200, [&](Spec& spec) -> Outcome<void> {
        setLabel(spec, label, static_cast<std::uint64_t>(*number));
        return {};
    });
}

template <typename Spec>
Answer removeLabel(AdminDependencies& with, const Request& request) {
    const auto label = request.place("label");
    return change<Spec>(with, request, 200, [label](Spec& spec) -> Outcome<void> {
        const auto gone =
            std::erase_if(spec.labels, [label](const contract::LabelSpec& one) { return one.name == label; });
        if (gone == 0)
            return refused(ErrorKind::NotFound, "not_found", "This " + noun<Spec>() + " has no such label.");
        return {};
    });
}

json::object changeJson(const prompts::FieldChange& field) {
    json::array lines;
    for (const auto& line : field.lines)
        lines.push_back(json::object{{"mark", std::string(1, line.mark)}, {"text", line.text}});
    return {{"field", field.field},
            {"before", field.before ? json::value(*field.before) : json::value()},
            {"after", field.after ? json::value(*field.after) : json::value()},
            {"lines", std::move(lines)}};
}

template <typename Spec>
Answer diff(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto spec = versionedFor<Spec>(with, request, request.place("id"), Permission::ViewPrompts);
    if (!spec)
        return problemAnswer(spec.error());
    const auto* to = versionNamed(*spec, request.parameter("to"));
    const auto* from = request.has("from") ? versionNamed(*spec, request.parameter("from")) : nullptr;
    if (!request.has("from") && to != nullptr)
        from = to == &spec->versions.front() ? to : to - 1;
    if (from == nullptr || to == nullptr)
        return problemAnswer(404, "not_found", "This " + noun<Spec>() + " has no such version or label.");
    json::array changes;
    for (const auto& field : differences(*from, *to))
        changes.push_back(changeJson(field));
    return jsonAnswer(200, json::object{{"from", from->version}, {"to", to->version}, {"changes", std::move(changes)}});
}

template <typename Spec>
Operation makeOperation(http::Method method, std::string_view below, std::string id, std::string summary) {
    auto operation = newOperation(method, "/admin/v1/" + noun<Spec>() + "s/{id}" + std::string(below), std::move(id),
                                  noun<Spec>() + "s", std::move(summary));
    operation.permission = method == http::Method::Get ? Permission::ViewPrompts : Permission::EditPrompts;
    operation.idSchema = idSchema;
    operation.problems = {404};
    return operation;
}

template <typename Spec>
ResponseInfo asItIs(int status) {
    return {status,
            "The " + noun<Spec>() + " as it is now.",
            {"application/json"},
            std::string(Versioned<Spec>::schema),
            true,
            false};
}

template <typename Spec>
void addSaving(Operations& out) {
    const std::string name(Versioned<Spec>::schema);
    auto save = makeOperation<Spec>(http::Method::Post, "/versions", "save" + name + "Version", "Save a new version");
    save.description = "It gets the next number, the caller as author and the time. What does not compile (templates, "
                       "variables, schemas, steps) is refused with 409, the field and the place in the template.";
    save.body = BodyInfo{{"application/json"}, name + "VersionNew", {}, mostBody};
    save.responses = {asItIs<Spec>(201)};
    save.problems = {403, 404, 409, 412};
    save.run = ControlRun(saveVersion<Spec>);
    out.push_back(std::move(save));

    auto back = makeOperation<Spec>(http::Method::Post, "/revert", "revert" + name, "Make an old version the newest");
    back.description = "As a copy with the next number, so that nothing is lost.";
    back.body = BodyInfo{{"application/json"}, "VersionRevert"};
    back.responses = {asItIs<Spec>(201)};
    back.problems = {403, 404, 409, 412};
    back.run = ControlRun(revert<Spec>);
    out.push_back(std::move(back));
}

template <typename Spec>
void addLabels(Operations& out) {
    const std::string name(Versioned<Spec>::schema);
    for (const auto method : {http::Method::Put, http::Method::Delete}) {
        const bool puts = method == http::Method::Put;
        auto label = makeOperation<Spec>(method, "/labels/{label}", (puts ? "put" : "delete") + name + "Label",
                                         puts ? "Set or move a label" : "Remove a label");
        label.description =
            puts ? "What names the label (`sentiment@production`) takes the version from the next call on."
                 : "Refused with 409 while a published API or a chain names it.";
        label.placeSchemas["label"] = idSchema;
        if (puts)
            label.body = BodyInfo{{"application/json"}, "VersionLabelPut"};
        label.responses = {asItIs<Spec>(200)};
        label.problems = {403, 404, 409, 412};
        label.run = ControlRun(puts ? putLabel<Spec> : removeLabel<Spec>);
        out.push_back(std::move(label));
    }
}

template <typename Spec>
void addComparison(Operations& out) {
    auto compare = makeOperation<Spec>(http::Method::Get, "/diff", "diff" + std::string(Versioned<Spec>::schema),
                                       "Compare two versions");
    compare.parameters = {textParameter("from", "A version's number or a label. Default: the version before `to`."),
                          textParameter("to", "A version's number or a label. Default: the newest.")};
    compare.responses = {{200, "What differs.", {"application/json"}, "VersionDiff", false, false}};
    compare.run = QueryRun(diff<Spec>);
    out.push_back(std::move(compare));
}

} // namespace

template <typename Spec>
void addVersionOperations(Operations& out) {
    addSaving<Spec>(out);
    addLabels<Spec>(out);
    addComparison<Spec>(out);
}

template void addVersionOperations<contract::PromptSpec>(Operations& out);
template void addVersionOperations<contract::ChainSpec>(Operations& out);

} // namespace gatehouse::admin
