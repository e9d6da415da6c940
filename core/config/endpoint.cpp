// SPDX-License-Identifier: Apache-2.0
#include "core/config/endpoint.h"

#include "core/base/text.h"
#include "core/config/network.h"

#include <algorithm>
#include <array>
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

// Headers whose name is the whole recipe: the key stands in them alone. Words of the catalogue.
constexpr std::array<std::string_view, 8> keyHeaders{
    "x-api-key", "api-key",           "x-goog-api-key", "xi-api-key",
    "x-key",     "x-portkey-api-key", "x-bf-vk",        "api-subscription-key"};
// Fields that the gateway writes itself.
constexpr std::array<std::string_view, 12> ownHeaders{
    "host",    "connection", "content-length", "content-type", "content-encoding", "transfer-encoding", "trailer",
    "upgrade", "te",         "expect",         "keep-alive",   "accept-encoding"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

Fault unsupported(const Path& path, std::string found, std::string sentence) {
    auto fault = makeFault(FaultCode::Unsupported, path, "", std::move(found));
    fault.detail = std::move(sentence);
    return fault;
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
        const bool own = m_spec.baseUrl.has_value();
        const auto& text = own ? *m_spec.baseUrl : m_preset ? m_preset->baseUrl : std::string();
        if (text.empty() || (!own && text.find('{') != std::string::npos)) {
            auto fault = makeFault(FaultCode::MissingField, here, "an http or https URL", "nothing");
            if (m_preset && !text.empty())
                fault.hint = "preset " + *m_spec.preset + " has " + text + ": fill in its places and give it here";
            m_faults.push_back(std::move(fault));
            return;
        }
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
        while (m_endpoint.basePath.ends_with('/'))
            m_endpoint.basePath.pop_back();
        return !m_endpoint.host.empty() &&
               (url->scheme_id() == boost::urls::scheme::https || url->scheme_id() == boost::urls::scheme::http);
    }

    void auth() {
        if (m_spec.auth) {
            if (!take(toLower(*m_spec.auth), true))
                m_faults.push_back(makeFault(FaultCode::InvalidValue, Path(m_path, "auth"),
                                             "none, bearer or the name of a header that the gateway does not set",
                                             "one of its own headers"));
            return;
        }
        if (!m_preset) {
            take(m_endpoint.form == dialects::ProviderForm::Anthropic ? "x-api-key" : "bearer", true);
            return;
        }
        presetAuth();
    }

    // The first alternative that can be sent; "none" only where there is no key to send.
    void presetAuth() {
        std::string_view words = m_preset->auth;
        bool without = false;
        while (!words.empty()) {
            const auto bar = words.find('|');
            const auto word = words.substr(0, bar);
            words = bar == std::string_view::npos ? std::string_view() : words.substr(bar + 1);
            if (word == "none")
                without = true;
            else if (!(without && m_spec.keys.empty()) && take(std::string(word), false))
                return;
        }
        if (without)
            take("none", false);
        else
            m_faults.push_back(unsupported(Path(m_path, "auth"), quoted(m_preset->auth),
                                           "auth " + m_preset->auth + " of preset " + *m_spec.preset +
                                               " is not in this version; say in auth how the key is sent: bearer, "
                                               "none or the name of a header"));
    }

    bool take(const std::string& word, bool anyHeader) {
        if (word == "none")
            m_endpoint.auth = AuthStyle::None;
        else if (word == "bearer")
            m_endpoint.auth = AuthStyle::Bearer;
        else if (contains(keyHeaders, word) || (anyHeader && !contains(ownHeaders, word)))
            m_endpoint.auth = AuthStyle::Header;
        else
            return false;
        m_endpoint.authHeader = m_endpoint.auth == AuthStyle::Header ? word : std::string();
        return true;
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
