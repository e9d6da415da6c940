// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/secret.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::identity {

// Tokens of sessions: 256 random bits. Only the digest of one is kept anywhere.
inline constexpr std::string_view sessionPrefix = "ghs_";
Secret newSessionToken();
Digest sessionDigest(std::string_view token);

// A person who signed in. Immutable but for what is atomic.
struct Session {
    Session() = default;
    std::string id; // for lists; says nothing about the token
    Digest digest{};
    std::string user; // id
    WallMicros created = 0;
    WallMicros expires = 0;
    std::string address; // from where
    std::string way;     // "password", or the id of the provider of OpenID Connect
    std::string grants;  // that this way of signing in adds, as JSON; "" for none
    mutable std::atomic<WallMicros> used{0};
    mutable std::atomic<bool> secondFactor{false}; // its user has one, and gave it
};
using SessionPtr = std::shared_ptr<const Session>;

// Whether asking for a session counts as its use: what only goes on does not.
enum class Use { Marks, Looks };

// The sessions that hold, in memory: what the I/O threads ask without waiting. Each change makes a new table, which
// takes the place of the old one at once. find() on any thread; the others on the control thread.
class SessionTable {
public:
    SessionTable();

    // Null where there is none, it has expired, or nobody used it for "idle".
    SessionPtr find(std::string_view token, WallMicros now, Use use = Use::Marks) const;

    void setIdle(std::chrono::seconds idle) { m_idle = idle.count(); }
    void add(SessionPtr session);
    void replace(std::vector<SessionPtr> sessions);
    // True where there was one.
    bool end(std::string_view id);
    // All that the condition holds for; their ids.
    template <typename Condition>
    std::vector<std::string> endWhere(Condition condition) {
        std::vector<std::string> ended;
        auto next = std::make_shared<Table>();
        const auto table = m_table.load();
        for (const auto& [digest, session] : *table) {
            if (condition(*session))
                ended.push_back(session->id);
            else
                next->emplace(digest, session);
        }
        if (!ended.empty())
            m_table.store(std::move(next));
        return ended;
    }
    bool holds(const Session& session, WallMicros now) const;
    std::vector<SessionPtr> all() const; // oldest first

private:
    using Table = std::unordered_map<Digest, SessionPtr, DigestHash>;
    std::atomic<std::shared_ptr<const Table>> m_table;
    std::atomic<std::int64_t> m_idle{3600 * 12};
};

} // namespace gatehouse::identity
