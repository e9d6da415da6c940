// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secret.h"
#include "core/base/work_thread.h"
#include "core/notices/delivery.h"
#include "core/post/mail.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace gatehouse::post {

// How mails are handed in (RFC 6409 submission).
struct MailServer {
    enum class Tls {
        StartTls, // RFC 3207: demanded, never given up (usually port 587)
        Tls,      // from the first byte (RFC 8314, usually port 465)
        None      // for a relay on this machine
    };
    std::string host;
    std::uint16_t port = 587;
    Tls tls = Tls::StartTls;
    std::string user;      // empty: no credential
    SharedSecret password; // sent over TLS only
    std::string from;
    std::string authorities; // PEM file, believed besides the system's; empty: none
};
using MailServerPtr = std::shared_ptr<const MailServer>;

// Hands mails to a server by SMTP, one after the other, on a thread of its own ("mail"): libcurl waits there. Any
// thread.
class MailSender {
public:
    explicit MailSender(const Clock& clock);
    ~MailSender() { stop(); }
    void start();
    // The mail that is under way is given up.
    void stop();
    // A delivery whose target are receivers and whose payload is {"subject", "text"}. "done" on the thread, or at once
    // where nothing more is taken.
    void send(notices::Delivery delivery, MailServerPtr server, std::function<void(notices::Attempt)> done);

private:
    notices::Attempt attempt(const notices::Delivery& delivery, const MailServer& server);

    const Clock& m_clock;
    std::atomic<bool> m_stopping{false};
    WorkThread m_thread{"mail", 256};
};

} // namespace gatehouse::post
