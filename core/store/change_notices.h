// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace gatehouse::store {

// Tells, while it lives, when the configuration of a shared store may have changed: another process committed a change,
// or the connection was made anew and something may have been missed; also every ten seconds, in case nobody could
// act on it at the time. Own changes are told too. The function is called on a thread of this object, never after the
// destructor has begun to return, and must not block.
class ChangeNotices {
public:
    using Tell = std::function<void()>;
    virtual ~ChangeNotices() = default;
    // It could not be acted on: to be told again in half a second. Any thread.
    virtual void again() = 0;
};

} // namespace gatehouse::store
