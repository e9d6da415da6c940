// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace gatehouse::admin {

// Runs functions one after the other on a thread that may block (the control thread). Thread-safe.
class Runner {
public:
    virtual ~Runner() = default;
    // False when the thread has stopped or its queue is full: the function is dropped and never runs.
    virtual bool post(std::function<void()> work) = 0;
};

} // namespace gatehouse::admin
