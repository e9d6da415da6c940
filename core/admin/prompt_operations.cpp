// SPDX-License-Identifier: Apache-2.0
// Prompts: previews, files, comments. Their versions: version_operations.cpp; test runs: prompt_test_operations.cpp.
#include "core/admin/body.h"
#include "core/admin/fields.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/prompt_access.h"
#include "core/admin/prompt_comments.h"
#include "core/admin/prompt_preview.h"
#include "core/admin/version_operations.h"
#include "core/config/bodies.h"
#include "core/config/prompt_files.h"
#include "core/config/resource.h"
#include "core/contract/product_descriptions.h"

#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::FaultCode;
using contract::Path;
using contract::Permission;

constexpr std::size_t mostBody = std::size_t{4} * 1024 * 1024;
constexpr const char* idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";

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
    auto answer = jsonAnswer(done->created ? 201 : 200, done->object.body);
    answer.with("ETag", config::etagOf(done->object.body));
    return answer;
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
    addVersionOperations<contract::PromptSpec>(out);
    addFiles(out);
    addComments(out);
}

} // namespace gatehouse::admin
