// SPDX-License-Identifier: Apache-2.0
// Prompts: previews, versions, labels, differences, files, comments. Their test runs: prompt_test_operations.cpp.
#include "core/admin/body.h"
#include "core/admin/fields.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/prompt_access.h"
#include "core/admin/prompt_comments.h"
#include "core/admin/prompt_preview.h"
#include "core/config/bodies.h"
#include "core/config/prompt_files.h"
#include "core/config/resource.h"
#include "core/contract/product_descriptions.h"
#include "core/prompts/version_diff.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <functional>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::FaultCode;
using contract::Path;
using contract::Permission;
using contract::PromptSpec;
using contract::PromptVersionSpec;

constexpr std::size_t mostBody = std::size_t{4} * 1024 * 1024;
constexpr std::size_t longestComment = 2'000;
constexpr const char* idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";

Answer promptAnswer(int status, const json::object& body) {
    auto answer = jsonAnswer(status, body);
    answer.with("ETag", config::etagOf(body));
    return answer;
}

using Change = std::function<Outcome<void>(PromptSpec&)>;

// Changes the prompt of the address as one step, or says why not.
Answer change(AdminDependencies& with, const Request& request, int status, const Change& work) {
    const auto id = request.place("id");
    if (auto found = promptFor(with, request, id, Permission::EditPrompts); !found)
        return problemAnswer(found.error());
    const auto lead = [&work](const json::object& standing) -> Outcome<json::object> {
        auto prompt = promptIn(standing);
        if (auto done = work(prompt); !done)
            return tl::unexpected<Refused>(std::move(done.error()));
        return config::bodyOf(prompt);
    };
    const auto done = with.control.lead(Kind::Prompt, id, lead, {request.ifMatch, request.ifNoneMatch}, request.actor);
    return done ? promptAnswer(status, done->object.body) : problemAnswer(done.error());
}

tl::unexpected<Refused> noVersion(std::string_view field) {
    const Path root;
    contract::Faults faults{contract::makeFault(FaultCode::UnknownReference, Path(root, field),
                                                "a version or a label of this prompt", "another")};
    return refused(std::move(faults));
}

void setLabel(PromptSpec& prompt, const std::string& name, std::uint64_t version) {
    const auto found = std::find_if(prompt.labels.begin(), prompt.labels.end(),
                                    [&name](const auto& label) { return label.name == name; });
    if (found == prompt.labels.end())
        prompt.labels.push_back({name, version});
    else
        found->version = version;
}

std::uint64_t nextVersion(const PromptSpec& prompt) {
    return prompt.versions.empty() ? 1 : prompt.versions.back().version + 1;
}

// What a client sends of a version, and the label that goes to it at once.
struct NewVersion {
    PromptVersionSpec version;
    std::string label;
};

Outcome<NewVersion> readVersion(const Request& request) {
    auto body = parseBody(request.body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    NewVersion out;
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

void append(AdminDependencies& with, const Request& request, PromptSpec& prompt, PromptVersionSpec version) {
    version.version = nextVersion(prompt);
    version.author = request.caller.name();
    version.created = with.clock.wall();
    prompt.versions.push_back(std::move(version));
}

Answer saveVersion(AdminDependencies& with, const Request& request) {
    const auto sent = readVersion(request);
    if (!sent)
        return problemAnswer(sent.error());
    return change(with, request, 201, [&](PromptSpec& prompt) -> Outcome<void> {
        append(with, request, prompt, sent->version);
        if (!sent->label.empty())
            setLabel(prompt, sent->label, prompt.versions.back().version);
        return {};
    });
}

Answer revert(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"version", "comment"});
    const auto number = fields.number("version", 1, 1'000'000);
    const auto comment = fields.text("comment", longestComment);
    const Path root;
    if (!number && fields.ok())
        fields.faults().push_back(
            contract::makeFault(FaultCode::MissingField, Path(root, "version"), "the number of a version", "nothing"));
    if (!fields.ok())
        return problemAnswer(fields.faults());
    return change(with, request, 201, [&](PromptSpec& prompt) -> Outcome<void> {
        const auto* old = versionNamed(prompt, std::to_string(*number));
        if (old == nullptr)
            return noVersion("version");
        auto copy = *old;
        copy.from = *number;
        copy.comment = comment.empty() ? "Back to version " + std::to_string(*number) : comment;
        append(with, request, prompt, std::move(copy));
        return {};
    });
}

Answer putLabel(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"version"});
    const auto number = fields.number("version", 1, 1'000'000);
    const Path root;
    if (!number && fields.ok())
        fields.faults().push_back(
            contract::makeFault(FaultCode::MissingField, Path(root, "version"), "the number of a version", "nothing"));
    if (!fields.ok())
        return problemAnswer(fields.faults());
    const std::string label(request.place("label"));
    return change(with, request, 200, [&](PromptSpec& prompt) -> Outcome<void> {
        setLabel(prompt, label, *number);
        return {};
    });
}

