// SPDX-License-Identifier: Apache-2.0
#include "core/async/io_threads.h"

#include <csignal>
#include <pthread.h>

namespace gatehouse {

IoThread::IoThread(std::string name) : m_name(std::move(name)) {}

IoThread::~IoThread() {
    stop();
}

void IoThread::start() {
    m_thread = std::thread([this] { run(); });
}

void IoThread::stop() {
    m_context.stop();
    if (m_thread.joinable())
        m_thread.join();
}

void IoThread::run() {
    // Signals belong to the thread that waits for them.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    pthread_setname_np(pthread_self(), m_name.substr(0, 15).c_str());
    m_context.run();
}

IoThreads::IoThreads(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        m_threads.push_back(std::make_unique<IoThread>("io-" + std::to_string(i)));
}

void IoThreads::start() {
    for (auto& thread : m_threads)
        thread->start();
}

void IoThreads::stop() {
    for (auto& thread : m_threads)
        thread->stop();
}

} // namespace gatehouse
