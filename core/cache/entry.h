// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/digest.h"
#include "core/base/money.h"
#include "core/dialects/dialect.h"
#include "core/dialects/usage.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::cache {

// Where a text lies among others of its partition: of length 1.
using Vector = std::vector<float>;

// An answer that may be given again. Never changed once it is made, so all threads share it. Of the request it holds a
// digest alone, and where texts are compared the place of its last words.
struct Entry {
    Digest key{};
    std::string route;
    std::string provider;
    std::string model;                                                    // as the provider calls it
    std::string gatewayKey;                                               // id of the key whose call brought it
    std::string callId;                                                   // of that call
    dialects::Operation operation = dialects::Operation::ChatCompletions; // whose whole answer "body" is
    std::string body;
    std::optional<dialects::Usage> usage;
    std::vector<std::string> losses; // fields of the request that could not be told to the provider
    WallMicros stored = 0;
    WallMicros expires = 0;
    std::optional<Money> cost; // of that call; none: unknown
    bool pretend = false;      // a demo price
    Digest partition{};        // of all of the request but its last words; used where "vector" is not empty
    Vector vector;

    // What it takes of memory, about.
    std::size_t weight() const;
};

using EntryPtr = std::shared_ptr<const Entry>;

} // namespace gatehouse::cache
