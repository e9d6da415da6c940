// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/telemetry/call_record.h"

#include <compare>
#include <map>
#include <string>
#include <string_view>

namespace gatehouse::telemetry {

// Real money of calls by names that roll-ups are not kept by, in days of UTC.
enum class NamedKind { Model, Tag, Subscription }; // a model as it was asked for
constexpr std::string_view nameOf(NamedKind kind) {
    return kind == NamedKind::Tag ? "tag" : kind == NamedKind::Subscription ? "subscription" : "model";
}

class NamedSpend {
public:
    struct Place {
        NamedKind kind = NamedKind::Model;
        std::string name;
        WallMicros day = 0;
        auto operator<=>(const Place&) const = default;
    };
    void add(const CallRecord& record);
    void merge(const NamedSpend& other);
    const std::map<Place, Money>& sums() const { return m_sums; }

private:
    std::map<Place, Money> m_sums;
};

} // namespace gatehouse::telemetry
