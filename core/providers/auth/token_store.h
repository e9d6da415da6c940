// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/secret.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::providers {

class Signal;

// What was given for a proof of identity: an access token, or the temporary key of a signature.
struct Grant {
    SharedSecret token;        // the access token; of AWS the secret access key
    std::string accessKeyId;   // of AWS
    SharedSecret sessionToken; // of AWS; null: none
    std::string quotaProject;  // of Google: who pays; empty: the token says it
    // From now on; none: it holds until it is refused.
    std::optional<std::chrono::seconds> lifetime;
    // When to ask anew although it still holds; none: shortly before it ends.
    std::optional<std::chrono::seconds> freshFor;
};
using GrantPtr = std::shared_ptr<const Grant>;

// Fetches one kind of grant once. Made on the I/O thread that starts the fetch and used there alone.
class TokenSource {
public:
    virtual ~TokenSource() = default;
    // Errors: Unavailable or Invalid with a code provider_auth_…; no message holds a secret.
    virtual Task<Result<Grant>> fetch() = 0;
};

// The grants of all I/O threads, by whom they are for. Each is fetched once for everybody who waits: by the thread that
// asked first, while nobody blocks. It is fetched anew before it ends, and the old one serves until then. After a
// failure the next attempt waits, longer each time (1 s to 60 s), and whoever asks meanwhile hears of the failure.
// Thread-safe; must be held by a shared_ptr.
class TokenStore : public std::enable_shared_from_this<TokenStore> {
public:
    explicit TokenStore(const Clock& clock);
    ~TokenStore();
    TokenStore(const TokenStore&) = delete;
    TokenStore& operator=(const TokenStore&) = delete;

    // The grant where it holds and nothing has to be fetched; else null.
    GrantPtr ready(const Digest& id);
    // The grant, fetched where that is due. On the I/O thread of "executor". Errors: the source's; Timeout
    // (provider_auth_timeout); Cancelled.
    Task<Result<GrantPtr>> get(Executor executor, const Digest& id, std::shared_ptr<TokenSource> source);
    // The other side has refused it. True: it was dropped, or is a newer one already, so asking again may help. False
    // where the last one was refused as well a moment ago: it is the right that is missing, not the token.
    bool refused(const Digest& id, const GrantPtr& grant);
    // The I/O threads have stopped: nobody is told any more.
    void close();

private:
    struct Waiter;
    struct Entry;
    struct Ending;
    enum class Due { Nothing, Fetch, Wait, Failed };

    Due look(Entry& entry);
    bool holds(const Entry& entry) const;
    Error told(const Entry& entry) const;
    void finish(const Digest& id, Result<Grant> result);
    void take(Entry& entry, Grant grant);
    void fail(Entry& entry, Error error);
    void makeRoom();
    static Task<void> run(std::shared_ptr<TokenStore> self, Digest id, std::shared_ptr<TokenSource> source);

    const Clock& m_clock;
    std::mutex m_mutex;
    std::unordered_map<Digest, Entry, DigestHash> m_entries;
    bool m_closed = false;
    std::minstd_rand m_random; // spreads refreshes; nothing secret hangs on it
};

} // namespace gatehouse::providers
