// SPDX-License-Identifier: Apache-2.0
#include "core/admin/prompt_comments.h"

#include "core/admin/body.h"
#include "core/admin/fields.h"
#include "core/admin/prompt_access.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

constexpr std::size_t mostComments = 500;
constexpr std::size_t longestComment = 4'000;

// With its team: who makes a prompt of the same name elsewhere, later, does not read what others said of theirs.
std::string settingOf(const contract::PromptSpec& prompt) {
    return "prompt.comments/" + prompt.team.value_or("") + '/' + prompt.id;
}

json::array kept(AdminDependencies& with, const contract::PromptSpec& prompt) {
    const auto text =
        with.settings != nullptr ? with.settings->get(settingOf(prompt)) : Result<std::optional<std::string>>();
    if (!text || !*text)
        return {};
    boost::system::error_code code;
    auto value = json::parse(**text, code);
    return !code && value.is_array() ? std::move(value.get_array()) : json::array();
}

} // namespace

Answer listComments(AdminDependencies& with, const Request& request) {
    const auto id = request.place("id");
    const auto prompt = promptFor(with, request, id, Permission::ViewPrompts);
    if (!prompt)
        return problemAnswer(prompt.error());
    return jsonAnswer(200, json::object{{"items", kept(with, *prompt)}});
}

Answer addComment(AdminDependencies& with, const Request& request) {
    const auto id = request.place("id");
    const auto prompt = promptFor(with, request, id, Permission::ViewPrompts);
    if (!prompt)
        return problemAnswer(prompt.error());
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"text", "version"});
    const auto text = fields.text("text", longestComment, true);
    const auto version = fields.number("version", 1, 1'000'000);
    if (!fields.ok())
        return problemAnswer(fields.faults());
    if (version && versionNamed(*prompt, std::to_string(*version)) == nullptr)
        return problemAnswer(409, "unknown_version", "This prompt has no such version.");
    if (with.settings == nullptr)
        return problemAnswer(409, "not_available", "This gateway keeps no comments.");
    auto all = kept(with, *prompt);
    // A number that is told once: the last one's and one more.
    const auto* last = all.empty() ? nullptr : all.back().as_object().if_contains("id");
    json::object comment{{"id", last != nullptr && last->is_int64() ? last->get_int64() + 1 : 1},
                         {"text", text},
                         {"version", version ? json::value(*version) : json::value()},
                         {"author", request.caller.name()},
                         {"at", formatTime(with.clock.wall())}};
    all.push_back(comment);
    if (all.size() > mostComments)
        all.erase(all.begin());
    if (const auto done = with.settings->put(settingOf(*prompt), json::serialize(all)); !done)
        return problemAnswer(done.error());
    return jsonAnswer(201, comment);
}

} // namespace gatehouse::admin
