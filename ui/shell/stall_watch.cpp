// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/stall_watch.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <execinfo.h>
#include <unistd.h>

namespace gatehouse::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto lookEvery = 10ms;
constexpr auto answerPatience = 200ms;
constexpr std::int64_t mostNanoseconds = 50'000'000;
constexpr std::int64_t nanosPerMilli = 1'000'000;

// What the signal handler leaves. It runs on the watched thread.
std::array<void*, 64> frames;
std::atomic<int> frameCount{0};

int stackSignal() {
    return SIGRTMIN + 5;
}

void takeStack(int) {
    frameCount.store(::backtrace(frames.data(), static_cast<int>(frames.size())), std::memory_order_release);
}

std::int64_t monotonicNow() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

} // namespace

StallWatch::StallWatch(const MeteredApplication& application)
    : m_application(application), m_watched(::pthread_self()) {
    (void)::backtrace(frames.data(), 1); // loads what it needs now, since that allocates
    struct sigaction action {};
    action.sa_handler = takeStack;
    action.sa_flags = SA_RESTART;
    ::sigaction(stackSignal(), &action, nullptr);
    m_thread = std::thread([this] { run(); });
}

StallWatch::~StallWatch() {
    m_ended = true;
    m_thread.join();
    (void)::signal(stackSignal(), SIG_IGN);
}

void StallWatch::run() {
    std::int64_t reported = 0; // the event that was reported last, by its beginning
    while (!m_ended) {
        std::this_thread::sleep_for(lookEvery);
        const auto since = m_application.since();
        if (since == 0 || since == reported)
            continue;
        const auto kept = monotonicNow() - since;
        if (kept < mostNanoseconds)
            continue;
        reported = since;
        report(kept);
    }
}

void StallWatch::report(std::int64_t nanoseconds) {
    frameCount = 0;
    if (::pthread_kill(m_watched, stackSignal()) != 0)
        return;
    const auto end = std::chrono::steady_clock::now() + answerPatience;
    while (frameCount.load(std::memory_order_acquire) == 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(1ms);
    std::fprintf(stderr, "ui.stalled ms=%lld: the UI thread is here\n",
                 static_cast<long long>(nanoseconds / nanosPerMilli));
    std::fflush(stderr);
    ::backtrace_symbols_fd(frames.data(), frameCount.load(), STDERR_FILENO);
    ++m_reported;
}

} // namespace gatehouse::ui
