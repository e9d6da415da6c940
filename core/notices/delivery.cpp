// SPDX-License-Identifier: Apache-2.0
#include "core/notices/delivery.h"

#include "core/base/random.h"

#include <array>
#include <utility>

namespace gatehouse::notices {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<microseconds, 10> webhookPauses{seconds(5), minutes(1), minutes(5), minutes(30), hours(2),
                                                     hours(5),   hours(10),  hours(14),  hours(20),   hours(20)};
constexpr std::array<microseconds, 6> mailPauses{seconds(5), minutes(1), minutes(5), minutes(30), hours(2), hours(5)};

constexpr std::array<std::pair<DeliveryState, std::string_view>, 3> names{
    {{DeliveryState::Pending, "pending"}, {DeliveryState::Sent, "sent"}, {DeliveryState::Dead, "dead"}}};

void end(Delivery& delivery, DeliveryState state, WallMicros now) {
    delivery.state = state;
    delivery.ended = now;
    delivery.payload.clear(); // nobody needs it any more
}

} // namespace

std::string_view nameOf(Channel channel) {
    return channel == Channel::Mail ? "mail" : "webhook";
}

std::string_view nameOf(DeliveryState state) {
    for (const auto& [value, name] : names) {
        if (value == state)
            return name;
    }
    return "pending";
}

std::optional<DeliveryState> deliveryStateNamed(std::string_view text) {
    for (const auto& [value, name] : names) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

std::optional<microseconds> pauseAfter(Channel channel, int attempts, double dice) {
    const auto at = static_cast<std::size_t>(attempts < 1 ? 0 : attempts - 1);
    const auto count = channel == Channel::Mail ? mailPauses.size() : webhookPauses.size();
    if (at >= count)
        return std::nullopt;
    const auto pause = channel == Channel::Mail ? mailPauses.at(at) : webhookPauses.at(at);
    const auto drawn = static_cast<double>(pause.count()) * (0.9 + 0.2 * dice);
    return microseconds(static_cast<std::int64_t>(drawn));
}

Delivery after(Delivery delivery, const Attempt& attempt, WallMicros now, double dice) {
    ++delivery.attempts;
    delivery.lastAt = now;
    delivery.lastStatus = attempt.status;
    delivery.lastError = attempt.error;
    if (attempt.taken) {
        end(delivery, DeliveryState::Sent, now);
        return delivery;
    }
    const auto pause = pauseAfter(delivery.channel, delivery.attempts, dice);
    if (attempt.hopeless || !pause)
        end(delivery, DeliveryState::Dead, now);
    else
        delivery.due = now + pause->count();
    return delivery;
}

std::string makeDeliveryId(WallMicros now) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string id = "msg_";
    for (int shift = 50; shift >= 0; shift -= 5)
        id += letters[static_cast<std::size_t>(now >> shift) & 31U];
    return id + randomText(14, letters.data());
}

} // namespace gatehouse::notices
