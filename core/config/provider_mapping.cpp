// SPDX-License-Identifier: Apache-2.0
#include "core/config/provider_mapping.h"

#include "core/base/text.h"
#include "core/dialects/mapping/mapping.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace gatehouse::config {
namespace {

using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;
using dialects::Mapping;
using dialects::MappingPlaces;
using dialects::MappingSource;
using dialects::ProviderForm;

// Fields that the gateway writes itself, that hold a credential, or that belong to a connection.
constexpr std::array<std::string_view, 26> ownHeaders{"accept",
                                                      "accept-encoding",
                                                      "authorization",
                                                      "connection",
                                                      "content-encoding",
                                                      "content-length",
                                                      "content-type",
                                                      "cookie",
                                                      "expect",
                                                      "forwarded",
                                                      "host",
                                                      "keep-alive",
                                                      "proxy-connection",
                                                      "proxy-authorization",
                                                      "set-cookie",
                                                      "te",
                                                      "trailer",
                                                      "transfer-encoding",
                                                      "upgrade",
                                                      "user-agent",
                                                      "via",
                                                      "x-api-key",
                                                      "api-key",
                                                      "x-goog-api-key",
                                                      "x-forwarded-for",
                                                      "inference-header-content-length"};

bool isOwn(std::string_view name) {
    return std::find(ownHeaders.begin(), ownHeaders.end(), name) != ownHeaders.end() ||
           name.starts_with("x-gatehouse-") || name.starts_with("x-amz-") || name.starts_with("sec-");
}

// The mapping that a form begins with where the operator names none.
std::string_view usualMapping(ProviderForm form) {
    switch (form) {
    case ProviderForm::KServe:
        return "triton_generate";
    case ProviderForm::Template:
    case ProviderForm::SageMaker:
        return "openai_messages";
    case ProviderForm::AzureMl:
        return "azureml_score";
    default:
        return {};
    }
}

// There a path of a mapping of the product plays no part: the service has one of its own.
bool hasOwnPath(ProviderForm form) {
    return form == ProviderForm::SageMaker || form == ProviderForm::DatabricksServing;
}

MappingSource sourceOf(const contract::MappingSpec& spec, ProviderForm form) {
    MappingSource source;
    source.path = spec.path;
    source.streamPath = spec.streamPath;
    if (hasOwnPath(form) && !spec.path)
        source.path = source.streamPath = "";
    source.request = spec.request;
    const auto& answer = spec.answer;
    source.answer = MappingPlaces{
        answer.text, answer.toolCalls, answer.finish, answer.inputTokens, answer.outputTokens, answer.error, {}};
    const auto& stream = spec.stream;
    source.stream = MappingPlaces{stream.text,         {},           stream.finish, stream.inputTokens,
                                  stream.outputTokens, stream.error, stream.skip};
    source.framing = stream.framing;
    source.end = stream.end;
    return source;
}

tl::unexpected<Faults> conflict(const Path& path, std::string expected, std::string found) {
    return tl::unexpected<Faults>(Faults{makeFault(FaultCode::Conflict, path, std::move(expected), std::move(found))});
}

} // namespace

contract::Checked<std::shared_ptr<const Mapping>> mappingOf(const contract::ProviderSpec& spec, ProviderForm form,
                                                            const Path& path) {
    const Path here(path, "mapping");
    const bool maps = dialects::rowOf(form, dialects::Operation::MappedChat) != nullptr;
    const auto usual = usualMapping(form);
    if (!spec.mapping && usual.empty())
        return std::shared_ptr<const Mapping>();
    if (!maps)
        return conflict(here, "nothing, for the dialect " + std::string(dialects::nameOf(form)) + " says its bodies",
                        "a mapping");
    const auto written = spec.mapping.value_or(contract::MappingSpec{});
    const auto use = written.use ? std::string_view(*written.use) : usual;
    auto made = Mapping::make(use, sourceOf(written, form), form == ProviderForm::SageMaker);
    if (made)
        return std::move(*made);
    auto& error = made.error();
    const std::string_view field = error.field;
    const auto dot = field.find('.');
    const Path outer(here, field.substr(0, dot));
    if (dot == std::string_view::npos)
        return conflict(outer, error.expected, error.found);
    return conflict(Path(outer, field.substr(dot + 1)), error.expected, error.found);
}

contract::Checked<std::vector<std::pair<std::string, std::string>>> headersOf(const contract::ProviderSpec& spec,
                                                                              const Path& path) {
    std::vector<std::pair<std::string, std::string>> headers;
    const Path list(path, "headers");
    for (std::size_t i = 0; i < spec.headers.size(); ++i) {
        const Path here(list, i);
        auto name = toLower(spec.headers[i].name);
        if (isOwn(name))
            return conflict(Path(here, "name"), "a header that the gateway does not set and that holds no credential",
                            contract::quoted(spec.headers[i].name));
        const bool twice =
            std::any_of(headers.begin(), headers.end(), [&name](const auto& header) { return header.first == name; });
        if (twice)
            return conflict(Path(here, "name"), "a header that does not stand here yet",
                            contract::quoted(spec.headers[i].name));
        headers.emplace_back(std::move(name), spec.headers[i].value);
    }
    return headers;
}

} // namespace gatehouse::config
