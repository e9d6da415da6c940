// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

// An OpenAPI document (3.0 or 3.1, https://spec.openapis.org/oas/), as far as calls can be held against it. Documents
// come from anybody: sizes are bounded, and nothing outside the document is ever looked at. Pure; any thread.
namespace gatehouse::services {

inline constexpr std::size_t mostDocumentBytes = std::size_t{2} << 20U; // as JSON
inline constexpr std::size_t mostDocumentValues = 200'000;
inline constexpr std::size_t deepestDocument = 100;
inline constexpr std::size_t mostOperations = 2'000;

// One operation, its references followed; pointers into the document.
struct ApiOperation {
    std::string method; // "GET"
    std::string path;   // "/orders/{id}"
    const boost::json::object* object = nullptr;
    std::vector<const boost::json::object*> parameters; // those of the path too
    const boost::json::object* body = nullptr;          // the request's, or null
};

class OpenApi {
public:
    // Keeps a view: the document must outlive it. Errors: Invalid invalid_document; the message says where and what.
    static Result<OpenApi> read(const boost::json::value& document);

    const boost::json::object& root() const { return *m_root; }
    bool is31() const { return m_is31; }
    const std::vector<ApiOperation>& operations() const { return m_operations; }
    // "#/components/schemas/Pet"; null where there is nothing.
    const boost::json::value* at(std::string_view reference) const;
    // Follows references until something else is found; null for a circle, or for what is not there.
    const boost::json::value* resolved(const boost::json::value* value) const;
    const boost::json::object* resolvedObject(const boost::json::value* value) const;

private:
    Result<void> readPath(std::string_view path, const boost::json::object& item);
    Result<void> readParameters(const boost::json::object& from, ApiOperation& operation);

    const boost::json::object* m_root = nullptr;
    const boost::json::value* m_value = nullptr;
    bool m_is31 = false;
    std::vector<ApiOperation> m_operations;
};

// The text at "name", or "".
std::string_view textAt(const boost::json::object& object, std::string_view name);

} // namespace gatehouse::services
