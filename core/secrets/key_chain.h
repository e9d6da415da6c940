// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <chrono>
#include <memory>
#include <string_view>

namespace gatehouse::secrets {

// The operating system's key chain. Errors: NotFound (code secret_not_found), Unavailable (keychain_unavailable: there
// is none here; keychain_locked: it waits for a person), Internal (keychain_failed).
class KeyChain {
public:
    virtual ~KeyChain() = default;
    // Could there be one? Fast and without a question to anybody; "yes" is no promise.
    virtual bool present() const = 0;
    virtual Result<Secret> read(std::string_view name) = 0;
    virtual Result<void> write(std::string_view name, const Secret& secret) = 0;
    virtual Result<void> remove(std::string_view name) = 0;
};

// The key chain behind QtKeychain, service "org.gatehouse.Gatehouse". Its jobs run in a thread with an event loop of
// its own, started by the first job; each call waits for its answer at most "deadline" and then gives up on it. While a
// job that was given up on still runs (it waits for a person's password), further calls fail at once. Callers block:
// control thread only, never an I/O or UI thread. One per process: QtKeychain queues all jobs of a process together.
class QtKeyChain final : public KeyChain {
public:
    explicit QtKeyChain(std::chrono::milliseconds deadline = std::chrono::seconds(3));
    ~QtKeyChain() override;
    bool present() const override; // Linux: is there a D-Bus session?
    Result<Secret> read(std::string_view name) override;
    Result<void> write(std::string_view name, const Secret& secret) override;
    Result<void> remove(std::string_view name) override;

private:
    struct Worker;
    Worker& worker();
    std::chrono::milliseconds m_deadline;
    std::unique_ptr<Worker> m_worker;
};

} // namespace gatehouse::secrets
