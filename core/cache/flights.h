// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry.h"
#include "core/cache/signal.h"

#include <array>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace gatehouse::cache {

// How an answer under way ended for those who waited for it.
enum class Landing {
    Shared, // here it is
    Own,    // it is none that can be shared: each asks for itself
    Failed, // there was none
    Again,  // whoever led has left: one of those who waited leads now
};

// Equal calls under way: the first leads, the others wait for its answer. Any thread; in parts, each with a lock that
// is held to find or change an entry of a table.
class Flights {
    struct Flight;

public:
    // The right, and the duty, to bring the answer. Where it is dropped without a word, the others choose a new leader.
    class Lead {
    public:
        Lead() = default;
        Lead(Flights& flights, const Digest& key, std::shared_ptr<Flight> flight);
        Lead(Lead&& other) noexcept;
        Lead& operator=(Lead&& other) noexcept;
        Lead(const Lead&) = delete;
        Lead& operator=(const Lead&) = delete;
        ~Lead();
        explicit operator bool() const { return m_flights != nullptr; }
        // "entry" for Landing::Shared, else null.
        void land(Landing landing, EntryPtr entry);

    private:
        Flights* m_flights = nullptr;
        Digest m_key{};
        std::shared_ptr<Flight> m_flight;
    };

    // A place among those who wait.
    class Seat {
    public:
        Seat() = default;
        Seat(std::shared_ptr<Flight> flight, std::shared_ptr<Signal> signal)
            : m_flight(std::move(flight)), m_signal(std::move(signal)) {}
        explicit operator bool() const { return m_flight != nullptr; }
        // False where the wait was cancelled.
        Task<bool> wait();
        // Once waited for.
        Landing landing() const;
        EntryPtr entry() const;

    private:
        std::shared_ptr<Flight> m_flight;
        std::shared_ptr<Signal> m_signal;
    };

    // One of both.
    struct Boarding {
        Lead lead;
        Seat seat;
    };
    Boarding board(const Digest& key, Executor executor);

private:
    struct Part {
        std::mutex mutex;
        std::unordered_map<Digest, std::shared_ptr<Flight>, DigestHash> flights;
    };
    static constexpr std::size_t partCount = 16;
    Part& partOf(const Digest& key) { return m_parts[key[31] % partCount]; }
    void land(const Digest& key, Flight& flight, Landing landing, EntryPtr entry);

    std::array<Part, partCount> m_parts;
};

} // namespace gatehouse::cache
