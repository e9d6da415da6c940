// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/http/message.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// AWS Signature Version 4, in header fields (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-
// signed-request.html). Pure functions, no I/O.
namespace gatehouse::providers::aws {

struct SigningKey {
    std::string_view accessKeyId;
    std::string_view secret;
    std::string_view sessionToken; // empty: none
};

struct SigningScope {
    std::string_view region;
    std::string_view service;
    WallMicros time = 0;
};

// What of a request is signed. Fields are signed as they are given, in any order and case.
struct Signable {
    std::string_view method;
    std::string_view target; // path and query as on the wire
    std::vector<http::Field> fields;
    std::string_view payloadDigest; // hexadecimal SHA-256
};

// "20150830T123600Z"
std::string timeStamp(WallMicros time);
// The path of a target, normalised (RFC 3986 §5.2.4, and no empty segments) and encoded once more: every service but S3
// signs the encoded path encoded again, so that "%3A" becomes "%253A".
std::string canonicalPath(std::string_view path);
std::string canonicalQuery(std::string_view query);
std::string canonicalRequest(const Signable& request);
std::string stringToSign(std::string_view canonical, const SigningScope& scope);
std::string signatureOf(std::string_view stringToSign, const SigningKey& key, const SigningScope& scope);
// "AWS4-HMAC-SHA256 Credential=…"
std::string authorizationOf(const Signable& request, const SigningKey& key, const SigningScope& scope);

// Adds x-amz-date, x-amz-content-sha256, x-amz-security-token where there is one, and authorization to a request that
// is otherwise as it will be sent. Signed are the host, the content type and all x-amz-… fields: others may be changed
// on the way. What an earlier signature added is replaced.
void sign(std::vector<http::Field>& fields, std::string_view method, std::string_view target, std::string_view host,
          std::span<const std::string_view> body, const SigningKey& key, const SigningScope& scope);

} // namespace gatehouse::providers::aws
