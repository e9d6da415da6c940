// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/json_body.h"

#include "core/dialects/json_strict.h"
#include "core/pipeline/answer_peek.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace gatehouse::pipeline {
namespace {

namespace json = boost::json;

class NoVisitor final : public dialects::json::Visitor {
public:
    void value(std::size_t, std::string_view, const dialects::json::Item&) override {}
    void close(std::size_t, const dialects::json::Item&) override {}
};

Result<json::object> parse(std::string_view body, std::size_t depth) {
    NoVisitor visitor;
    if (auto walked = dialects::json::walkStrictly(body, depth, visitor); !walked)
        return tl::unexpected(std::move(walked.error()));
    json::parse_options options;
    options.max_depth = depth + 1;
    boost::system::error_code error;
    auto value = json::parse(body, error, {}, options);
    if (error || !value.is_object()) // a number that no machine holds, an escaped half of a character
        return failure(ErrorKind::Invalid, "invalid_json",
                       "The body must be one JSON object with the API's values. Its openapi.json shows an example.");
    return std::move(value.get_object());
}

} // namespace

Task<Result<json::object>> readJsonBody(ApiCall& api, const RequestBounds& bounds) {
    const auto& head = api.exchange.head();
    if (!isJson(head.field("content-type")))
        co_return failure(ErrorKind::Invalid, "unsupported_media_type",
                          "The body must be JSON. Send the header Content-Type: application/json.");
    const auto encoding = head.field("content-encoding");
    if (!encoding.empty() && !equalsIgnoringCase(encoding, "identity"))
        co_return failure(ErrorKind::Invalid, "unsupported_content_encoding",
                          "Compressed request bodies are not taken. Send the body as it is.");
    auto body = co_await api.exchange.readBody(boundsFor(api.call, bounds).body);
    if (!body)
        co_return tl::unexpected(std::move(body.error()));
    api.call.record.bytesIn = static_cast<std::int64_t>(body->size());
    co_return parse(*body, bounds.scan.depth);
}

} // namespace gatehouse::pipeline
