// SPDX-License-Identifier: Apache-2.0
#include "core/providers/aws/signature.h"

#include "core/base/digest.h"
#include "core/base/secret.h"
#include "core/base/text.h"
#include "core/providers/auth/crypto.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace gatehouse::providers::aws {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view scopeEnd = "aws4_request";
constexpr std::string_view dateName = "x-amz-date";
constexpr std::string_view digestName = "x-amz-content-sha256";
constexpr std::string_view tokenName = "x-amz-security-token";
constexpr std::string_view amzStart = "x-amz-";

// Trimmed, and blanks in a row made one.
std::string oneBlank(std::string_view value) {
    std::string out;
    for (const char c : trim(value)) {
        if (c != ' ' || out.empty() || out.back() != ' ')
            out += c;
    }
    return out;
}

// Names in small letters and in order; the values of one name, as they came, parted by commas.
std::map<std::string, std::string> canonicalFields(const std::vector<http::Field>& fields) {
    std::map<std::string, std::string> sorted;
    for (const auto& field : fields) {
        auto& value = sorted[toLower(field.name)];
        if (!value.empty())
            value += ',';
        value += oneBlank(field.value);
    }
    return sorted;
}

std::string signedNames(const std::map<std::string, std::string>& fields) {
    std::string names;
    for (const auto& [name, value] : fields)
        names.append(names.empty() ? "" : ";").append(name);
    return names;
}

std::string scopeText(const SigningScope& scope) {
    std::string text = timeStamp(scope.time).substr(0, 8);
    for (const auto part : {scope.region, scope.service, scopeEnd})
        text.append("/").append(part);
    return text;
}

std::string encodedAgain(std::string_view part) {
    return percentEncode(percentDecode(part).value_or(std::string(part)));
}

bool isOurs(const http::Field& field) {
    return equalsIgnoringCase(field.name, dateName) || equalsIgnoringCase(field.name, digestName) ||
           equalsIgnoringCase(field.name, tokenName) || equalsIgnoringCase(field.name, "authorization");
}

} // namespace

std::string timeStamp(WallMicros time) {
    std::string stamp;
    for (const char c : formatTime(time).substr(0, 19)) {
        if (c != '-' && c != ':')
            stamp += c;
    }
    return stamp + 'Z';
}

std::string canonicalPath(std::string_view path) {
    std::vector<std::string_view> segments;
    const bool folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    for (std::string_view rest = path; !rest.empty();) {
        const auto end = std::min(rest.find('/'), rest.size());
        const auto segment = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (segment == ".." && !segments.empty())
            segments.pop_back();
        else if (!segment.empty() && segment != "." && segment != "..")
            segments.push_back(segment);
    }
    std::string out;
    for (const auto segment : segments)
        out.append("/").append(percentEncode(segment));
    return folder || out.empty() ? out + '/' : out;
}

std::string canonicalQuery(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parts;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto part = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const auto equals = std::min(part.find('='), part.size());
        if (!part.empty())
            parts.emplace_back(encodedAgain(part.substr(0, equals)),
                               encodedAgain(part.substr(std::min(equals + 1, part.size()))));
    }
    std::sort(parts.begin(), parts.end());
    std::string out;
    for (const auto& [name, value] : parts)
        out.append(out.empty() ? "" : "&").append(name).append("=").append(value);
    return out;
}

std::string canonicalRequest(const Signable& request) {
    const auto mark = std::min(request.target.find('?'), request.target.size());
    const auto query = request.target.substr(std::min(mark + 1, request.target.size()));
    const auto fields = canonicalFields(request.fields);
    std::string out(request.method);
    out.append("\n").append(canonicalPath(request.target.substr(0, mark)));
    out.append("\n").append(canonicalQuery(query)).append("\n");
    for (const auto& [name, value] : fields)
        out.append(name).append(":").append(value).append("\n");
    return out.append("\n").append(signedNames(fields)).append("\n").append(request.payloadDigest);
}

std::string stringToSign(std::string_view canonical, const SigningScope& scope) {
    std::string out(algorithm);
    return out.append("\n")
        .append(timeStamp(scope.time))
        .append("\n")
        .append(scopeText(scope))
        .append("\n")
        .append(toHex(sha256(canonical)));
}

std::string signatureOf(std::string_view text, const SigningKey& key, const SigningScope& scope) {
    std::string start = "AWS4";
    start.append(key.secret);
    auto derived = hmacSha256(start, timeStamp(scope.time).substr(0, 8));
    wipe(start);
    for (const auto part : {scope.region, scope.service, scopeEnd, text})
        derived = hmacSha256(bytesOf(derived), part);
    return toHex(derived);
}

std::string authorizationOf(const Signable& request, const SigningKey& key, const SigningScope& scope) {
    const auto signature = signatureOf(stringToSign(canonicalRequest(request), scope), key, scope);
    std::string out(algorithm);
    out.append(" Credential=").append(key.accessKeyId).append("/").append(scopeText(scope));
    out.append(", SignedHeaders=").append(signedNames(canonicalFields(request.fields)));
    return out.append(", Signature=").append(signature);
}

void sign(std::vector<http::Field>& fields, std::string_view method, std::string_view target, std::string_view host,
          std::span<const std::string_view> body, const SigningKey& key, const SigningScope& scope) {
    fields.erase(std::remove_if(fields.begin(), fields.end(), isOurs), fields.end());
    const auto digest = toHex(sha256Of(body));
    fields.push_back({std::string(dateName), timeStamp(scope.time)});
    fields.push_back({std::string(digestName), digest});
    if (!key.sessionToken.empty())
        fields.push_back({std::string(tokenName), std::string(key.sessionToken)});
    Signable request{method, target, {{"host", std::string(host)}}, digest};
    for (const auto& field : fields) {
        const auto name = toLower(field.name);
        if (name.starts_with(amzStart) || name == "content-type")
            request.fields.push_back({name, field.value});
    }
    fields.push_back({"authorization", authorizationOf(request, key, scope)});
    for (auto& field : request.fields)
        wipe(field.value);
}

} // namespace gatehouse::providers::aws
