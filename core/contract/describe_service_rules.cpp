// SPDX-License-Identifier: Apache-2.0
// Rules of REST services: which calls they take, and what they change.
#include "core/contract/describe.h"
#include "core/contract/describe_services.h"

namespace gatehouse::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* places = "`{{/path/id}}` and its like stand for what a JSON pointer finds in the facts of the "
                               "call (`path`, `query`, `headers`, `body`, `caller`, `api`, `request_id`); "
                               "`{{/query/page|1}}` has a default.";

Type parameterType() {
    return textType("the name of a parameter", 128);
}

Type valueType() {
    return textType("a text; * stands for any characters", 256);
}

Type placedType() {
    return textType("a text, perhaps with places", 1'024);
}

Type headerOrPrefixType() {
    return patternText("a header's name, or the beginning of some and *", "^[A-Za-z][A-Za-z0-9-]{0,63}\\*?$", 65);
}

ObjectDescription match() {
    Describer<ServiceMatchSpec> it("ServiceMatch", "What a rule asks of a call: everything that is given must hold.");
    it.field("path", &ServiceMatchSpec::path,
             patternText("a path such as /orders/{id} or /files/*", "^/[!-~]{0,511}$", 512),
             "The path behind `/apis/{id}/{version}`. `{name}` takes one segment, `*` as the last segment all paths "
             "below. Paths that two servers could read in two ways (dot segments, `//`, `;`, escaped slashes) are "
             "refused before any rule is asked.")
        .example = "/orders/{id}";
    auto methods = listType(serviceMethodType(), 0, 16);
    methods.unique = true;
    it.field("methods", &ServiceMatchSpec::methods, std::move(methods), "None: any. GET takes HEAD too.").example =
        boost::json::array{"GET", "POST"};
    it.field("headers", &ServiceMatchSpec::headers, mapType(serviceHeaderType(), valueType(), 16),
             "Headers of the request and their values; not those that hold credentials.");
    it.field("query", &ServiceMatchSpec::query, mapType(parameterType(), valueType(), 16),
             "Parameters of the query and their values.");
    it.field("host", &ServiceMatchSpec::host,
             patternText("a host's name; * stands for any characters", "^[A-Za-z0-9.*-]{1,253}$", 253),
             "The name that the client called the gateway by, without its port.");
    return it.finish();
}

ObjectDescription share() {
    Describer<ServiceShareSpec> it("ServiceShare", "The part of a rule's calls that goes to one group.");
    it.field("group", &ServiceShareSpec::group, idType("a group's id"), "The group.").required = true;
    it.field("weight", &ServiceShareSpec::weight, integerType(0, 10'000), "Its weight beside the others'.");
    return it.finish();
}

ObjectDescription request() {
    Describer<ServiceRequestSpec> it("ServiceRequest", std::string("What is changed in requests. In texts ") + places);
    it.field("path", &ServiceRequestSpec::path, patternText("a path such as /v2/items/{id}", "^/[!-~]{0,511}$", 512),
             "The path that the service sees. `{name}` stands for a segment that the rule's path took, `{rest}` for "
             "what `*` took, with its slash: `/v2{rest}`. Default: as the client asked.")
        .example = "/v2{rest}";
    it.field("set_headers", &ServiceRequestSpec::setHeaders, mapType(serviceHeaderType(), placedType(), 50),
             "Headers that are set. One whose only place has no value is left as it was.")
        .example = boost::json::object{{"x-team", "{{/caller/team}}"}};
    it.field("remove_headers", &ServiceRequestSpec::removeHeaders, listType(headerOrPrefixType(), 0, 50),
             "Headers of the client that do not go on.");
    it.field("set_query", &ServiceRequestSpec::setQuery, mapType(parameterType(), placedType(), 50),
             "Parameters that are set.");
    it.field("remove_query", &ServiceRequestSpec::removeQuery, listType(parameterType(), 0, 50),
             "Parameters that do not go on.");
    it.field("body", &ServiceRequestSpec::body, jsonType("a JSON value", std::size_t{32} * 1024),
             "The body that the service gets, in the place of the client's, as JSON. A string that is one place alone "
             "becomes the value itself, or its member is left out.");
    return it.finish();
}

ObjectDescription response() {
    Describer<ServiceResponseSpec> it("ServiceResponse",
                                      "What is changed in answers. Places find `status`, `headers` and `body` of the "
                                      "answer, and the rest as in `request`.");
    it.field("set_headers", &ServiceResponseSpec::setHeaders, mapType(serviceHeaderType(), placedType(), 50),
             "Headers that are set.");
    it.field("remove_headers", &ServiceResponseSpec::removeHeaders, listType(headerOrPrefixType(), 0, 50),
             "Headers that are taken out.");
    it.field("pass_headers", &ServiceResponseSpec::passHeaders, listType(headerOrPrefixType(), 0, 50),
             "Headers that pass beside the usual ones (content, caching, rates). Cookies never do.");
    it.field("status", &ServiceResponseSpec::status,
             mapType(patternText("a status, or 5xx for all of its hundred", "^([2-5][0-9][0-9]|[2-5]xx)$", 3),
                     patternText("a status", "^[2-5][0-9][0-9]$", 3), 50),
             "Which status becomes which.")
        .example = boost::json::object{{"5xx", "502"}};
    it.field("body", &ServiceResponseSpec::body, jsonType("a JSON value", std::size_t{32} * 1024),
             "The body that the client gets of an answer in JSON, as in `request`.");
    return it.finish();
}

ObjectDescription cache() {
    Describer<ServiceCacheSpec> it("ServiceCache", "Answers to GET that may be given again within a team.");
    it.field("ttl", &ServiceCacheSpec::ttl, durationType(seconds(1), hours(24)),
             "The longest; what the service says in `Cache-Control` may be shorter, or forbid it.");
    auto vary = listType(serviceHeaderType(), 0, 16);
    vary.unique = true;
    it.field("vary", &ServiceCacheSpec::vary, std::move(vary),
             "Headers of requests by which answers differ. An answer that varies by others is not kept.");
    return it.finish();
}

ObjectDescription rule() {
    Describer<ServiceRuleSpec> it("ServiceRule", "What happens to the calls that it fits.");
    it.field("name", &ServiceRuleSpec::name, modelType("a name", 64), "For records and for people.");
    it.field("match", &ServiceRuleSpec::match, objectType<ServiceMatchSpec>(), "Which calls; without it, all.");
    it.field("groups", &ServiceRuleSpec::groups, listType(objectType<ServiceShareSpec>(), 0, 20),
             "Where they go; of several, drawn by their weights. None: to the first group.");
    it.field("request", &ServiceRuleSpec::request, objectType<ServiceRequestSpec>(),
             "What is changed on the way there.");
    it.field("response", &ServiceRuleSpec::response, objectType<ServiceResponseSpec>(),
             "What is changed on the way back.");
    it.field("cache", &ServiceRuleSpec::cache, objectType<ServiceCacheSpec>(),
             "Which answers are kept. Default: none.");
    it.field("timeout", &ServiceRuleSpec::timeout, durationType(milliseconds(1), hours(1)),
             "For the whole call, in the place of the API's own `timeout`.");
    return it.finish();
}

} // namespace

Type serviceHeaderType() {
    return patternText("a header name", "^[A-Za-z][A-Za-z0-9-]{0,63}$", 64);
}

Type serviceMethodType() {
    return choiceType({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"});
}

Type serviceSizeType() {
    return patternText("a size such as 16MiB, at most 999MiB", "^[1-9][0-9]{0,2}(KiB|MiB)$", 8);
}

template <>
const ObjectDescription& descriptionOf<ServiceMatchSpec>() {
    static const auto description = match();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceShareSpec>() {
    static const auto description = share();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceRequestSpec>() {
    static const auto description = request();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceResponseSpec>() {
    static const auto description = response();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceCacheSpec>() {
    static const auto description = cache();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceRuleSpec>() {
    static const auto description = rule();
    return description;
}

} // namespace gatehouse::contract
