// SPDX-License-Identifier: Apache-2.0
#include "core/config/endpoint.h"

#include "core/base/text.h"
#include "core/catalog/places.h"
#include "core/config/network.h"
#include "core/config/provider_mapping.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <optional>
#include <vector>

namespace gatehouse::config {
namespace {

using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;
using contract::quoted;

Fault unsupported(const Path& path, std::string found, std::string sentence) {
    auto fault = makeFault(FaultCode::Unsupported, path, "", std::move(found));
    fault.detail = std::move(sentence);
    return fault;
}

// The newest that is generally there (https://learn.microsoft.com/azure/ai-services/openai/api-version-lifecycle).
std::string usualVersion(dialects::ProviderForm form) {
    switch (form) {
    case dialects::ProviderForm::AzureLegacy:
        return "2024-10-21";
    case dialects::ProviderForm::AzureInference:
        return "2024-05-01-preview";
    default:
        return {};
    }
}

class Resolution {
public:
    Resolution(const contract::ProviderSpec& spec, const Presets& presets, const Path& path)
        : m_spec(spec), m_path(path) {
        if (!spec.preset)
            return;
        m_preset = presets.find(*spec.preset);
        if (!m_preset) {
            const Path here(path, "preset");
            m_faults.push_back(
                makeFault(FaultCode::UnknownReference, here, "a preset of the catalogue", quoted(*spec.preset)));
        }
    }

    contract::Checked<Endpoint> run() {
        if (m_faults.empty()) {
            dialect();
            address();
        }
        if (m_faults.empty())
            auth();
        if (m_faults.empty())
            wire();
        if (m_faults.empty())
            m_faults = networkFaults(m_spec, m_endpoint.tls, m_path);
        if (!m_faults.empty())
            return tl::unexpected<Faults>(std::move(m_faults));
        return m_endpoint;
    }

private:
    void dialect() {
        const Path here(m_path, "dialect");
        const auto& name = m_spec.dialect ? *m_spec.dialect : m_preset ? m_preset->dialect : std::string();
        if (name.empty()) {
            m_faults.push_back(makeFault(FaultCode::MissingField, here, "a dialect or a preset", "nothing"));
            return;
        }
        m_endpoint.responses = m_spec.responses.value_or(m_preset && m_preset->responses);
        if (const auto known = dialects::providerFormNamed(name))
            m_endpoint.form = *known;
        else
            m_faults.push_back(unsupported(here, quoted(name),
                                           "dialect " + name + " of preset " + m_spec.preset.value_or("") +
                                               " is not in this version; use a dialect that it knows with the base_url "
                                               "that speaks it"));
    }

    void address() {
        const Path here(m_path, "base_url");
        m_endpoint.apiVersion = m_spec.apiVersion.value_or(usualVersion(m_endpoint.form));
        if (m_spec.baseUrl)
            return takeAddress(*m_spec.baseUrl, here);
        if (!m_preset || m_preset->baseUrl.empty()) {
            m_faults.push_back(makeFault(FaultCode::MissingField, here, "an http or https URL", "nothing"));
            return;
        }
        auto filled = catalog::fillPlaces(m_preset->baseUrl, m_spec.places);
        const Path places(m_path, "places");
        for (const auto& name : filled.missing) {
            auto fault = makeFault(FaultCode::MissingField, Path(places, name), "what stands there", "nothing");
            fault.hint =
                "preset " + *m_spec.preset + " has " + m_preset->baseUrl + ": fill in its places, or give base_url";
            m_faults.push_back(std::move(fault));
        }
        if (filled.missing.empty())
            takeAddress(filled.text, here);
    }

    void takeAddress(const std::string& text, const Path& here) {
        // The shape was checked before; whether brackets hold an address, no pattern of the schema can say.
        if (!takeUrl(text))
            m_faults.push_back(makeFault(FaultCode::Conflict, here, "the URL of a host", quoted(text)));
    }

    bool takeUrl(const std::string& text) {
        const auto url = boost::urls::parse_uri(text);
        if (url.has_error() || url->has_userinfo() || url->has_query() || url->has_fragment())
            return false;
        m_endpoint.tls = url->scheme_id() == boost::urls::scheme::https;
        m_endpoint.host = url->host_address();
        m_endpoint.port = m_endpoint.tls ? 443 : 80;
        if (url->has_port() && !url->port().empty()) {
            const auto port = parseUnsigned(std::string_view(url->port().data(), url->port().size()));
            if (!port || *port == 0 || *port > 65'535)
                return false;
            m_endpoint.port = static_cast<std::uint16_t>(*port);
        }
        m_endpoint.basePath = std::string(url->encoded_path());
        if (!m_endpoint.basePath.empty() && m_endpoint.basePath.front() != '/')
            return false; // "http://host:word/v1": the word is no port
        while (m_endpoint.basePath.ends_with('/'))
            m_endpoint.basePath.pop_back();
        // "http://host:name/": what should have been a port.
        const bool path = m_endpoint.basePath.empty() || m_endpoint.basePath.starts_with('/');
        return path && !m_endpoint.host.empty() &&
               (url->scheme_id() == boost::urls::scheme::https || url->scheme_id() == boost::urls::scheme::http);
    }

    // What goes with requests, and how bodies are made where the form has none.
    void wire() {
        if (auto headers = headersOf(m_spec, m_path))
            m_endpoint.headers = std::move(*headers);
        else
            m_faults = std::move(headers.error());
        if (auto mapping = mappingOf(m_spec, m_endpoint.form, m_path))
            m_endpoint.mapping = std::move(*mapping);
        else
            m_faults.insert(m_faults.end(), mapping.error().begin(), mapping.error().end());
    }

    void auth() {
        const bool six = m_endpoint.host.find(':') != std::string::npos;
        AuthPlace place{m_endpoint.host, m_endpoint.tls ? "https://" : "http://",
                        m_endpoint.form == dialects::ProviderForm::Anthropic};
        place.origin += six ? "[" + m_endpoint.host + "]" : m_endpoint.host;
        if (m_endpoint.port != (m_endpoint.tls ? 443 : 80))
            place.origin += ":" + std::to_string(m_endpoint.port);
        auto plan = authPlanOf(m_spec, m_preset ? &*m_preset : nullptr, place, m_path);
        if (plan)
            m_endpoint.auth = std::move(*plan);
        else
            m_faults = std::move(plan.error());
    }

    const contract::ProviderSpec& m_spec;
    const Path& m_path;
    std::optional<PresetFacts> m_preset;
    Endpoint m_endpoint;
    Faults m_faults;
};

} // namespace

contract::Checked<Endpoint> endpointOf(const contract::ProviderSpec& spec, const Presets& presets, const Path& path) {
    return Resolution(spec, presets, path).run();
}

} // namespace gatehouse::config