Answer removeLabel(AdminDependencies& with, const Request& request) {
    const auto label = request.place("label");
    return change(with, request, 200, [&](PromptSpec& prompt) -> Outcome<void> {
        const auto gone =
            std::erase_if(prompt.labels, [label](const contract::LabelSpec& one) { return one.name == label; });
        if (gone == 0)
            return refused(ErrorKind::NotFound, "not_found", "This prompt has no such label.");
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

Answer diff(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto prompt = promptFor(with, request, request.place("id"), Permission::ViewPrompts);
    if (!prompt)
        return problemAnswer(prompt.error());
    const auto* to = versionNamed(*prompt, request.parameter("to"));
    const auto* from = request.has("from") ? versionNamed(*prompt, request.parameter("from")) : nullptr;
    if (!request.has("from") && to != nullptr)
        from = to == &prompt->versions.front() ? to : to - 1;
    if (from == nullptr || to == nullptr)
        return problemAnswer(404, "not_found", "This prompt has no such version or label.");
    json::array changes;
    for (const auto& field : prompts::differences(*from, *to))
        changes.push_back(changeJson(field));
    return jsonAnswer(200, json::object{{"from", from->version}, {"to", to->version}, {"changes", std::move(changes)}});
}

Answer exportFiles(AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
    const auto prompt = promptFor(with, request, request.place("id"), Permission::ViewPrompts);
    if (!prompt)
        return problemAnswer(prompt.error());
    json::object files;
    for (const auto& [path, text] : config::writePromptFiles(*prompt))
        files.emplace(path, text);
    return jsonAnswer(200, json::object{{"files", std::move(files)}});
}

Outcome<config::PromptFiles> readFiles(const Request& request) {
    auto body = parseBody(request.body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    Fields fields(*body, {"files"});
    const auto* given = fields.any("files");
    const Path root;
    config::PromptFiles files;
    const auto* object = given == nullptr ? nullptr : given->if_object();
    if (object == nullptr && fields.ok())
        fields.faults().push_back(contract::makeFault(given == nullptr ? FaultCode::MissingField : FaultCode::WrongType,
                                                      Path(root, "files"), "paths and their texts", "nothing"));
    for (std::size_t i = 0; object != nullptr && i < object->size(); ++i) {
        const auto& file = *(object->begin() + i);
        if (const auto* text = file.value().if_string())
            files.emplace(file.key(), std::string(*text));
        else
            fields.faults().push_back(contract::makeFault(
                FaultCode::WrongType, Path(Path(root, "files"), std::string_view(file.key())), "a text", "another"));
    }
    if (!fields.ok())
        return refused(std::move(fields.faults()));
    return files;
}

Answer importFiles(AdminDependencies& with, const Request& request) {
    const auto files = readFiles(request);
    if (!files)
        return problemAnswer(files.error());
    auto prompt = config::readPromptFiles(*files);
    if (!prompt) {
        // What stands in the files is beyond the schema of the body.
        for (auto& fault : prompt.error())
            fault.code = FaultCode::Conflict;
        return problemAnswer(prompt.error());
    }
    const auto standing = with.control.configuration();
    const bool there = config::findObject(standing->objects, Kind::Prompt, prompt->id) != nullptr;
    if (there) {
        if (auto old = promptFor(with, request, prompt->id, Permission::EditPrompts); !old)
            return problemAnswer(old.error());
    }
    if (!request.caller.may(Permission::EditPrompts, prompt->team.value_or("")))
        return problemAnswer(403, "forbidden", "Your roles do not let you make a prompt of this team.");
    auto body = config::bodyOf(*prompt);
    body.erase("id");
    const auto done =
        with.control.put(Kind::Prompt, prompt->id, body, {request.ifMatch, request.ifNoneMatch}, request.actor);
    if (!done) {
        auto refusal = done.error();
        for (auto& fault : refusal.faults)
            fault.code = FaultCode::Conflict;
        return problemAnswer(refusal);
    }
    return promptAnswer(done->created ? 201 : 200, done->object.body);
}

Operation makeOperation(http::Method method, std::string_view below, std::string id, std::string summary) {
    auto operation =
        newOperation(method, "/admin/v1/prompts" + std::string(below), std::move(id), "prompts", std::move(summary));
    operation.permission = method == http::Method::Get ? Permission::ViewPrompts : Permission::EditPrompts;
    if (below.find("{id}") != std::string_view::npos) {
        operation.idSchema = idSchema;
        operation.problems = {404};
    }
    return operation;
}

void addChanges(Operations& out) {
    const ResponseInfo made{201, "The prompt as it is now.", {"application/json"}, "Prompt", true, false};
    const ResponseInfo changed{200, "The prompt as it is now.", {"application/json"}, "Prompt", true, false};

    auto save = makeOperation(http::Method::Post, "/{id}/versions", "savePromptVersion", "Save a new version");
    save.description = "It gets the next number, the caller as author and the time. What does not compile (templates, "
                       "variables, schemas) is refused with 409, the field and the place in the template.";
    save.body = BodyInfo{{"application/json"}, "PromptVersionNew", {}, mostBody};
    save.responses = {made};
    save.problems = {403, 404, 409, 412};
    save.run = ControlRun(saveVersion);
    out.push_back(std::move(save));

    auto back = makeOperation(http::Method::Post, "/{id}/revert", "revertPrompt", "Make an old version the newest");
    back.description = "As a copy with the next number, so that nothing is lost.";
    back.body = BodyInfo{{"application/json"}, "PromptRevert"};
    back.responses = {made};
    back.problems = {403, 404, 409, 412};
    back.run = ControlRun(revert);
    out.push_back(std::move(back));

    for (const auto method : {http::Method::Put, http::Method::Delete}) {
        const bool puts = method == http::Method::Put;
        auto label = makeOperation(method, "/{id}/labels/{label}", puts ? "putPromptLabel" : "deletePromptLabel",
                                   puts ? "Set or move a label" : "Remove a label");
        label.description =
            puts ? "What names the label (`sentiment@production`) takes the version from the next call on."
                 : "Refused with 409 while a published API or a chain names it.";
        label.placeSchemas["label"] = idSchema;
        if (puts)
            label.body = BodyInfo{{"application/json"}, "PromptLabelPut"};
        label.responses = {changed};
        label.problems = {403, 404, 409, 412};
        label.run = ControlRun(puts ? putLabel : removeLabel);
        out.push_back(std::move(label));
    }
}

void addFiles(Operations& out) {
    auto read = makeOperation(http::Method::Get, "/{id}/export", "exportPrompt", "Export a prompt as files");
    read.description = "`prompt.yaml` and a file for each message and partial of each version, for git.";
    read.responses = {{200, "Paths and their texts.", {"application/json"}, "PromptFiles", false, false}};
    read.run = QueryRun(exportFiles);
    out.push_back(std::move(read));

    auto write = makeOperation(http::Method::Post, "/import", "importPrompt", "Import a prompt from files");
    write.description = "As an export gives them. Versions that stand already must be the same; new ones are added.";
    write.body = BodyInfo{{"application/json"}, "PromptFiles", {}, mostBody};
    write.responses = {{200, "It stood already.", {"application/json"}, "Prompt", true, false},
                       {201, "Made.", {"application/json"}, "Prompt", true, false}};
    write.problems = {403, 404, 409, 412};
    write.run = ControlRun(importFiles);
    out.push_back(std::move(write));
}

void addViews(Operations& out) {
    auto render = makeOperation(http::Method::Post, "/render", "renderPrompt", "Preview a prompt");
    render.description =
        "Of a version that stands (`prompt`: `sentiment@3`, `sentiment@production`) or of a `draft`, with `values`; "
        "without them, with the variables' examples. What is wrong stands in `faults`. Secret values are masked; with "
        "`secrets: written` the `body` alone has those that were given, to be sent as it is.";
    render.permission = Permission::ViewPrompts;
    render.body = BodyInfo{{"application/json"}, "PromptRender", {}, mostBody};
    render.responses = {{200, "What would be sent.", {"application/json"}, "PromptPreview", false, false}};
    render.problems = {404, 409};
    render.run = QueryRun([](AdminDependencies& with, QueryThreads::Connection&, const Request& request) {
        return previewPrompt(with, request);
    });
    out.push_back(std::move(render));

    auto compare = makeOperation(http::Method::Get, "/{id}/diff", "diffPrompt", "Compare two versions");
    compare.parameters = {textParameter("from", "A version's number or a label. Default: the version before `to`."),
                          textParameter("to", "A version's number or a label. Default: the newest.")};
    compare.responses = {{200, "What differs.", {"application/json"}, "PromptDiff", false, false}};
    compare.run = QueryRun(diff);
    out.push_back(std::move(compare));
}

void addComments(Operations& out) {
    auto list =
        makeOperation(http::Method::Get, "/{id}/comments", "listPromptComments", "List the comments on a prompt");
    list.responses = {
        {200, "The comments, the oldest first.", {"application/json"}, "PromptCommentList", false, false}};
    list.run = ControlRun(listComments);
    out.push_back(std::move(list));

    auto post = makeOperation(http::Method::Post, "/{id}/comments", "commentPrompt", "Comment on a prompt");
    post.permission = Permission::ViewPrompts;
    post.body = BodyInfo{{"application/json"}, "PromptCommentNew"};
    post.responses = {{201, "Written down.", {"application/json"}, "PromptComment", false, false}};
    post.problems = {404, 409};
    post.run = ControlRun(addComment);
    out.push_back(std::move(post));
}

} // namespace

void addPromptOperations(Operations& out) {
    addViews(out);
    addChanges(out);
    addFiles(out);
    addComments(out);
}

} // namespace gatehouse::admin
