// SPDX-License-Identifier: Apache-2.0
#include "core/routing/capacity/capacity_board.h"

#include "core/base/random.h"

#include <algorithm>
#include <utility>

namespace gatehouse::routing {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// FNV-1a, 64 bits (RFC draft-eastlake-fnv); the seed stands for the offset basis.
std::uint64_t mix(std::uint64_t hash, std::string_view text) {
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return (hash ^ 0xffU) * 0x100000001b3ULL; // no text holds this byte: they end here
}

milliseconds roundedUp(std::int64_t micros) {
    return micros <= 0 ? milliseconds(0) : std::chrono::ceil<milliseconds>(microseconds(micros));
}

} // namespace

Place::Place(Place&& other) noexcept
    : m_board(other.m_board), m_lane(other.m_lane), m_meter(other.m_meter),
      m_pass(std::exchange(other.m_pass, std::nullopt)), m_given(std::exchange(other.m_given, false)),
      m_byLimit(other.m_byLimit), m_chanceIn(other.m_chanceIn) {}

Place& Place::operator=(Place&& other) noexcept {
    if (this != &other) {
        giveBack();
        m_board = other.m_board;
        m_lane = other.m_lane;
        m_meter = other.m_meter;
        m_pass = std::exchange(other.m_pass, std::nullopt);
        m_given = std::exchange(other.m_given, false);
        m_byLimit = other.m_byLimit;
        m_chanceIn = other.m_chanceIn;
    }
    return *this;
}

Place Place::unbounded() {
    Place place;
    place.m_given = true;
    return place;
}

void Place::answered(const ToldLimits& told) {
    if (!m_given || m_meter == nullptr || !m_pass)
        return;
    const auto now = m_board->now();
    m_meter->answered(*m_pass, &told, now);
    m_pass.reset();
    m_lane->answered(now);
}

void Place::giveBack() {
    if (!std::exchange(m_given, false) || m_lane == nullptr)
        return;
    const auto now = m_board->now();
    if (m_meter != nullptr) {
        if (m_pass)
            m_meter->answered(*m_pass, nullptr, now);
        m_meter->end();
        m_pass.reset();
    }
    m_lane->giveBack(now);
}

Wait::Wait(Wait&& other) noexcept
    : m_board(other.m_board), m_lane(other.m_lane), m_waiting(std::move(other.m_waiting)) {}

Wait& Wait::operator=(Wait&& other) noexcept {
    if (this != &other) {
        (void)leave();
        m_board = other.m_board;
        m_lane = other.m_lane;
        m_waiting = std::move(other.m_waiting);
    }
    return *this;
}

bool Wait::granted() const {
    return m_waiting && m_lane->granted(*m_waiting);
}

std::size_t Wait::position() const {
    return m_waiting ? m_lane->position(*m_waiting) : 0;
}

milliseconds Wait::lookIn() const {
    if (!m_waiting || m_waiting->meter == nullptr)
        return milliseconds(0);
    const auto now = m_board->now();
    return roundedUp(m_waiting->meter->nextChance(m_waiting->tokens, now) - now);
}

bool Wait::hopeless(milliseconds within) const {
    return m_waiting && m_waiting->meter != nullptr && m_waiting->meter->quiet() && lookIn() > within;
}

void Wait::look() {
    if (m_waiting)
        m_lane->serve(m_board->now());
}

Place Wait::leave() {
    Place place;
    const auto waiting = std::exchange(m_waiting, nullptr);
    if (!waiting || !m_lane->leave(*waiting, m_board->now()))
        return place;
    place.m_board = m_board;
    place.m_lane = m_lane;
    place.m_meter = waiting->meter;
    place.m_pass = waiting->pass;
    place.m_given = true;
    if (place.m_meter != nullptr)
        place.m_meter->begin();
    return place;
}

CapacityBoard::CapacityBoard(const Clock& clock) : m_clock(clock), m_start(clock.monotonic()) {
    fillRandom(&m_seed, sizeof m_seed);
}

CapacityBoard::~CapacityBoard() = default;

std::int64_t CapacityBoard::now() const {
    return 1 + std::chrono::duration_cast<microseconds>(m_clock.monotonic() - m_start).count();
}

