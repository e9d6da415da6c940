// SPDX-License-Identifier: Apache-2.0
#include "core/cache/flights.h"

#include <utility>

namespace gatehouse::cache {

// Changed under the lock of its part until it has landed; never after.
struct Flights::Flight {
    std::vector<std::weak_ptr<Signal>> waiting;
    Landing landing = Landing::Again;
    EntryPtr entry;
};

Flights::Lead::Lead(Flights& flights, const Digest& key, std::shared_ptr<Flight> flight)
    : m_flights(&flights), m_key(key), m_flight(std::move(flight)) {}

Flights::Lead::Lead(Lead&& other) noexcept
    : m_flights(std::exchange(other.m_flights, nullptr)), m_key(other.m_key), m_flight(std::move(other.m_flight)) {}

Flights::Lead& Flights::Lead::operator=(Lead&& other) noexcept {
    if (this != &other) {
        land(Landing::Again, nullptr);
        m_flights = std::exchange(other.m_flights, nullptr);
        m_key = other.m_key;
        m_flight = std::move(other.m_flight);
    }
    return *this;
}

Flights::Lead::~Lead() {
    land(Landing::Again, nullptr);
}

void Flights::Lead::land(Landing landing, EntryPtr entry) {
    if (auto* flights = std::exchange(m_flights, nullptr))
        flights->land(m_key, *m_flight, landing, std::move(entry));
    m_flight.reset();
}

Task<bool> Flights::Seat::wait() {
    co_return co_await m_signal->wait();
}

Landing Flights::Seat::landing() const {
    return m_flight->landing;
}

EntryPtr Flights::Seat::entry() const {
    return m_flight->entry;
}

Flights::Boarding Flights::board(const Digest& key, Executor executor) {
    auto& part = partOf(key);
    Boarding boarding;
    const std::lock_guard lock(part.mutex);
    auto& flight = part.flights[key];
    if (!flight) {
        flight = std::make_shared<Flight>();
        boarding.lead = Lead(*this, key, flight);
        return boarding;
    }
    auto signal = std::make_shared<Signal>(executor);
    flight->waiting.push_back(signal);
    boarding.seat = Seat(flight, std::move(signal));
    return boarding;
}

void Flights::land(const Digest& key, Flight& flight, Landing landing, EntryPtr entry) {
    std::vector<std::weak_ptr<Signal>> waiting;
    {
        auto& part = partOf(key);
        const std::lock_guard lock(part.mutex);
        flight.landing = landing;
        flight.entry = std::move(entry);
        waiting.swap(flight.waiting);
        part.flights.erase(key);
    }
    for (const auto& signal : waiting)
        Signal::raise(signal);
}

} // namespace gatehouse::cache
