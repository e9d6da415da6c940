// SPDX-License-Identifier: Apache-2.0
#include "core/services/openapi_document.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

constexpr int mostHops = 32;
constexpr std::size_t mostParameters = 200;
constexpr std::array<std::string_view, 8> methods = {"get",     "put",  "post",  "delete",
                                                     "options", "head", "patch", "trace"};

tl::unexpected<Error> badDocument(std::string why) {
    return failure(ErrorKind::Invalid, "invalid_document", "The OpenAPI document: " + std::move(why));
}

// Bounds, and references that lead out of the document. Recursion is bounded by the depth that it checks.
class Bounds {
public:
    Result<void> check(const json::value& value, std::size_t depth) {
        if (depth > deepestDocument)
            return badDocument("it is more than 100 levels deep.");
        if (++m_values > mostDocumentValues)
            return badDocument("it holds more than 200,000 values.");
        if (const auto* object = value.if_object()) {
            for (const auto& [name, member] : *object) {
                m_bytes += name.size() + 4;
                if (name == "$ref" && member.is_string()) {
                    const std::string_view reference = member.get_string();
                    if (!reference.starts_with("#"))
                        return badDocument("the reference " + std::string(reference.substr(0, 200)) +
                                           " leads out of it. Bundle the parts into one document.");
                }
                if (auto fine = check(member, depth + 1); !fine)
                    return fine;
            }
        } else if (const auto* array = value.if_array()) {
            for (const auto& element : *array) {
                if (auto fine = check(element, depth + 1); !fine)
                    return fine;
            }
        } else {
            m_bytes += value.is_string() ? value.get_string().size() + 2 : 4;
        }
        if (m_bytes > mostDocumentBytes)
            return badDocument("it is larger than 2 MiB.");
        return {};
    }

private:
    std::size_t m_values = 0;
    std::size_t m_bytes = 0;
};

} // namespace

std::string_view textAt(const json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string_view(member->get_string()) : std::string_view();
}

const json::value* OpenApi::at(std::string_view reference) const {
    if (!reference.starts_with('#'))
        return nullptr;
    const auto pointer = percentDecode(reference.substr(1));
    if (!pointer)
        return nullptr;
    if (pointer->empty())
        return m_value;
    boost::system::error_code failed;
    return m_value->find_pointer(*pointer, failed);
}

const json::value* OpenApi::resolved(const json::value* value) const {
    for (int hop = 0; value != nullptr && hop < mostHops; ++hop) {
        const auto* object = value->if_object();
        const auto reference = object != nullptr ? textAt(*object, "$ref") : std::string_view();
        if (reference.empty())
            return value;
        value = at(reference);
    }
    return nullptr;
}

const json::object* OpenApi::resolvedObject(const json::value* value) const {
    const auto* found = resolved(value);
    return found != nullptr ? found->if_object() : nullptr;
}

Result<OpenApi> OpenApi::read(const json::value& document) {
    OpenApi api;
    api.m_value = &document;
    api.m_root = document.if_object();
    if (api.m_root == nullptr)
        return badDocument("it is no object.");
    const auto version = textAt(*api.m_root, "openapi");
    api.m_is31 = version.starts_with("3.1");
    if (!api.m_is31 && !version.starts_with("3.0"))
        return badDocument("\"openapi\" is neither 3.0 nor 3.1.");
    Bounds bounds;
    if (auto fine = bounds.check(document, 0); !fine)
        return tl::unexpected(std::move(fine.error()));
    const auto* paths = api.m_root->if_contains("paths");
    if (paths == nullptr || !paths->is_object())
        return badDocument("it has no \"paths\".");
    for (const auto& [path, value] : paths->get_object()) {
        const auto* item = api.resolvedObject(&value);
        if (std::string_view(path).starts_with("x-"))
            continue;
        if (item == nullptr || !std::string_view(path).starts_with('/'))
            return badDocument("the path " + std::string(path).substr(0, 200) +
                               " does not begin with a slash, or has nothing behind it.");
        if (auto fine = api.readPath(path, *item); !fine)
            return tl::unexpected(std::move(fine.error()));
    }
    if (api.m_operations.empty())
        return badDocument("it has no operation.");
    return api;
}

Result<void> OpenApi::readPath(std::string_view path, const json::object& item) {
    for (const auto method : methods) {
        const auto* object = resolvedObject(item.if_contains(method));
        if (object == nullptr)
            continue;
        ApiOperation operation;
        operation.method = method;
        std::transform(operation.method.begin(), operation.method.end(), operation.method.begin(),
                       [](char c) { return static_cast<char>(c - 'a' + 'A'); });
        operation.path = path;
        operation.object = object;
        // Those of the operation stand before those of its path.
        if (auto read = readParameters(*object, operation); !read)
            return read;
        if (auto read = readParameters(item, operation); !read)
            return read;
        operation.body = resolvedObject(object->if_contains("requestBody"));
        m_operations.push_back(std::move(operation));
        if (m_operations.size() > mostOperations)
            return badDocument("it has more than 2,000 operations.");
    }
    return {};
}

Result<void> OpenApi::readParameters(const json::object& from, ApiOperation& operation) {
    const auto* list = from.if_contains("parameters");
    if (list == nullptr || !list->is_array())
        return {};
    for (const auto& value : list->get_array()) {
        const auto* parameter = resolvedObject(&value);
        if (parameter == nullptr)
            return badDocument("a parameter of " + operation.method + " " + operation.path.substr(0, 200) +
                               " is no object, or its reference leads nowhere.");
        const bool known =
            std::any_of(operation.parameters.begin(), operation.parameters.end(), [&](const auto* other) {
                return textAt(*other, "name") == textAt(*parameter, "name") &&
                       textAt(*other, "in") == textAt(*parameter, "in");
            });
        if (!known)
            operation.parameters.push_back(parameter);
        if (operation.parameters.size() > mostParameters)
            return badDocument("an operation has more than 200 parameters.");
    }
    return {};
}

} // namespace gatehouse::services
