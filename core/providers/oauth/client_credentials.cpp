// SPDX-License-Identifier: Apache-2.0
#include "core/providers/auth/crypto.h"
#include "core/providers/auth/sources.h"

namespace gatehouse::providers {
namespace {

constexpr std::string_view ibmTokens = "https://iam.cloud.ibm.com/identity/token";

std::string serverAt(const std::string& url) {
    const auto parts = splitUrl(url);
    return "the token server " + (parts ? parts->host : std::string("of the provider"));
}

Error noKey() {
    return missing("The provider has no key that can be read, so no token can be fetched. Add one under its keys.");
}

class ClientCredentials final : public TokenSource {
public:
    explicit ClientCredentials(SourceInput input) : m_in(std::move(input)) {}

    Task<Result<Grant>> fetch() override {
        if (!m_in.key)
            co_return tl::unexpected(noKey());
        auto request = makeRequest();
        co_return co_await fetchToken(m_in.tools, std::move(request));
    }

private:
    TokenRequest makeRequest() const {
        const auto& with = *m_in.credentials;
        TokenRequest request;
        request.url = with.tokenUrl;
        request.server = serverAt(request.url);
        request.way = with.tokenWay;
        request.fields.push_back({"Accept", "application/json"});
        appendFormField(request.form, "grant_type", "client_credentials");
        if (!with.scope.empty())
            appendFormField(request.form, "scope", with.scope);
        if (!with.audience.empty())
            appendFormField(request.form, "audience", with.audience);
        if (with.clientInBody) {
            appendFormField(request.form, "client_id", with.clientId);
            appendFormField(request.form, "client_secret", m_in.key->reveal());
        } else {
            request.fields.push_back({"Authorization", basic()});
            // One of the servers that take a ready-made pair wants each request numbered.
            if (with.clientId.empty())
                request.fields.push_back({"RqUID", uniqueNumber()});
        }
        return request;
    }

    // RFC 6749 §2.3.1: both halves form-encoded. Without an id the key is such a pair already.
    std::string basic() const {
        const auto& id = m_in.credentials->clientId;
        std::string text = "Basic ";
        if (id.empty())
            return text.append(m_in.key->reveal());
        std::string pair;
        appendFormField(pair, id, m_in.key->reveal());
        pair[pair.find('=')] = ':';
        auto encoded = base64(pair);
        wipe(pair);
        text.append(encoded);
        wipe(encoded);
        return text;
    }

    // RFC 9562, version 4.
    static std::string uniqueNumber() {
        auto hex = toHex(sha256(randomName(32))).substr(0, 32);
        hex[12] = '4';
        hex[16] = '8';
        for (const std::size_t at : {20U, 16U, 12U, 8U})
            hex.insert(at, "-");
        return hex;
    }

    SourceInput m_in;
};

class IbmKey final : public TokenSource {
public:
    explicit IbmKey(SourceInput input) : m_in(std::move(input)) {}

    Task<Result<Grant>> fetch() override {
        if (!m_in.key)
            co_return tl::unexpected(noKey());
        TokenRequest request;
        const auto& own = m_in.credentials->tokenUrl;
        request.url = own.empty() ? std::string(ibmTokens) : own;
        request.server = serverAt(request.url);
        request.way = m_in.credentials->tokenWay;
        request.fields.push_back({"Accept", "application/json"});
        appendFormField(request.form, "grant_type", "urn:ibm:params:oauth:grant-type:apikey");
        appendFormField(request.form, "apikey", m_in.key->reveal());
        co_return co_await fetchToken(m_in.tools, std::move(request));
    }

private:
    SourceInput m_in;
};

} // namespace

std::shared_ptr<TokenSource> clientCredentialsSource(SourceInput input) {
    return std::make_shared<ClientCredentials>(std::move(input));
}

std::shared_ptr<TokenSource> ibmSource(SourceInput input) {
    return std::make_shared<IbmKey>(std::move(input));
}

} // namespace gatehouse::providers
