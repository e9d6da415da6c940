// SPDX-License-Identifier: Apache-2.0
// Secrets: written, listed by name, never read.
#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/paging.h"
#include "core/admin/sign_in_desk.h"
#include "core/base/text.h"
#include "core/secrets/stash.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t mostValue = 16 * 1024;
constexpr const char* nameSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"})";

json::object toJson(const secrets::SecretEntry& entry) {
    return {{"name", entry.name},
            {"place", secrets::nameOf(entry.place)},
            {"reference", std::string(secrets::nameOf(entry.place)) + ':' + entry.name},
            {"last_four", entry.lastFour},
            {"date", formatTime(entry.date)}};
}

// The gateway's own, such as what seals second factors.
bool isReserved(std::string_view name) {
    return name.starts_with(reservedSecrets);
}
Answer reservedAnswer() {
    return problemAnswer(409, "reserved_name", "Names that begin with \"gatehouse.\" are the gateway's own.");
}

Answer listSecrets(AdminDependencies& with, const Request& request) {
    const auto entries = with.control.listSecrets();
    if (!entries)
        return problemAnswer(entries.error());
    std::vector<json::object> bodies;
    bodies.reserve(entries->size());
    std::vector<std::string> names;
    for (const auto& entry : *entries) {
        if (isReserved(entry.name))
            continue;
        bodies.push_back(toJson(entry));
        names.push_back(entry.name);
    }
    std::vector<ListItem> items;
    for (std::size_t i = 0; i < bodies.size(); ++i)
        items.push_back({names[i], &bodies[i]});
    return taggedAnswer(request, json::serialize(pageJson(makePage(std::move(items), request, {}))));
}

tl::unexpected<Refused> wrongBody(contract::FaultCode code, const char* field, std::string expected,
                                  std::string found) {
    const contract::Path root;
    const contract::Path path(root, std::string_view(field));
    return refused(contract::Faults{
        contract::makeFault(code, *field == '\0' ? root : path, std::move(expected), std::move(found))});
}

// {"value": "…"} and nothing else. No message repeats the value.
Outcome<Secret> valueIn(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr)
        return wrongBody(contract::FaultCode::WrongType, "", "an object with value", "something else");
    for (const auto& member : *object) {
        if (member.key() != "value")
            return wrongBody(contract::FaultCode::UnknownField, "", "only value", "another field");
    }
    const auto* value = object->if_contains("value");
    if (value == nullptr)
        return wrongBody(contract::FaultCode::MissingField, "value", "the secret", "nothing");
    if (!value->is_string())
        return wrongBody(contract::FaultCode::WrongType, "value", "a text", "something else");
    const std::string_view text = value->get_string();
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (text.empty() || text.size() > mostValue || std::any_of(text.begin(), text.end(), isControl))
        return wrongBody(contract::FaultCode::InvalidValue, "value",
                         "1 to " + std::to_string(mostValue) + " bytes without control characters", "something else");
    return Secret(text);
}

Answer putSecret(AdminDependencies& with, const Request& request) {
    auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto value = valueIn(*body);
    if (!value)
        return problemAnswer(value.error());
    const auto name = request.place("name");
    if (isReserved(name))
        return reservedAnswer();
    const auto reference = with.control.setSecret(name, *value, request.actor);
    if (!reference)
        return problemAnswer(reference.error());
    const auto entries = with.control.listSecrets();
    if (!entries)
        return problemAnswer(entries.error());
    for (const auto& entry : *entries) {
        if (entry.name == name)
            return jsonAnswer(200, toJson(entry));
    }
    return notFoundAnswer("name", "the name of a kept secret", name);
}

// Text of the bounds that the schema tells; no message repeats it.
Outcome<SharedSecret> newKeyText(const json::value& value, const char* field, std::size_t least) {
    constexpr std::size_t most = 1024;
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    const std::string_view text = value.is_string() ? std::string_view(value.get_string()) : std::string_view();
    const auto characters = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
    if (characters < least || characters > most || std::any_of(text.begin(), text.end(), isControl))
        return wrongBody(contract::FaultCode::InvalidValue, field,
                         std::to_string(least) + " to " + std::to_string(most) + " characters, none of control",
                         "something else");
    return std::make_shared<const Secret>(text);
}

