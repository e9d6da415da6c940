// SPDX-License-Identifier: Apache-2.0
#include "core/providers/auth/token_store.h"

#include "core/providers/auth/signal.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/system/system_error.hpp>
#include <limits>
#include <utility>

namespace gatehouse::providers {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds longestWait{45'000};
constexpr seconds mostMargin{300};     // before its end a token is fetched anew
constexpr seconds mostJitter{60};      // and up to so much earlier, so that gateways do not ask all at once
constexpr seconds mostSlack{10};       // the last moments of a token are not used: a request takes its time
constexpr seconds longestPause{60};    // between failures
constexpr seconds refusalPatience{30}; // a token refused so soon after another one is not at fault
constexpr std::size_t mostEntries = 4'096;

Error cancelled() {
    return failure(ErrorKind::Cancelled, "cancelled", "The caller left while the credential was fetched.").value();
}

Error tooLong() {
    return failure(ErrorKind::Timeout, "provider_auth_timeout",
                   "The provider's credential was not there in time: the token server is slow.")
        .value();
}

} // namespace

struct TokenStore::Waiter {
    std::shared_ptr<Signal> signal;
    Result<GrantPtr> result = GrantPtr();
};

struct TokenStore::Entry {
    GrantPtr grant;
    MonotonicTime refreshAt{};
    MonotonicTime expiresAt{};
    WallMicros expiresWall = 0; // as well: the monotonic clock stands still while a machine sleeps
    bool fetching = false;
    std::vector<std::shared_ptr<Waiter>> waiters;
    int failures = 0;
    MonotonicTime retryAt{};
    Error error;
    std::optional<MonotonicTime> droppedAt;
};

// Tells those who wait even when the thread that fetches ends before.
struct TokenStore::Ending {
    std::shared_ptr<TokenStore> store;
    Digest id;
    bool done = false;
    Ending(std::shared_ptr<TokenStore> of, const Digest& which) : store(std::move(of)), id(which) {}
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;
    ~Ending() {
        if (!done)
            store->finish(id, tl::unexpected(cancelled()));
    }
};

TokenStore::TokenStore(const Clock& clock) : m_clock(clock), m_random(std::random_device{}()) {}

TokenStore::~TokenStore() = default;

bool TokenStore::holds(const Entry& entry) const {
    return entry.grant && m_clock.monotonic() < entry.expiresAt && m_clock.wall() < entry.expiresWall;
}

TokenStore::Due TokenStore::look(Entry& entry) {
    const auto now = m_clock.monotonic();
    const bool usable = holds(entry);
    if (usable && (now < entry.refreshAt || entry.fetching || now < entry.retryAt))
        return Due::Nothing;
    if (entry.fetching)
        return Due::Wait;
    return now < entry.retryAt ? Due::Failed : Due::Fetch;
}

GrantPtr TokenStore::ready(const Digest& id) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    return found != m_entries.end() && look(found->second) == Due::Nothing ? found->second.grant : nullptr;
}

Error TokenStore::told(const Entry& entry) const {
    auto error = entry.error;
    const auto left = std::chrono::ceil<seconds>(entry.retryAt - m_clock.monotonic()).count();
    error.message += " It is asked again in " + std::to_string(std::max<std::int64_t>(left, 1)) + " s.";
    return error;
}

Task<Result<GrantPtr>> TokenStore::get(Executor executor, const Digest& id, std::shared_ptr<TokenSource> source) {
    std::shared_ptr<Waiter> waiter;
    GrantPtr serving;
    std::optional<Error> error;
    bool fetches = false;
    {
        const std::lock_guard lock(m_mutex);
        makeRoom();
        auto& entry = m_entries[id];
        const auto due = look(entry);
        fetches = due == Due::Fetch;
        entry.fetching = entry.fetching || fetches;
        if (holds(entry)) {
            serving = entry.grant;
        } else if (due == Due::Failed) {
            error = told(entry);
        } else {
            waiter = std::make_shared<Waiter>();
            waiter->signal = std::make_shared<Signal>(executor);
            entry.waiters.push_back(waiter);
        }
    }
    // Nobody's own: whoever asked first may leave, the others still wait for it.
    if (fetches)
        asio::co_spawn(executor, run(shared_from_this(), id, std::move(source)), asio::detached);
    if (serving)
        co_return serving;
    if (error)
        co_return tl::unexpected(std::move(*error));
    bool fired = false;
    bool left = false;
    try {
        fired = co_await waiter->signal->wait(longestWait);
        const auto state = co_await asio::this_coro::cancellation_state;
        left = state.cancelled() != asio::cancellation_type::none;
    } catch (const boost::system::system_error&) {
        left = true; // cancelled while it was not waiting: Asio says so at the next wait
    }
    if (fired)
        co_return std::move(waiter->result);
    co_return tl::unexpected(left ? cancelled() : tooLong());
}