std::uint64_t CapacityBoard::hashOf(std::string_view first, std::string_view second, std::string_view third) const {
    return mix(mix(mix(m_seed, first), second), third);
}

Lane* CapacityBoard::laneOf(std::string_view provider) {
    return m_lanes.findOrMake(
        hashOf(provider), [&](const Lane& lane) { return lane.provider() == provider; }, provider);
}

Meter* CapacityBoard::meterOf(const Wanted& wanted) {
    return m_meters.findOrMake(
        hashOf(wanted.provider, wanted.key, wanted.model),
        [&](const Meter& meter) { return meter.is(wanted.provider, wanted.key, wanted.model); }, wanted.provider,
        wanted.key, wanted.model);
}

void CapacityBoard::publish(const config::Snapshot& snapshot) {
    for (const auto& provider : snapshot.providers) {
        if (auto* lane = laneOf(provider.id))
            lane->configure(provider.capacity, now());
    }
}

Place CapacityBoard::take(const Wanted& wanted) {
    Place place;
    auto* lane = laneOf(wanted.provider);
    if (lane == nullptr)
        return place;
    auto* meter = meterOf(wanted);
    const auto time = now();
    const auto taken = lane->take(meter, wanted.tokens, time);
    place.m_board = this;
    place.m_lane = lane;
    place.m_meter = meter;
    place.m_pass = taken.pass;
    place.m_given = taken.given;
    place.m_byLimit = taken.byLimit;
    place.m_chanceIn = roundedUp(taken.chanceAt == 0 ? 0 : taken.chanceAt - time);
    if (taken.given && meter != nullptr)
        meter->begin();
    return place;
}

Wait CapacityBoard::enter(const Wanted& wanted, std::string_view call, config::Priority priority,
                          std::function<void()> wake) {
    Wait wait;
    auto* lane = laneOf(wanted.provider);
    if (lane == nullptr)
        return wait;
    auto waiting = std::make_shared<Waiting>();
    waiting->call = call;
    waiting->priority = priority;
    waiting->tokens = wanted.tokens;
    waiting->meter = meterOf(wanted);
    waiting->wake = std::move(wake);
    if (!lane->enter(waiting, now()))
        return wait;
    wait.m_board = this;
    wait.m_lane = lane;
    wait.m_waiting = std::move(waiting);
    return wait;
}

milliseconds CapacityBoard::longestWait(std::string_view provider) {
    const auto* lane = laneOf(provider);
    return lane == nullptr ? milliseconds(0) : milliseconds(lane->queueWait() / 1'000);
}

void CapacityBoard::countRefused(std::string_view provider) {
    if (auto* lane = laneOf(provider))
        lane->countRefused();
}

Place CapacityBoard::refusal(const Wanted& wanted) {
    Place place;
    const auto* meter = meterOf(wanted);
    const auto time = now();
    const auto chance = meter == nullptr ? time : meter->nextChance(wanted.tokens, time);
    place.m_byLimit = chance > time;
    place.m_chanceIn = roundedUp(chance - time);
    return place;
}

std::vector<Lane::Look> CapacityBoard::lanes() const {
    std::vector<Lane::Look> looks;
    m_lanes.each([&](const Lane& lane) { looks.push_back(lane.look(now())); });
    std::sort(looks.begin(), looks.end(), [](const auto& a, const auto& b) { return a.provider < b.provider; });
    return looks;
}

std::vector<CapacityBoard::MeterLook> CapacityBoard::meters() const {
    std::vector<MeterLook> looks;
    m_meters.each([&](const Meter& meter) {
        looks.push_back({meter.provider(), meter.key(), meter.model(), meter.look(now())});
    });
    return looks;
}

std::int64_t CapacityBoard::inFlight(std::string_view provider, std::string_view key, std::string_view model) const {
    const auto* meter =
        m_meters.find(hashOf(provider, key, model), [&](const Meter& other) { return other.is(provider, key, model); });
    return meter == nullptr ? 0 : meter->look(now()).inFlight;
}

void CapacityBoard::close() {
    m_lanes.each([](Lane& lane) { lane.close(); });
}

} // namespace gatehouse::routing
