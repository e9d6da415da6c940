// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// What a person proves who he is with. Nothing of it can be used as it lies here: a hash, a sealed secret, digests.
struct UserCredentials {
    std::string user;           // id
    std::string password;       // Argon2id; "" = none
    WallMicros passwordSet = 0; // when
    std::string totp;           // sealed secret of an authenticator app; "" = none
    bool totpConfirmed = false; // a code of it was given once
    std::int64_t totpStep = 0;  // the last that was used
    std::string recovery;       // digests of recovery codes, in hexadecimal, parted by blanks
    std::string invitation;     // digest of a one-time invitation; "" = none
    WallMicros invitedUntil = 0;
};

// A session as it outlives the process; of its token a digest.
struct StoredSession {
    std::string id;
    std::string digest; // hexadecimal
    std::string user;
    WallMicros created = 0;
    WallMicros expires = 0;
    WallMicros used = 0;
    std::string address;
    std::string way;
    std::string grants; // JSON
    bool secondFactor = false;
};

// Control thread.
class PeopleRepository {
public:
    virtual ~PeopleRepository() = default;
    virtual Result<std::optional<UserCredentials>> credentials(std::string_view user) = 0;
    virtual Result<std::optional<UserCredentials>> invited(std::string_view digest) = 0;
    virtual Result<void> put(const UserCredentials& credentials) = 0; // replaces
    // With his sessions.
    virtual Result<void> forget(std::string_view user) = 0;
    // Ids of the users of whom something is kept.
    virtual Result<std::vector<std::string>> known() = 0;

    virtual Result<std::vector<StoredSession>> sessions() = 0;
    virtual Result<void> add(const StoredSession& session) = 0;
    virtual Result<void> end(const std::vector<std::string>& ids) = 0;
    virtual Result<void> used(const std::vector<StoredSession>& sessions) = 0; // times of last use
    // Of all his sessions.
    virtual Result<void> markSecondFactor(std::string_view user, bool has) = 0;
};

class SqlPeopleRepository final : public PeopleRepository {
public:
    explicit SqlPeopleRepository(Connection& connection) : m_connection(connection) {}
    Result<std::optional<UserCredentials>> credentials(std::string_view user) override;
    Result<std::optional<UserCredentials>> invited(std::string_view digest) override;
    Result<void> put(const UserCredentials& credentials) override;
    Result<void> forget(std::string_view user) override;
    Result<std::vector<std::string>> known() override;
    Result<std::vector<StoredSession>> sessions() override;
    Result<void> add(const StoredSession& session) override;
    Result<void> end(const std::vector<std::string>& ids) override;
    Result<void> used(const std::vector<StoredSession>& sessions) override;
    Result<void> markSecondFactor(std::string_view user, bool has) override;

private:
    Result<std::optional<UserCredentials>> find(const QString& condition, std::string_view value);
    Connection& m_connection;
};

} // namespace gatehouse::store
