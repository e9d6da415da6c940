// SPDX-License-Identifier: Apache-2.0
#include "core/access/authenticator.h"

#include "core/access/gateway_key.h"
#include "core/base/text.h"

#include <array>

namespace gatehouse::access {
namespace {

// What the fields of a request say together.
struct Presented {
    std::string_view credential; // empty: none
    bool twoDifferent = false;
    bool foreignScheme = false; // Authorization with anything but Bearer
};

// Some clients send "Bearer" alone when no key is configured: that is no credential.
std::string_view bearerToken(std::string_view authorization, bool& foreignScheme) {
    constexpr std::string_view scheme = "bearer";
    const auto value = trim(authorization);
    const bool isBearer = value.size() >= scheme.size() && equalsIgnoringCase(value.substr(0, scheme.size()), scheme) &&
                          (value.size() == scheme.size() || value[scheme.size()] == ' ');
    if (isBearer)
        return trim(value.substr(scheme.size()));
    foreignScheme = !value.empty();
    return value;
}

Presented extract(const Credentials& credentials) {
    Presented presented;
    const std::array<std::string_view, 5> places{bearerToken(credentials.authorization, presented.foreignScheme),
                                                 trim(credentials.xApiKey), trim(credentials.apiKey),
                                                 trim(credentials.xGoogApiKey), credentials.queryKey};
    for (const auto place : places) {
        if (place.empty())
            continue;
        if (presented.credential.empty())
            presented.credential = place;
        else if (!equalInConstantTime(presented.credential, place))
            presented.twoDifferent = true;
    }
    return presented;
}

// One answer for unknown, expired, revoked and disabled keys, so that nobody learns which keys exist.
tl::unexpected<Error> invalidKey() {
    return failure(ErrorKind::Unauthorized, "invalid_key",
                   "This gateway key is unknown, expired or revoked. Check the key, or make a new one with the console "
                   "or \"gatehoused key new APP\".");
}

tl::unexpected<Error> missingKey() {
    return failure(ErrorKind::Unauthorized, "missing_key",
                   "No gateway key was sent. Send one as \"Authorization: Bearer KEY\" or in x-api-key, api-key, "
                   "x-goog-api-key or ?key=.");
}

tl::unexpected<Error> ambiguous() {
    return failure(ErrorKind::Invalid, "ambiguous_credentials",
                   "Two different credentials were sent. Send the gateway key in one place only, or the same key in "
                   "each.");
}

tl::unexpected<Error> wrongScheme() {
    return failure(ErrorKind::Unauthorized, "invalid_key",
                   "The Authorization header is not of the form \"Bearer KEY\". Send the gateway key that way.");
}

// Compared with where the digest is unknown, so that a miss does what a hit does.
const config::Key& nobody() {
    static const config::Key key = [] {
        config::Key made;
        made.revoked = true;
        made.enabled = false;
        return made;
    }();
    return key;
}

const config::App noApp{};
const config::Team noTeam{};

// All conditions are evaluated, whatever the first ones say.
struct Holder {
    std::size_t key = 0;
    std::size_t app = 0;
    std::size_t team = 0;
    bool holds = false;
};

Holder lookUp(const config::Snapshot& snapshot, const Digest& digest, WallMicros now) {
    const auto found = snapshot.keyByDigest.find(digest);
    const bool known = found != snapshot.keyByDigest.end() && found->second < snapshot.keys.size();
    Holder holder;
    holder.key = known ? found->second : 0;
    const config::Key& key = known ? snapshot.keys[holder.key] : nobody();
    const bool inApp = known && key.app < snapshot.apps.size();
    const config::App& app = inApp ? snapshot.apps[key.app] : noApp;
    const bool inTeam = inApp && app.team < snapshot.teams.size();
    const config::Team& team = inTeam ? snapshot.teams[app.team] : noTeam;
    holder.app = key.app;
    holder.team = app.team;

    const std::string_view stored(reinterpret_cast<const char*>(key.digest.data()), key.digest.size());
    const std::string_view sent(reinterpret_cast<const char*>(digest.data()), digest.size());
    unsigned faults = 0;
    faults += equalInConstantTime(stored, sent) ? 0U : 1U;
    faults += inTeam ? 0U : 1U;
    faults += key.revoked ? 1U : 0U;
    faults += key.enabled ? 0U : 1U;
    faults += now >= key.expires.value_or(now + 1) ? 1U : 0U;
    faults += app.enabled ? 0U : 1U;
    faults += team.enabled ? 0U : 1U;
    holder.holds = faults == 0;
    return holder;
}

} // namespace

Result<Identity> authenticate(const config::Snapshot& snapshot, const Credentials& credentials, WallMicros now) {
    const Presented presented = extract(credentials);
    if (presented.credential.empty())
        return missingKey();
    if (presented.twoDifferent)
        return ambiguous();
    if (presented.foreignScheme)
        return wrongScheme();
    if (!mayBeGatewayKey(presented.credential))
        return invalidKey();
    const Holder holder = lookUp(snapshot, sha256(presented.credential), now);
    if (!holder.holds)
        return invalidKey();
    Identity identity;
    identity.key = holder.key;
    identity.app = holder.app;
    identity.team = holder.team;
    return identity;
}

bool stillValid(const config::Snapshot& snapshot, const Digest& digest, WallMicros now) {
    return lookUp(snapshot, digest, now).holds;
}

} // namespace gatehouse::access
