// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/credentials.h"
#include "core/providers/auth/token_request.h"

#include <string>
#include <string_view>

// AWS Security Token Service (https://docs.aws.amazon.com/STS/latest/APIReference/).
namespace gatehouse::providers::aws {

struct Role {
    std::string arn;
    std::string session;    // empty: one is made
    std::string externalId; // empty: none
};

// AssumeRole, signed with a credential.
Task<Result<Grant>> assumeRole(FetchTools& tools, const config::Credentials& credentials, Role role, Grant with);
// AssumeRoleWithWebIdentity: a token that somebody else signed is the proof.
Task<Result<Grant>> assumeRoleWithToken(FetchTools& tools, const config::Credentials& credentials, Role role,
                                        std::string token);

// Of both answers, which are XML. Errors: provider_auth_refused, provider_auth_answer.
Result<Grant> readStsAnswer(const TokenAnswer& answer, std::string_view server, const Clock& clock);

// Credentials in JSON as the container and metadata addresses give them.
Result<Grant> readAwsJson(const TokenAnswer& answer, std::string_view server, const Clock& clock);

} // namespace gatehouse::providers::aws