Outcome<secrets::NewVaultKey> newVaultKeyIn(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr || object->size() != 1)
        return wrongBody(contract::FaultCode::WrongType, "", "an object with one of passphrase, key, make_key_file",
                         "something else");
    const auto& member = *object->begin();
    secrets::NewVaultKey key;
    if (member.key() == "passphrase" || member.key() == "key") {
        const bool words = member.key() == "passphrase";
        auto text = newKeyText(member.value(), words ? "passphrase" : "key", words ? 8 : 32);
        if (!text)
            return tl::unexpected(std::move(text.error()));
        (words ? key.passphrase : key.keyFileContent) = std::move(*text);
    } else if (member.key() != "make_key_file") {
        return wrongBody(contract::FaultCode::UnknownField, "", "one of passphrase, key, make_key_file",
                         "another field");
    } else if (!member.value().is_bool() || !member.value().get_bool()) {
        return wrongBody(contract::FaultCode::InvalidValue, "make_key_file", "true", "something else");
    }
    return key;
}

Answer rotateVault(AdminDependencies& with, const Request& request) {
    auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto key = newVaultKeyIn(*body);
    if (!key)
        return problemAnswer(key.error());
    const auto done = with.control.rotateVault(*key, request.actor);
    return done ? emptyAnswer(204) : problemAnswer(done.error());
}

Answer removeSecret(AdminDependencies& with, const Request& request) {
    if (isReserved(request.place("name")))
        return reservedAnswer();
    const auto done = with.control.removeSecret(request.place("name"), request.actor);
    return done ? emptyAnswer(204) : problemAnswer(done.error());
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    auto operation = newOperation(method, std::move(path), std::move(id), "secrets", std::move(summary));
    if (operation.path.ends_with('}'))
        operation.idSchema = nameSchema;
    return operation;
}

} // namespace

void addSecretOperations(Operations& out) {
    auto list = makeOperation(http::Method::Get, "/admin/v1/secrets", "listSecrets", "List the kept secrets");
    list.description = "Names, places and last four characters; never a value.";
    list.parameters = {choiceParameter("sort", "The field to sort by, `-` before it for descending.",
                                       {"name", "-name", "date", "-date", "place", "-place"}),
                       integerParameter("limit", "Items a page.", 1, mostPerPage, usualPerPage), cursorParameter()};
    ResponseInfo unchanged{304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false};
    list.responses = {{200, "A page.", {"application/json"}, "SecretList", true, false}, unchanged};
    list.run = ControlRun(listSecrets);
    list.permission = contract::Permission::ManageSecrets;
    out.push_back(std::move(list));

    auto put = makeOperation(http::Method::Put, "/admin/v1/secrets/{name}", "putSecret", "Keep or replace a secret");
    put.description = "Use it then as `keychain:NAME` or `vault:NAME`, as `reference` says. Providers that use it take "
                      "the new value at once.";
    put.body = BodyInfo{{"application/json"}, "SecretValue", {}, std::size_t{512} * 1024};
    put.responses = {{200, "Kept.", {"application/json"}, "Secret", false, false}};
    put.problems = {409};
    put.run = ControlRun(putSecret);
    put.permission = contract::Permission::ManageSecrets;
    out.push_back(std::move(put));

    auto remove = makeOperation(http::Method::Delete, "/admin/v1/secrets/{name}", "deleteSecret", "Forget a secret");
    remove.description = "Refused with 409, naming them, while providers use it.";
    remove.responses = {{204, "Forgotten.", {}, "", false, false}};
    remove.problems = {404, 409};
    remove.run = ControlRun(removeSecret);
    remove.permission = contract::Permission::ManageSecrets;
    out.push_back(std::move(remove));

    auto rotate =
        makeOperation(http::Method::Put, "/admin/v1/vault/key", "putVaultKey", "Change the vault's master key");
    rotate.description = "The secrets stay as they are and calls go on. Give the same key at the next start.";
    rotate.body = BodyInfo{{"application/json"}, "VaultKey", {}, std::size_t{16} * 1024};
    rotate.responses = {{204, "Sealed with the new key.", {}, "", false, false}};
    rotate.problems = {404};
    rotate.run = ControlRun(rotateVault);
    rotate.permission = contract::Permission::ManageSecrets;
    out.push_back(std::move(rotate));
}

} // namespace gatehouse::admin
