// SPDX-License-Identifier: Apache-2.0
#include "core/admin/people_support.h"

#include "core/admin/body.h"
#include "core/base/text.h"

#include <algorithm>
#include <boost/json/object.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;

contract::Fault wrong(FaultCode code, std::string_view field, std::string expected, std::string found) {
    const contract::Path root;
    const contract::Path member(root, field);
    return contract::makeFault(code, field.empty() ? root : member, std::move(expected), std::move(found));
}

std::size_t charactersIn(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool fits(std::string_view text, const SecretField& field) {
    const auto length = charactersIn(text);
    return length >= field.least && length <= field.most && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

std::string expectation(const SecretField& field) {
    return "a text of " + std::to_string(field.least) + " to " + std::to_string(field.most) +
           " characters, none of control";
}

void wipeTexts(json::object& object) {
    for (auto& member : object) {
        if (auto* text = member.value().if_string())
            std::fill(text->begin(), text->end(), '\0');
    }
}

} // namespace

Outcome<SecretTexts> readTexts(Request& request, std::initializer_list<SecretField> fields) {
    auto body = parseBody(request.body);
    wipe(request.body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    auto* object = body->if_object();
    if (object == nullptr)
        return refused(contract::Faults{wrong(FaultCode::WrongType, "", "an object", "something else")});
    contract::Faults faults;
    SecretTexts texts;
    for (const auto& member : *object) {
        const std::string_view name = member.key();
        if (std::none_of(fields.begin(), fields.end(), [name](const SecretField& field) { return field.name == name; }))
            faults.push_back(wrong(FaultCode::UnknownField, "", "the fields of the document only", "another field"));
    }
    for (const auto& field : fields) {
        const auto* value = object->if_contains(field.name);
        const auto* text = value != nullptr ? value->if_string() : nullptr;
        if (value == nullptr && field.required)
            faults.push_back(wrong(FaultCode::MissingField, field.name, expectation(field), "nothing"));
        else if (value != nullptr && text == nullptr)
            faults.push_back(wrong(FaultCode::WrongType, field.name, "a text", "something else"));
        else if (text != nullptr && !fits(*text, field))
            faults.push_back(wrong(FaultCode::InvalidValue, field.name, expectation(field), "another one"));
        else
            texts.emplace(field.name, text != nullptr ? Secret(std::string_view(*text)) : Secret());
    }
    wipeTexts(*object);
    if (!faults.empty())
        return refused(std::move(faults));
    return texts;
}

Answer peopleRefusal(const Error& error) {
    auto answer = error.kind == ErrorKind::Invalid && error.code == "weak_password" ? problemAnswer(409, error)
                                                                                    : problemAnswer(error);
    if (error.kind == ErrorKind::Unauthorized)
        answer.with("WWW-Authenticate", "Bearer");
    if (error.kind == ErrorKind::Limited)
        answer.with("Retry-After", "60");
    return answer;
}

Answer nobodySignsIn() {
    return problemAnswer(503, "not_available", "Nobody signs in to this gateway.");
}

Operation peopleOperation(http::Method method, std::string path, std::string id, std::string summary) {
    Operation operation;
    operation.method = method;
    operation.path = std::move(path);
    operation.id = std::move(id);
    operation.tag = "people";
    operation.summary = std::move(summary);
    operation.permission = contract::Permission::Self;
    operation.portal = true;
    return operation;
}

ResponseInfo peopleResponse(int status, std::string description, std::string schema) {
    ResponseInfo info;
    info.status = status;
    info.description = std::move(description);
    info.schema = std::move(schema);
    if (info.schema.empty())
        info.mediaTypes.clear();
    return info;
}

} // namespace gatehouse::admin
