// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/network_way.h"
#include "core/base/secret.h"
#include "core/catalog/auth_words.h"
#include "core/config/network.h"
#include "core/config/presets.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::config {

// Where a credential that the configuration does not hold is looked for.
enum class CredentialSource { Auto, Variables, Profile, Container, WorkloadIdentity, Metadata };

// What a signature or a token is made of, beside the provider's key. Immutable, any thread. Files are named here and
// read when a token is made: those that write them replace them every hour.
struct Credentials {
    CredentialSource source = CredentialSource::Auto;
    std::string region;      // aws
    std::string service;     // aws: "bedrock"
    std::string accessKeyId; // aws
    SharedSecret sessionToken;
    std::string problem;    // why it cannot be used at all; empty: it can
    std::string profile;    // aws; empty: as the environment says
    std::string role;       // aws
    std::string externalId; // aws
    std::string serviceAccount;
    std::string tenant;
    std::string clientId;
    std::string scope;
    std::string audience;
    bool clientInBody = false; // id and secret as fields of the form
    std::string tokenUrl;
    // Variables that the clouds' own tools read, as they were when the snapshot was built; empty ones are left out.
    std::map<std::string, std::string, std::less<>> environment;
    std::map<std::string, SharedSecret, std::less<>> secretEnvironment;
    // To token servers over TLS: the provider's proxy and authorities, without its pins and client certificate. Null:
    // directly, with the system's authorities.
    NetworkWayPtr tokenWay;

    // "" where it is not set.
    std::string_view variable(std::string_view name) const;
    SharedSecret secretVariable(std::string_view name) const; // null where it is not set
};

// The provider's kind of credential and its plain fields.
struct AuthPlan {
    catalog::AuthWay way;
    std::string queryParameter;               // of AuthStyle::Query
    std::shared_ptr<Credentials> credentials; // null where the key in its place is all
};

struct AuthPlace {
    std::string host;
    std::string origin; // "https://host:port"
    bool anthropic = false;
};

// What "auth" and "credentials" say, the preset (or null) applied. Faults at "path" name the field.
contract::Checked<AuthPlan> authPlanOf(const contract::ProviderSpec& spec, const PresetFacts* preset,
                                       const AuthPlace& place, const contract::Path& path);

// Where its tokens most likely come from: decides whether a proxy leads there.
std::string tokenHostOf(const Credentials& credentials, catalog::AuthStyle style);

// Reads into "credentials" what the environment holds: plain variables from "environment" (null: there is none),
// secret ones through the resolver, which overwrites them.
void readEnvironment(Credentials& credentials, catalog::AuthStyle style, const Environment* environment,
                     SecretResolver& secrets);

} // namespace gatehouse::config
