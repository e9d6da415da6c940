// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secret.h"
#include "core/store/change_notices.h"

#include <atomic>
#include <thread>

namespace gatehouse::store {

class PostgresLink;

// LISTENs on a connection of its own, which it makes again whenever it is lost.
class PostgresNotices final : public ChangeNotices {
public:
    PostgresNotices(SharedSecret url, Tell tell);
    ~PostgresNotices() override;
    PostgresNotices(const PostgresNotices&) = delete;
    PostgresNotices& operator=(const PostgresNotices&) = delete;
    void again() override;

private:
    void run();
    void listen(PostgresLink& link);
    bool stopped(int milliseconds) const; // waits at most so long
    void ring() const;

    const SharedSecret m_url;
    const Tell m_tell;
    int m_bell = -1; // an eventfd: something of what follows was set
    std::atomic<bool> m_stop{false};
    std::atomic<bool> m_again{false};
    std::thread m_thread;
};

} // namespace gatehouse::store
