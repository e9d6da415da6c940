// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/address_race.h"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace gatehouse::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
using boost::system::error_code;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

// RFC 8305 §5: the recommended Connection Attempt Delay.
constexpr std::chrono::milliseconds stagger{250};

struct Attempt {
    explicit Attempt(Executor executor) : socket(executor) {}
    TcpSocket socket;
    bool ended = false;
};

// Shared with the handlers of attempts, which may come when the race is over.
struct Race {
    explicit Race(Executor executor) : timer(executor) {}
    Timer timer;
    std::vector<std::unique_ptr<Attempt>> attempts; // of the addresses in their order
    std::optional<std::size_t> winner;
    error_code lastError;
    std::size_t running = 0;
    bool news = false; // an attempt has ended since the last look
    bool over = false;

    void closeAll() {
        over = true;
        error_code ignored;
        for (auto& attempt : attempts)
            attempt->socket.close(ignored);
    }
};

// Ends the race however its coroutine ends.
class RaceEnd {
public:
    explicit RaceEnd(Race& race) : m_race(race) {}
    RaceEnd(const RaceEnd&) = delete;
    RaceEnd& operator=(const RaceEnd&) = delete;
    ~RaceEnd() { m_race.closeAll(); }

private:
    Race& m_race;
};

void ended(Race& race, std::size_t index, const error_code& code) {
    if (race.over)
        return;
    --race.running;
    race.news = true;
    race.attempts[index]->ended = true;
    if (code)
        race.lastError = code;
    else if (!race.winner)
        race.winner = index;
    race.timer.cancel();
}

void startNext(const std::shared_ptr<Race>& race, UpstreamCore& core, const asio::ip::tcp::endpoint& address) {
    const std::size_t index = race->attempts.size();
    race->attempts.push_back(std::make_unique<Attempt>(core.executor));
    ++race->running;
    race->attempts.back()->socket.async_connect(address,
                                                [race, index](const error_code& code) { ended(*race, index, code); });
}

Error connectError(const std::string& peer, const error_code& code) {
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Connect)),
                   "No connection to " + peer + " (" + code.message() +
                       "). Check the base URL, and that the provider runs and can be reached from here.")
        .value();
}

// What failed, and what was overtaken although it had a head start, is tried last for a while.
void learn(UpstreamCore& core, const Race& race, const NameCache::Addresses& addresses) {
    const auto now = SteadyClock::now();
    for (std::size_t i = 0; i < race.attempts.size(); ++i) {
        if (race.winner == i)
            core.badAddresses.clear(addresses[i]);
        else if (race.attempts[i]->ended || !race.winner || i < *race.winner)
            core.badAddresses.note(addresses[i], now);
    }
}

} // namespace

void interleaveFamilies(NameCache::Addresses& addresses) {
    if (addresses.size() < 3)
        return;
    NameCache::Addresses other;
    NameCache::Addresses same;
    for (const auto& address : addresses)
        (address.is_v6() == addresses.front().is_v6() ? same : other).push_back(address);
    addresses.clear();
    for (std::size_t i = 0; i < std::max(same.size(), other.size()); ++i) {
        if (i < same.size())
            addresses.push_back(same[i]);
        if (i < other.size())
            addresses.push_back(other[i]);
    }
}

Task<Result<TcpSocket>> connectToAny(UpstreamCore& core, NameCache::Addresses addresses, std::uint16_t port,
                                     std::string peer, SteadyClock::time_point deadline) {
    interleaveFamilies(addresses);
    core.badAddresses.putLast(addresses, SteadyClock::now());
    const auto race = std::make_shared<Race>(core.executor);
    const RaceEnd end(*race);
    race->lastError = asio::error::host_not_found;
    while (!race->winner) {
        const auto now = SteadyClock::now();
        const std::size_t next = race->attempts.size();
        if (now >= deadline || (race->running == 0 && next == addresses.size()))
            break;
        if (next < addresses.size())
            startNext(race, core, {addresses[next], port});
        race->news = false;
        const bool more = next + 1 < addresses.size();
        race->timer.expires_at(more ? std::min(deadline, now + stagger) : deadline);
        const auto [code] = co_await race->timer.async_wait(asTask);
        if (code && !race->news)
            co_return tl::unexpected(cancelledError("connecting"));
    }
    learn(core, *race, addresses);
    if (race->winner)
        co_return Result<TcpSocket>(std::move(race->attempts[*race->winner]->socket));
    if (race->running > 0)
        co_return tl::unexpected(timeoutError(UpstreamFailure::ConnectTimeout, "did not take the connection"));
    co_return tl::unexpected(connectError(peer, race->lastError));
}

} // namespace gatehouse::http
