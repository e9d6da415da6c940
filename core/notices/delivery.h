// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/lease.h"
#include "core/base/result.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::notices {

enum class Channel { Webhook, Mail };
enum class DeliveryState { Pending, Sent, Dead };

std::string_view nameOf(Channel channel);     // "webhook"
std::string_view nameOf(DeliveryState state); // "pending"
std::optional<DeliveryState> deliveryStateNamed(std::string_view name);

// News on its way to one receiver.
struct Delivery {
    std::string id; // "msg_…": the same at each attempt, so that a receiver knows what it has had already
    Channel channel = Channel::Webhook;
    std::string target;  // the webhook's id; of a mail its receivers, parted by commas
    std::string event;   // "job.finished"
    std::string payload; // JSON; of a mail {"subject", "text"}
    DeliveryState state = DeliveryState::Pending;
    int attempts = 0;
    WallMicros created = 0;
    WallMicros due = 0;
    std::optional<WallMicros> ended;
    std::optional<WallMicros> lastAt;
    int lastStatus = 0;    // of the last attempt; 0: there was no answer
    std::string lastError; // why it failed, in our words: nothing of an answer's body
};

// What came of an attempt.
struct Attempt {
    bool taken = false;
    bool hopeless = false; // it need not be tried again
    int status = 0;
    std::string error;
};

// When the next attempt is after so many; nothing: no more. About three days in all; a fifth of each pause is drawn
// ("dice", 0 to 1).
std::optional<std::chrono::microseconds> pauseAfter(Channel channel, int attempts, double dice);

// The delivery after an attempt.
Delivery after(Delivery delivery, const Attempt& attempt, WallMicros now, double dice);

// "msg_" and 24 characters that sort by time.
std::string makeDeliveryId(WallMicros now);

struct DeliveryQuery {
    Channel channel = Channel::Webhook;
    std::string target; // empty: all
    std::string before; // ids below this one
    std::size_t limit = 50;
};

// Where deliveries outlive the process. Made, used and destroyed on one thread of the outbox's own.
class DeliveryKeeper {
public:
    virtual ~DeliveryKeeper() = default;
    virtual Result<void> add(const std::vector<Delivery>& deliveries) = 0;
    virtual Result<void> update(const Delivery& delivery) = 0;
    // Of this process: the oldest first.
    virtual Result<std::vector<Delivery>> pending(std::size_t limit) = 0;
    virtual Result<std::vector<Delivery>> list(const DeliveryQuery& query) = 0; // newest first
    // May other processes work on the same store? Then renew() is asked for every leaseRenewal.
    virtual bool shared() const { return false; }
    virtual Result<Renewal> renew() { return Renewal(); }
    virtual Result<void> trim(WallMicros endedBefore) = 0;
};

using MakeDeliveryKeeper = std::function<Result<std::unique_ptr<DeliveryKeeper>>()>;

} // namespace gatehouse::notices
