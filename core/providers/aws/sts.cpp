// SPDX-License-Identifier: Apache-2.0
#include "core/providers/aws/sts.h"

#include "core/base/text.h"
#include "core/dialects/json_tree.h"
#include "core/providers/auth/crypto.h"
#include "core/providers/aws/signature.h"

#include <array>
#include <utility>

namespace gatehouse::providers::aws {
namespace {

using dialects::json::Document;

constexpr std::string_view version = "2011-06-15";
constexpr std::string_view sessionStart = "gatehouse-";

std::string stsUrl(const config::Credentials& credentials) {
    for (const auto* name : {"AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"}) {
        if (const auto own = credentials.variable(name); !own.empty())
            return std::string(own);
    }
    const bool china = credentials.region.starts_with("cn-");
    return "https://sts." + credentials.region + (china ? ".amazonaws.com.cn/" : ".amazonaws.com/");
}

TokenRequest roleRequest(const config::Credentials& credentials, std::string_view action, const Role& role) {
    TokenRequest request;
    request.url = stsUrl(credentials);
    const auto parts = splitUrl(request.url);
    request.server = "AWS's token service " + (parts ? parts->host : std::string());
    request.way = credentials.tokenWay;
    request.fields.push_back({"Accept", "application/xml"});
    appendFormField(request.form, "Action", action);
    appendFormField(request.form, "Version", version);
    appendFormField(request.form, "RoleArn", role.arn);
    appendFormField(request.form, "RoleSessionName",
                    role.session.empty() ? std::string(sessionStart) + randomName(12) : role.session);
    appendFormField(request.form, "DurationSeconds", "3600");
    return request;
}

std::string unescaped(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 5> names{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    std::string out;
    while (!text.empty()) {
        std::size_t taken = 1;
        char c = text.front();
        for (const auto& [name, meant] : names) {
            if (text.starts_with(name)) {
                taken = name.size();
                c = meant;
            }
        }
        out += c;
        text.remove_prefix(taken);
    }
    return out;
}

std::string elementIn(std::string_view xml, std::string_view name) {
    const auto open = "<" + std::string(name) + ">";
    const auto start = xml.find(open);
    if (start == std::string_view::npos)
        return {};
    const auto inner = xml.substr(start + open.size());
    auto text = unescaped(inner.substr(0, inner.find('<')));
    std::erase_if(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }); // no value has any
    return text;
}

// Both halves, or it is no credential. What is wrong is wiped.
Result<Grant> grantOf(std::string id, std::string secret, std::string token, std::string_view expires,
                      std::string_view server, const Clock& clock) {
    if (id.empty() || secret.empty()) {
        wipe(secret);
        wipe(token);
        return tl::unexpected(unreadableAnswer(server));
    }
    Grant grant;
    grant.accessKeyId = std::move(id);
    grant.token = makeSecret(std::move(secret));
    if (!token.empty())
        grant.sessionToken = makeSecret(std::move(token));
    if (!expires.empty())
        grant.lifetime = untilTime(expires, clock).value_or(std::chrono::seconds(300));
    return grant;
}

Task<Result<Grant>> askSts(FetchTools& tools, TokenRequest request) {
    const auto server = request.server;
    auto answer = co_await ask(tools, std::move(request));
    if (!answer)
        co_return tl::unexpected(std::move(answer.error()));
    co_return readStsAnswer(*answer, server, tools.clock);
}

} // namespace

Result<Grant> readStsAnswer(const TokenAnswer& answer, std::string_view server, const Clock& clock) {
    if (answer.status != 200)
        return tl::unexpected(refusal(server, answer));
    const auto start = answer.body.find("<Credentials>");
    if (start == std::string::npos)
        return tl::unexpected(unreadableAnswer(server));
    const auto inner = std::string_view(answer.body).substr(start);
    return grantOf(elementIn(inner, "AccessKeyId"), elementIn(inner, "SecretAccessKey"),
                   elementIn(inner, "SessionToken"), elementIn(inner, "Expiration"), server, clock);
}

Result<Grant> readAwsJson(const TokenAnswer& answer, std::string_view server, const Clock& clock) {
    if (answer.status != 200)
        return tl::unexpected(refusal(server, answer));
    const auto document = Document::parse(answer.body);
    if (!document)
        return tl::unexpected(unreadableAnswer(server));
    const auto root = document->root();
    if (const auto code = root["Code"].text(); !code.empty() && code != "Success")
        return tl::unexpected(refusal(server, answer));
    return grantOf(root["AccessKeyId"].text(), root["SecretAccessKey"].text(), root["Token"].text(),
                   root["Expiration"].text(), server, clock);
}

Task<Result<Grant>> assumeRole(FetchTools& tools, const config::Credentials& credentials, Role role, Grant with) {
    auto request = roleRequest(credentials, "AssumeRole", role);
    if (!role.externalId.empty())
        appendFormField(request.form, "ExternalId", role.externalId);
    const auto parts = splitUrl(request.url);
    if (!parts)
        co_return failure(ErrorKind::Invalid, "provider_auth_address", "AWS_ENDPOINT_URL_STS is no http or https URL.");
    const bool usualPort = parts->port == (parts->tls ? 443 : 80);
    const auto host = usualPort ? parts->host : parts->host + ":" + std::to_string(parts->port);
    const SigningKey key{with.accessKeyId, with.token->reveal(),
                         with.sessionToken ? with.sessionToken->reveal() : std::string_view()};
    const SigningScope scope{credentials.region, "sts", tools.clock.wall()};
    const std::array<std::string_view, 1> body{request.form};
    sign(request.fields, "POST", parts->target, host, body, key, scope);
    co_return co_await askSts(tools, std::move(request));
}

Task<Result<Grant>> assumeRoleWithToken(FetchTools& tools, const config::Credentials& credentials, Role role,
                                        std::string token) {
    auto request = roleRequest(credentials, "AssumeRoleWithWebIdentity", role);
    appendFormField(request.form, "WebIdentityToken", token);
    wipe(token);
    co_return co_await askSts(tools, std::move(request));
}

} // namespace gatehouse::providers::aws
