// SPDX-License-Identifier: Apache-2.0
#include "core/providers/provider_request.h"

#include "core/base/text.h"
#include "core/providers/rate_limits.h"

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::providers {
namespace {

using dialects::Dialect;

constexpr std::string_view anthropicVersionName = "anthropic-version";
constexpr std::string_view anthropicVersion = "2023-06-01";
constexpr std::size_t mostRequestId = 128;

// What a client may tell its provider, by dialect. Everything else stays here.
constexpr std::array<std::string_view, 5> openAiRequest = {"openai-beta", "openai-organization", "openai-project",
                                                           "idempotency-key", "x-client-request-id"};
constexpr std::array<std::string_view, 2> anthropicRequest = {anthropicVersionName, "anthropic-beta"};

constexpr std::array<std::string_view, 1> bedrockRequest = {"x-amzn-bedrock-"};
constexpr std::array<std::string_view, 1> sageMakerRequest = {"x-amzn-sagemaker-"}; // by clients of any dialect

constexpr std::array<std::string_view, 1> kserveFields = {"inference-header-content-length"}; // of both ways

// Vertex: the version stands in the body.
constexpr std::array<std::string_view, 1> vertexAnthropicRequest = {"anthropic-beta"};
// Whether provisioned throughput may be used. What the client library says of itself stays here.
constexpr std::array<std::string_view, 2> geminiRequest = {"x-vertex-ai-llm-request-type",
                                                           "x-vertex-ai-llm-shared-request-type"};

constexpr std::array<std::string_view, 3> relayedRequest = {"content-encoding", "range", "accept-language"};

// What a provider may tell a client of its dialect. A name that ends in '-' stands for all that begin so. Ids of the
// provider's account (openai-organization, anthropic-organization-id) are not the client's business.
constexpr std::array<std::string_view, 8> anyAnswer = {
    "content-type",  "content-encoding", "x-should-retry", "content-disposition",
    "content-range", "accept-ranges",    "etag",           "last-modified"};
constexpr std::array<std::string_view, 4> openAiAnswer = {"x-ratelimit-", "openai-processing-ms", "openai-version",
                                                          "openai-model"};
constexpr std::array<std::string_view, 2> anthropicAnswer = {"anthropic-ratelimit-", "anthropic-priority-"};
constexpr std::array<std::string_view, 2> bedrockAnswer = {"x-amzn-bedrock-", "x-amzn-errortype"};
constexpr std::array<std::string_view, 3> cohereAnswer = {"x-endpoint-", "x-trial-endpoint-", "x-debug-trace-id"};
constexpr std::array<std::string_view, 2> everyAnswer = {"retry-after", "retry-after-ms"};

std::span<const std::string_view> requestFields(Dialect dialect) {
    switch (dialect) {
    case Dialect::OpenAi:
    case Dialect::OpenAiResponses:
        return openAiRequest;
    case Dialect::Anthropic:
        return anthropicRequest;
    case Dialect::VertexAnthropic:
        return vertexAnthropicRequest;
    case Dialect::Gemini:
        return geminiRequest;
    case Dialect::Bedrock:
    case Dialect::BedrockInvoke:
        return bedrockRequest;
    case Dialect::KServe:
        return kserveFields;
    default:
        return {};
    }
}

std::span<const std::string_view> answerFields(Dialect dialect) {
    switch (dialect) {
    case Dialect::OpenAi:
    case Dialect::OpenAiResponses:
        return openAiAnswer;
    case Dialect::Anthropic:
    case Dialect::VertexAnthropic:
        return anthropicAnswer;
    case Dialect::Bedrock:
    case Dialect::BedrockInvoke:
        return bedrockAnswer;
    case Dialect::Cohere:
        return cohereAnswer;
    case Dialect::KServe:
        return kserveFields;
    default:
        return {};
    }
}

// In the order of trust: the dialects' own names first.
constexpr std::array<std::string_view, 6> requestIdNames = {
    "request-id", "x-request-id", "apim-request-id", "x-amzn-requestid", "mistral-correlation-id", "cf-ray"};

bool matches(std::string_view name, std::string_view listed) {
    if (listed.back() == '-')
        name = name.substr(0, listed.size());
    return name.size() == listed.size() && equalsIgnoringCase(name, listed);
}

bool isListed(std::string_view name, std::span<const std::string_view> list) {
    return std::any_of(list.begin(), list.end(), [name](std::string_view each) { return matches(name, each); });
}

// Named by a Connection field: meant for this connection only (RFC 9110 §7.6.1).
bool isHopByHop(const http::RequestHead& head, std::string_view name) {
    for (const auto& field : head.fields) {
        if (!equalsIgnoringCase(field.name, "connection"))
            continue;
        std::string_view list = field.value;
        while (!list.empty()) {
            const std::size_t comma = std::min(list.find(','), list.size());
            if (equalsIgnoringCase(trim(list.substr(0, comma)), name))
                return true;
            list.remove_prefix(std::min(comma + 1, list.size()));
        }
    }
    return false;
}

// Anthropic's own envelope and Vertex's say beta names in the same header.
bool isVertexPair(Dialect client, Dialect spoken) {
    return (client == Dialect::Anthropic && spoken == Dialect::VertexAnthropic) ||
           (client == Dialect::VertexAnthropic && spoken == Dialect::Anthropic);
}

void addClientFields(const FieldsRequest& request, Dialect spoken, std::vector<http::Field>& fields) {
    const bool sageMaker = request.provider->form == dialects::ProviderForm::SageMaker;
    const bool same = request.clientDialect == spoken || isVertexPair(request.clientDialect, spoken);
    if (request.client == nullptr || (!same && !sageMaker))
        return;
    const auto list = sageMaker ? std::span<const std::string_view>(sageMakerRequest) : requestFields(spoken);
    for (const auto& field : request.client->fields) {
        const bool listed = isListed(field.name, list) || (request.relayed && isListed(field.name, relayedRequest));
        if (listed && !isHopByHop(*request.client, field.name))
            fields.push_back({std::string(field.name), std::string(field.value)});
    }
}

std::string acceptFor(const FieldsRequest& request, Dialect spoken) {
    if (request.client != nullptr && request.clientDialect == spoken) {
        const std::string_view accept = request.client->field("accept");
        if (!accept.empty())
            return std::string(accept);
    }
    if (request.relayed)
        return "*/*";
    if (request.stream && (spoken == Dialect::Bedrock || spoken == Dialect::BedrockInvoke))
        return "application/vnd.amazon.eventstream";
    return request.stream ? "text/event-stream" : "application/json";
}

bool has(const std::vector<http::Field>& fields, std::string_view name) {
    return std::any_of(fields.begin(), fields.end(),
                       [name](const http::Field& field) { return equalsIgnoringCase(field.name, name); });
}

// Those of the configuration stand before what a client says of the same name.
void addProviderFields(const FieldsRequest& request, std::vector<http::Field>& fields) {
    const auto& provider = *request.provider;
    for (const auto& [name, value] : provider.headers) {
        std::erase_if(fields,
                      [&name = name](const http::Field& field) { return equalsIgnoringCase(field.name, name); });
        fields.push_back({name, value});
    }
    // Azure Machine Learning: which deployment of the endpoint; "default" leaves it to the endpoint's rules.
    const auto isPlain = [](char c) { return c > 0x20 && c < 0x7F; };
    if (provider.form == dialects::ProviderForm::AzureMl && !request.model.empty() && request.model != "default" &&
        std::all_of(request.model.begin(), request.model.end(), isPlain) && !has(fields, "azureml-model-deployment"))
        fields.push_back({"azureml-model-deployment", std::string(request.model)});
}

Result<void> addCredential(const FieldsRequest& request, std::vector<http::Field>& fields) {
    const config::Provider& provider = *request.provider;
    if (!provider.needsKey())
        return {};
    if (request.key == nullptr || request.key->empty())
        return failure(ErrorKind::Unavailable, "provider_key_missing",
                       "The provider " + provider.id + " has no key that can be read. Add one under its keys.");
    const bool bearer = provider.auth == config::AuthStyle::Bearer;
    if (!bearer && provider.auth != config::AuthStyle::Header)
        return {}; // the authorizer's
    http::Field field{bearer ? "Authorization" : provider.authHeader, bearer ? "Bearer " : provider.authPrefix};
    field.value.append(request.key->reveal()); // onto the wire; the client wipes it after sending
    fields.push_back(std::move(field));
    return {};
}

} // namespace

http::Endpoint endpointOf(const config::Provider& provider) {
    if (provider.isDemo())
        return {false, "demo", 0, nullptr};
    return {provider.tls, provider.host, provider.port, provider.way};
}

std::string targetOf(const config::Provider& provider, const dialects::FormRow& row, std::string_view model,
                     bool stream, std::string_view version) {
    constexpr std::string_view modelPlace = "{model}";
    constexpr std::string_view versionPlace = "{version}";
    constexpr std::string_view apiVersionPlace = "{api_version}";
    std::string_view path = stream && !row.streamPath.empty() ? row.streamPath : row.path;
    std::string target = provider.isDemo() ? std::string() : provider.basePath;
    // Vertex's express mode has these in its base URL.
    constexpr std::string_view publisher = "/publishers/google/models";
    if (path.starts_with(publisher) && target.ends_with(publisher))
        path.remove_prefix(publisher.size());
    for (auto at = path.find('{'); at != std::string_view::npos; at = path.find('{')) {
        target.append(path.substr(0, at));
        path.remove_prefix(at);
        if (path.starts_with(modelPlace)) {
            target.append(percentEncode(model));
            path.remove_prefix(modelPlace.size());
        } else if (path.starts_with(apiVersionPlace)) {
            target.append(provider.apiVersion);
            path.remove_prefix(apiVersionPlace.size());
        } else {
            if (!version.empty())
                target.append("/versions/").append(percentEncode(version));
            path.remove_prefix(versionPlace.size());
        }
    }
    return target.append(path);
}

std::string relayTarget(const config::Provider& provider, std::string_view path) {
    return provider.basePath + std::string(path);
}

Result<std::vector<http::Field>> fieldsFor(const FieldsRequest& request) {
    const Dialect spoken = request.spoken.value_or(request.provider->dialect());
    std::vector<http::Field> fields;
    fields.reserve(8);
    if (!request.contentType.empty())
        fields.push_back({"Content-Type", std::string(request.contentType)});
    fields.push_back({"Accept", acceptFor(request, spoken)});
    // What is whole may come compressed (core/http decodes it); events must not wait in a compressor, and parts of a
    // file that is relayed must be parts of the file.
    const bool plain = request.stream || request.relayed;
    fields.push_back({"Accept-Encoding", plain ? "identity" : "gzip, deflate, zstd"});
    fields.push_back({"User-Agent", std::string(userAgent())});
    addClientFields(request, spoken, fields);
    if (spoken == Dialect::Anthropic && !has(fields, anthropicVersionName))
        fields.push_back({std::string(anthropicVersionName), std::string(anthropicVersion)});
    addProviderFields(request, fields);
    if (auto added = addCredential(request, fields); !added)
        return tl::unexpected(std::move(added.error()));
    return fields;
}

std::vector<http::Field> fieldsForClient(const http::UpstreamHead& head, Dialect provider, Dialect client,
                                         WallMicros now) {
    std::vector<http::Field> fields;
    if (provider != client)
        fields = rateLimitFields(head, client, now);
    constexpr std::size_t gatewaysOwn = 12; // that the caller adds
    fields.reserve(fields.size() + head.fields.size() + gatewaysOwn);
    const auto own = answerFields(provider);
    for (const auto& field : head.fields) {
        const bool passes = isListed(field.name, everyAnswer) ||
                            (provider == client && (isListed(field.name, anyAnswer) || isListed(field.name, own)));
        if (passes)
            fields.push_back({std::string(field.name), std::string(field.value)});
    }
    return fields;
}

std::string providerRequestId(const http::UpstreamHead& head) {
    for (const auto name : requestIdNames) {
        const std::string_view id = head.field(name);
        const bool printable = std::all_of(id.begin(), id.end(), [](char c) { return c > 0x20 && c < 0x7F; });
        if (!id.empty() && id.size() <= mostRequestId && printable)
            return std::string(id);
    }
    return {};
}

std::string_view userAgent() {
    return "gatehouse/" GATEHOUSE_VERSION;
}

} // namespace gatehouse::providers
