// SPDX-License-Identifier: Apache-2.0
// Ordinary REST services: where they are, and which calls go where.
#include "core/contract/describe_services.h"
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

ObjectDescription server() {
    Describer<ServiceServerSpec> it("ServiceServer", "A server of a group.");
    auto& url = it.field("url", &ServiceServerSpec::url, urlType(),
                         "Where it is. What stands behind the host goes before every path.");
    url.required = true;
    url.example = "https://orders.internal.example/v3";
    it.field("weight", &ServiceServerSpec::weight, integerType(0, 1'000),
             "Its share beside the others'. With 0 it is only tried where no other can be.");
    return it.finish();
}

ObjectDescription health() {
    Describer<ServiceHealthSpec> it("ServiceHealth", "How servers are asked by themselves whether they are well: a "
                                                     "status below 400 is a good answer.");
    it.field("path", &ServiceHealthSpec::path,
             patternText("a path such as /health",
                         "^/([A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2}|/)*(\\?[A-Za-z0-9._~=&%-]{1,256})?$", 512),
             "What is asked for, behind the server's `url`.")
        .example = "/health";
    it.field("every", &ServiceHealthSpec::every, durationType(seconds(1), hours(1)), "How often.");
    it.field("healthy", &ServiceHealthSpec::healthy, integerType(1, 100),
             "So many good answers in a row bring a server back.");
    it.field("unhealthy", &ServiceHealthSpec::unhealthy, integerType(1, 100),
             "So many bad ones in a row take it out. Where all are out, they are tried all the same.");
    return it.finish();
}

ObjectDescription credentials() {
    Describer<ServiceCredentialSpec> it("ServiceCredential",
                                        "What proves to the service that the gateway calls. What clients send to the "
                                        "gateway as their key never goes there.");
    it.field("header", &ServiceCredentialSpec::header, serviceHeaderType(), "The header that it stands in.");
    it.field("prefix", &ServiceCredentialSpec::prefix, patternText("printable ASCII", "^([!-~][ -~]{0,63})?$", 64),
             "What stands before it.")
        .example = "Bearer ";
    auto& secret = it.field(
        "secret", &ServiceCredentialSpec::secret,
        patternText("a reference vault:service.NAME, keychain:service.NAME or env:SERVICE_NAME",
                    R"(^((vault|keychain):service\.[A-Za-z0-9._-]{1,56}|env:SERVICE_[A-Za-z0-9_]{1,100})$)", 128),
        "Where it is read from. Only secrets whose name begins with `service.` (`SERVICE_` in the environment) can be "
        "named, so that who publishes a service cannot send the keys of providers to it.");
    secret.required = true;
    secret.secret = true;
    secret.example = "vault:service.orders";
    return it.finish();
}

ObjectDescription timeouts() {
    Describer<ServiceTimeoutsSpec> it("ServiceTimeouts", "How long the gateway waits for a server, by phase.");
    const auto phase = durationType(milliseconds(1), hours(1));
    it.field("connect", &ServiceTimeoutsSpec::connect, phase, "Until the connection stands, TLS included.");
    it.field("first_byte", &ServiceTimeoutsSpec::firstByte, phase, "From the request sent to the answer's first byte.");
    it.field("idle", &ServiceTimeoutsSpec::idle, phase, "Between two pieces of an answer.");
    return it.finish();
}

ObjectDescription group() {
    Describer<ServiceGroupSpec> it("ServiceGroup", "Servers that do the same work.");
    it.field("id", &ServiceGroupSpec::id, idType("a group's id"), "Unique in its service.").required = true;
    it.field("servers", &ServiceGroupSpec::servers, listType(objectType<ServiceServerSpec>(), 1, 100), "Its servers.")
        .required = true;
    it.field("balance", &ServiceGroupSpec::balance,
             choiceType({"round_robin", "weighted", "least_busy", "consistent_hash"}),
             "Which of them gets a call: in turn, drawn by their weights, who has the fewest calls for its weight, or "
             "always the same for the same `hash_on`.");
    it.field(
        "hash_on", &ServiceGroupSpec::hashOn,
        patternText("key, app, address or header:NAME", "^(key|app|address|header:[A-Za-z][A-Za-z0-9-]{0,63})$", 72),
        "For `consistent_hash`.");
    it.field("health", &ServiceGroupSpec::health, objectType<ServiceHealthSpec>(),
             "Checks of the gateway's own. Default: none; how calls fare counts either way.");
    it.field("failures", &ServiceGroupSpec::failures, integerType(1, 100),
             "So many failed calls in a row (no connection, no answer, 502, 503, 504), and a server is left alone for "
             "`rest`.");
    it.field("rest", &ServiceGroupSpec::rest, durationType(milliseconds(100), hours(1)),
             "Doubled each time while it goes on failing, up to 32 times as long.");
    it.field("retries", &ServiceGroupSpec::retries, integerType(0, 5),
             "How often a call that failed is sent again, to another server where there is one. Only GET, HEAD, PUT, "
             "DELETE and OPTIONS, and only before a byte of the answer has gone to the client.");
    it.field("credentials", &ServiceGroupSpec::credentials, objectType<ServiceCredentialSpec>(),
             "What proves who calls. Default: nothing.");
    it.field("timeouts", &ServiceGroupSpec::timeouts, objectType<ServiceTimeoutsSpec>(), "How long to wait, by phase.");
    it.field("tls", &ServiceGroupSpec::tls, objectType<ProviderTlsSpec>(), "Whom TLS believes, and what it shows.");
    return it.finish();
}

ObjectDescription cors() {
    Describer<ServiceCorsSpec> it("ServiceCors", "Which pages of other sites may call, by the CORS protocol. Without "
                                                 "it none may.");
    auto origins = listType(
        patternText(
            "* or an origin such as https://shop.example",
            R"(^(\*|https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(:[1-9][0-9]{0,4})?)$)",
            300),
        1, 100);
    origins.unique = true;
    it.field("origins", &ServiceCorsSpec::origins, std::move(origins), "Their origins.").required = true;
    auto methods = listType(serviceMethodType(), 1, 16);
    methods.unique = true;
    it.field("methods", &ServiceCorsSpec::methods, std::move(methods), "What they may ask for.");
    auto headers = listType(serviceHeaderType(), 0, 50);
    headers.unique = true;
    it.field("headers", &ServiceCorsSpec::headers, headers,
             "Headers that they may send, beside those of the gateway's key and `content-type`.");
    it.field("expose", &ServiceCorsSpec::expose, headers, "Headers of answers that they may read.");
    it.field("max_age", &ServiceCorsSpec::maxAge, durationType(seconds(0), hours(24)),
             "How long a browser remembers this.");
    it.field("credentials", &ServiceCorsSpec::credentials, booleanType(),
             "Whether browsers may send client certificates. The gateway knows no cookies.");
    return it.finish();
}

ObjectDescription validation() {
    Describer<ServiceValidationSpec> it("ServiceValidation", "What calls are held against.");
    it.field("document", &ServiceValidationSpec::document, jsonObjectType(std::size_t{2} << 20U),
             "An OpenAPI document, 3.0 or 3.1, whose references stay within it. It is the published document too.");
    it.field("requests", &ServiceValidationSpec::requests, booleanType(),
             "Refuse calls that do not fit it: unknown paths (404) and methods (405), parameters and bodies (400), "
             "content types (415).");
    it.field("responses", &ServiceValidationSpec::responses, choiceType({"off", "log"}),
             "`log`: note in the call's record where its answer does not fit; it passes all the same.");
    return it.finish();
}

ObjectDescription service() {
    Describer<ServiceSpec> it("Service", "An ordinary REST service behind a published API. See docs/services.md.");
    it.field("groups", &ServiceSpec::groups, listType(objectType<ServiceGroupSpec>(), 1, 20),
             "Where calls go; without rules, to the first.")
        .required = true;
    it.field("rules", &ServiceSpec::rules, listType(objectType<ServiceRuleSpec>(), 0, 200),
             "The first rule that fits a call says where it goes and what is changed; a call that none fits is refused "
             "(404).");
    it.field("cors", &ServiceSpec::cors, objectType<ServiceCorsSpec>(), "Which pages of other sites may call.");
    it.field("compression", &ServiceSpec::compression, booleanType(),
             "Whether texts from 1 KiB to 1 MiB are compressed for clients that ask for it.");
    it.field("validation", &ServiceSpec::validation, objectType<ServiceValidationSpec>(),
             "What calls are held against.");
    it.field("most_request", &ServiceSpec::mostRequest, serviceSizeType(),
             "The most that a request's body may hold; the listener's own limits come first.");
    it.field("most_answer", &ServiceSpec::mostAnswer, serviceSizeType(),
             "The most that is read of an answer which has to be read whole: one that is mapped, checked or kept.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<ServiceServerSpec>() {
    static const auto description = server();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceHealthSpec>() {
    static const auto description = health();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceCredentialSpec>() {
    static const auto description = credentials();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceTimeoutsSpec>() {
    static const auto description = timeouts();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceGroupSpec>() {
    static const auto description = group();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceCorsSpec>() {
    static const auto description = cors();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceValidationSpec>() {
    static const auto description = validation();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceSpec>() {
    static const auto description = service();
    return description;
}

} // namespace gatehouse::contract
