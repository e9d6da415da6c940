// SPDX-License-Identifier: Apache-2.0
// What proves to a provider who is calling, beside the secret in its keys.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

Type shortText(std::string expected) {
    return patternText(std::move(expected), R"(^[^\x00-\x20\x7f]{1,512}$)", 512);
}

void keyFields(Describer<CredentialsSpec>& it) {
    it.field("prefix", &CredentialsSpec::prefix, patternText("a word and perhaps a blank", R"(^[!-~]{1,39} ?$)", 40),
             "For a header: what stands before the key, the blank included.")
        .example = "Token ";
    it.field("parameter", &CredentialsSpec::parameter,
             patternText("the name of a parameter", R"(^[A-Za-z0-9._~-]{1,64}$)", 64),
             "For `query`: the parameter that holds the key. Default `key`.");
    it.field("source", &CredentialsSpec::source,
             choiceType({"auto", "environment", "profile", "container", "workload_identity", "metadata"}),
             "For `aws_sigv4`, `google` and `entra` without a key: where the credential is looked for. `auto` (the "
             "default) asks all of these in this order, those that the cloud knows: the variables of the environment, "
             "the files of the cloud's own tools (`profile`), the address that a container or an appliance names in "
             "its environment, the token that a cluster wrote into a file, and the machine's metadata address.");
}

void awsFields(Describer<CredentialsSpec>& it) {
    const auto word = R"(^[a-z0-9-]{1,64}$)";
    it.field("region", &CredentialsSpec::region, patternText("a region", word, 64),
             "For `aws_sigv4`. Default: the place `region`, or what the host's name says.")
        .example = "eu-west-1";
    it.field("service", &CredentialsSpec::service, patternText("the name of a service", word, 64),
             "For `aws_sigv4`: what is signed for. Default: what the preset says, else `sagemaker` for hosts of "
             "SageMaker and `bedrock`.");
    it.field("access_key_id", &CredentialsSpec::accessKeyId,
             patternText("the id of an access key", R"(^[A-Za-z0-9_]{1,128}$)", 128),
             "For `aws_sigv4` with a key: whose secret the first readable one of `keys` is.")
        .example = "AKIAIOSFODNN7EXAMPLE";
    it.field("session_token", &CredentialsSpec::sessionToken, referenceType(),
             "For `aws_sigv4` with a key: where the session token of temporary credentials is read from, as in `keys`.")
        .secret = true;
    it.field("profile", &CredentialsSpec::profile, patternText("a profile", R"(^[A-Za-z0-9._@+-]{1,128}$)", 128),
             "For `aws_sigv4`: the profile of `~/.aws/config` and `~/.aws/credentials`. Default: `AWS_PROFILE`, else "
             "`default`.");
    it.field("role", &CredentialsSpec::role,
             patternText("the ARN of a role", R"(^arn:[a-z0-9-]{1,32}:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}$)",
                         600),
             "For `aws_sigv4`: a role that is assumed (STS AssumeRole) with the credential found.")
        .example = "arn:aws:iam::123456789012:role/gatehouse";
    it.field("external_id", &CredentialsSpec::externalId,
             patternText("an external id", R"(^[A-Za-z0-9+=,.@:/_-]{2,512}$)", 512),
             "For `aws_sigv4`: what the role's owner wants to see.");
}

void tokenFields(Describer<CredentialsSpec>& it) {
    it.field("service_account", &CredentialsSpec::serviceAccount,
             patternText("the address of a service account", R"(^[A-Za-z0-9._-]{1,128}@[A-Za-z0-9.-]{1,128}$)", 256),
             "For `google`: the service account that is impersonated with the credential found.");
    it.field("tenant", &CredentialsSpec::tenant,
             patternText("a tenant's id or domain", R"(^[A-Za-z0-9.-]{1,128}$)", 128),
             "For `entra`. Default: `AZURE_TENANT_ID`.");
    it.field("client_id", &CredentialsSpec::clientId, shortText("a client's id"),
             "For `entra` and `oauth2_client_credentials`: the application whose secret is the first readable one of "
             "`keys`; for `entra` without a key, the managed or workload identity.");
    it.field("scope", &CredentialsSpec::scope, patternText("scopes", R"(^[!-~]+( [!-~]+)*$)", 2048),
             "For tokens: what they are good for. Default: for `entra` "
             "`https://cognitiveservices.azure.com/.default`, for `google` "
             "`https://www.googleapis.com/auth/cloud-platform`, else none.");
    it.field("audience", &CredentialsSpec::audience, shortText("an audience"),
             "For `oauth2_client_credentials`: sent where the token server asks for one.");
    it.field("client_auth", &CredentialsSpec::clientAuth, choiceType({"basic", "body"}),
             "For `oauth2_client_credentials`: whether id and secret go to the token server as Basic authentication "
             "(the default) or as fields of the form. Without `client_id`, `basic` sends the key as it is.");
    it.field("token_url", &CredentialsSpec::tokenUrl, urlType(),
             "Where tokens are fetched: required for `oauth2_client_credentials`; for `entra` in place of "
             "`https://login.microsoftonline.com/TENANT/oauth2/v2.0/token`, for `ibm_iam` of "
             "`https://iam.cloud.ibm.com/identity/token`.");
}

ObjectDescription credentials() {
    Describer<CredentialsSpec> it("Credentials",
                                  "What a provider's `auth` needs beside the secret in `keys`. A field that the "
                                  "provider's kind of `auth` does not use is an error.");
    keyFields(it);
    awsFields(it);
    tokenFields(it);
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<CredentialsSpec>() {
    static const auto description = credentials();
    return description;
}

} // namespace gatehouse::contract
