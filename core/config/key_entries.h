// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/objects.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::config {

// A key of eight characters for a gateway key: that of gh_<id>_… keys, else made from the digest (attempt 0, 1 … give
// further ones where an id is taken).
std::string derivedKeyId(std::string_view digestHex, std::size_t attempt);

// Whose keys may be named: a file moves a key to the app that names it, the admin API does not.
enum class Moving { Allowed, Refused };

struct DesiredKey {
    contract::KeySpec spec;
    bool known = false; // an object with this id stands already
};

// Turns the "keys" and "key_details" of apps into key objects. Keys that stand are found by digest, so that the same
// entry always means the same object.
class KeyEntries {
public:
    KeyEntries(const Objects& current, WallMicros now, Moving moving);

    // Faults are put at "path", the app's.
    void add(const contract::AppSpec& app, const contract::Path& path);

    std::vector<DesiredKey>& keys() { return m_keys; }
    contract::Faults& faults() { return m_faults; }
    std::vector<std::string>& warnings() { return m_warnings; }

private:
    struct Entry {
        std::string id; // empty: to be found
        std::string digest;
        std::string lastFour;
    };
    Entry parse(const std::string& text, const contract::AppSpec& app, std::size_t index);
    bool settleId(Entry& entry, const contract::Path& path);
    bool isFree(const std::string& id, const std::string& digest) const;
    void addEntry(const Entry& entry, const contract::AppSpec& app, const contract::Path& path);
    void addDetails(const contract::AppSpec& app, std::size_t firstKey, const contract::Path& path);
    void applyDetails(contract::KeySpec& spec, const contract::KeyDetailsSpec& details, const contract::Path& path);

    WallMicros m_now;
    Moving m_moving;
    std::unordered_map<std::string, const StoredObject*> m_byId;
    std::unordered_map<std::string, const StoredObject*> m_byDigest;
    std::unordered_map<std::string, std::string> m_idsTaken;     // by this document: id to digest
    std::unordered_map<std::string, std::string> m_digestsNamed; // digest to the field that named it
    std::vector<DesiredKey> m_keys;
    contract::Faults m_faults;
    std::vector<std::string> m_warnings;
};

} // namespace gatehouse::config