Task<void> TokenStore::run(std::shared_ptr<TokenStore> self, Digest id, std::shared_ptr<TokenSource> source) {
    Ending ending(self, id);
    Result<Grant> result = tl::unexpected(cancelled());
    try {
        result = co_await source->fetch();
    } catch (const std::exception&) {
        result = failure(ErrorKind::Internal, "provider_auth_failed", "The credential could not be fetched.");
    }
    ending.done = true;
    self->finish(id, std::move(result));
}

void TokenStore::finish(const Digest& id, Result<Grant> result) {
    std::vector<std::shared_ptr<Waiter>> waiters;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        auto& entry = m_entries[id];
        entry.fetching = false;
        if (result)
            take(entry, std::move(*result));
        else
            fail(entry, std::move(result.error()));
        waiters.swap(entry.waiters);
        for (const auto& waiter : waiters) {
            if (entry.failures == 0)
                waiter->result = entry.grant;
            else
                waiter->result = tl::unexpected(entry.error);
        }
    }
    for (const auto& waiter : waiters)
        waiter->signal->fire();
}

void TokenStore::take(Entry& entry, Grant grant) {
    const auto now = m_clock.monotonic();
    entry.failures = 0;
    entry.retryAt = now;
    entry.error = {};
    const auto random = [this](milliseconds most) {
        return milliseconds(std::uniform_int_distribution<std::int64_t>(0, most.count())(m_random));
    };
    if (grant.lifetime) {
        const milliseconds life = std::max(*grant.lifetime, seconds(0));
        const auto slack = std::min<milliseconds>(mostSlack, life / 10);
        const auto margin =
            std::min<milliseconds>(mostMargin, life / 4) + random(std::min<milliseconds>(mostJitter, life / 10));
        entry.expiresAt = now + (life - slack);
        entry.expiresWall = m_clock.wall() + duration_cast<microseconds>(life - slack).count();
        entry.refreshAt = now + std::max(life - margin, std::min<milliseconds>(life / 2, seconds(1)));
    } else {
        entry.expiresAt = MonotonicTime::max();
        entry.expiresWall = std::numeric_limits<WallMicros>::max();
        entry.refreshAt = MonotonicTime::max();
    }
    if (grant.freshFor)
        entry.refreshAt = std::min(entry.refreshAt, now + milliseconds(*grant.freshFor));
    entry.grant = std::make_shared<const Grant>(std::move(grant));
}

void TokenStore::fail(Entry& entry, Error error) {
    entry.failures = std::min(entry.failures + 1, 10);
    const auto pause = std::min<milliseconds>(longestPause, milliseconds(1'000) * (1 << (entry.failures - 1)));
    // Of a thread that ends nobody has to be patient.
    entry.retryAt = m_clock.monotonic() + (error.kind == ErrorKind::Cancelled ? milliseconds(0) : pause);
    entry.error = std::move(error);
}

bool TokenStore::refused(const Digest& id, const GrantPtr& grant) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || !grant)
        return false;
    auto& entry = found->second;
    if (entry.grant != grant)
        return entry.grant != nullptr || entry.fetching; // somebody else was quicker
    const auto now = m_clock.monotonic();
    if (entry.droppedAt && now - *entry.droppedAt < refusalPatience)
        return false;
    entry.droppedAt = now;
    entry.grant.reset();
    entry.retryAt = now;
    return true;
}

void TokenStore::close() {
    std::unordered_map<Digest, Entry, DigestHash> entries;
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    entries.swap(m_entries);
}

// What nobody has asked for since it ended, when there is more than any configuration has.
void TokenStore::makeRoom() {
    if (m_entries.size() < mostEntries)
        return;
    for (auto it = m_entries.begin(); it != m_entries.end();)
        it = it->second.fetching || holds(it->second) ? std::next(it) : m_entries.erase(it);
}

} // namespace gatehouse::providers
