// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/digest.h"
#include "core/base/network_way.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/config/objects.h"
#include "core/config/presets.h"
#include "core/config/snapshot.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

// Reads provider keys: "env:NAME", "file:PATH", "keychain:NAME", "vault:NAME".
class SecretResolver {
public:
    virtual ~SecretResolver() = default;
    virtual Result<SharedSecret> resolve(std::string_view reference) = 0;
    // One that may have several lines: a private key in PEM.
    virtual Result<SharedSecret> resolveText(std::string_view reference) { return resolve(reference); }
};

struct ProcessNetwork;

// Gives the targets of a route what they are measured by: the same for the same names in each snapshot.
class MeterSource {
public:
    virtual ~MeterSource() = default;
    virtual void equip(Route& route, const std::vector<Provider>& providers) = 0;
};

struct BuildInput {
    const Objects& objects;
    SecretResolver& secrets;
    const Presets& presets;
    std::shared_ptr<const catalog::Prices> prices; // may be null: every price unknown
    bool demo = true;
    std::uint64_t revision = 0;
    const ProcessNetwork* network = nullptr; // null: no proxy but what providers name, no authorities of the process
    TlsContextMaker* tlsContexts = nullptr;  // null: nothing will be sent
    std::optional<Digest> selfTestKey{};     // of a key that is in no object: its application is selfTestApp
    // Where credentials of clouds are looked for, as core/config/network.h reads variables; null: nowhere.
    const std::function<std::optional<std::string>(const std::string&)>* environment = nullptr;
    MeterSource* meters = nullptr;    // null: nothing is measured
    const Snapshot* before = nullptr; // whose services' servers keep their counters and health; null: none
};

// Team and application of the gateway's own test calls: without limits or budget, and no id that can be configured.
inline constexpr std::string_view selfTestApp = "gatehouse:conformance";

struct Built {
    SnapshotPtr snapshot;
    std::vector<std::string> warnings; // sentences for the operator: unreadable keys, targets that lead nowhere
};

// Objects to a snapshot. An unreadable provider key does not fail it (ProviderKey::problem), nor does a target whose
// provider is missing (left out, with a warning); a body that is none of planPut's or planApply's does (Internal).
// A disabled app's keys and a disabled team's apps stay in the snapshot: who decides looks at "enabled". Runs on the
// control thread; resolves each reference once.
Result<Built> buildSnapshot(const BuildInput& input);

} // namespace gatehouse::config
