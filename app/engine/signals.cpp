// SPDX-License-Identifier: Apache-2.0
#include "app/engine/signals.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace gatehouse::app {
namespace {

constexpr std::array handled{SIGTERM, SIGINT, SIGHUP};
// A signal handler can reach nothing but what is global.
volatile std::sig_atomic_t writeEnd = -1;

void onDelivery(int signal) {
    const auto byte = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
}

} // namespace

Signals::Signals(std::function<void(int)> onSignal) : m_onSignal(std::move(onSignal)) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_read = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_read, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        unsigned char signal = 0;
        while (::read(m_read, &signal, 1) == 1)
            m_onSignal(signal);
    });
    struct sigaction action {};
    action.sa_handler = onDelivery;
    action.sa_flags = SA_RESTART;
    for (const int signal : handled)
        (void)::sigaction(signal, &action, nullptr);
    // Writing to a client that has gone is an error code here, not the end of the process.
    (void)std::signal(SIGPIPE, SIG_IGN);
}

Signals::~Signals() {
    for (const int signal : handled)
        (void)std::signal(signal, SIG_DFL);
    ::close(m_read);
    ::close(writeEnd);
}

} // namespace gatehouse::app
