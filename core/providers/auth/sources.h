// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/credentials.h"
#include "core/providers/auth/token_request.h"

#include <memory>

namespace gatehouse::providers {

// What a source fetches with: it may outlive the snapshot that it was made from.
struct SourceInput {
    FetchTools tools;
    std::shared_ptr<const config::Credentials> credentials;
    SharedSecret key; // of the provider; null: none
};

// RFC 6749 §4.4: a client's id and secret for an access token.
std::shared_ptr<TokenSource> clientCredentialsSource(SourceInput input);
// An API key of IBM Cloud for an access token (https://cloud.ibm.com/apidocs/iam-identity-token-api).
std::shared_ptr<TokenSource> ibmSource(SourceInput input);
// Microsoft Entra ID: a client's secret, a workload's token from a file, or the identity of the machine
// (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
std::shared_ptr<TokenSource> entraSource(SourceInput input);
// Google Cloud: a service account's key, what gcloud has left, a federated identity, or the machine's own
// (https://cloud.google.com/docs/authentication/application-default-credentials).
std::shared_ptr<TokenSource> googleSource(SourceInput input);
// AWS: the chain of places that its tools look into, and a role on top
// (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html).
std::shared_ptr<TokenSource> awsSource(SourceInput input);

} // namespace gatehouse::providers
