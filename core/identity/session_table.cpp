// SPDX-License-Identifier: Apache-2.0
#include "core/identity/session_table.h"

#include "core/base/random.h"
#include "core/identity/encoding.h"

#include <algorithm>

namespace gatehouse::identity {

Secret newSessionToken() {
    auto text = std::string(sessionPrefix) + toBase64Url(randomBytes(32));
    return Secret::take(text);
}

Digest sessionDigest(std::string_view token) {
    return sha256(token);
}

SessionTable::SessionTable() : m_table(std::make_shared<const Table>()) {}

bool SessionTable::holds(const Session& session, WallMicros now) const {
    return now < session.expires && now - session.used.load() < m_idle.load() * 1'000'000;
}

SessionPtr SessionTable::find(std::string_view token, WallMicros now, Use use) const {
    const auto digest = sessionDigest(token);
    const auto table = m_table.load();
    const auto found = table->find(digest);
    if (found == table->end())
        return nullptr;
    const auto& session = found->second;
    if (!equalInConstantTime(textOf(session->digest), textOf(digest)) || !holds(*session, now))
        return nullptr;
    if (use == Use::Marks)
        session->used.store(now);
    return session;
}

void SessionTable::add(SessionPtr session) {
    auto next = std::make_shared<Table>(*m_table.load());
    next->insert_or_assign(session->digest, std::move(session));
    m_table.store(std::move(next));
}

void SessionTable::replace(std::vector<SessionPtr> sessions) {
    auto next = std::make_shared<Table>();
    for (auto& session : sessions)
        next->insert_or_assign(session->digest, std::move(session));
    m_table.store(std::move(next));
}

bool SessionTable::end(std::string_view id) {
    return !endWhere([id](const Session& session) { return session.id == id; }).empty();
}

std::vector<SessionPtr> SessionTable::all() const {
    std::vector<SessionPtr> sessions;
    const auto table = m_table.load(); // held while it is read
    for (const auto& [digest, session] : *table)
        sessions.push_back(session);
    std::sort(sessions.begin(), sessions.end(), [](const SessionPtr& a, const SessionPtr& b) {
        return a->created != b->created ? a->created < b->created : a->id < b->id;
    });
    return sessions;
}

} // namespace gatehouse::identity
