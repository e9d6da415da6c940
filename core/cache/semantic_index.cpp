// SPDX-License-Identifier: Apache-2.0
#include "core/cache/semantic_index.h"

#include <pthread.h>

namespace gatehouse::cache {
namespace {

constexpr std::size_t mostQuestions = 256;
constexpr std::size_t mostChanges = 100'000; // beyond it entries are found by equal requests alone
constexpr std::chrono::milliseconds patience{50};

} // namespace

SemanticIndex::~SemanticIndex() {
    stop();
}

void SemanticIndex::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_questions.clear();
        m_changes.clear();
    }
    m_news.notify_all();
    if (m_thread.joinable()) // nobody begins it any more
        m_thread.join();
}

void SemanticIndex::push(Change change) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || (change.added && m_changes.size() >= mostChanges))
            return;
        m_changes.push_back(std::move(change));
        if (!m_thread.joinable()) {
            m_thread = std::thread([this] { run(); });
            pthread_setname_np(m_thread.native_handle(), "cache-index");
        }
    }
    m_news.notify_one();
}

void SemanticIndex::add(EntryPtr entry) {
    if (!entry->vector.empty())
        push({std::move(entry), {}});
}

void SemanticIndex::remove(std::vector<EntryPtr> entries) {
    std::erase_if(entries, [](const EntryPtr& entry) { return entry->vector.empty(); });
    if (!entries.empty())
        push({nullptr, std::move(entries)});
}

Task<std::optional<Nearest>> SemanticIndex::nearest(Digest partition, Vector vector, Executor executor) {
    const auto signal = std::make_shared<Signal>(executor);
    const auto question = std::make_shared<Question>();
    question->partition = partition;
    question->vector = std::move(vector);
    question->signal = signal;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || !m_thread.joinable() || m_questions.size() >= mostQuestions)
            co_return std::nullopt;
        m_questions.push_back(question);
    }
    m_news.notify_one();
    // Where a graph is just made anew the call goes on without.
    const bool told = co_await signal->wait(std::chrono::steady_clock::now() + patience);
    if (!told)
        co_return std::nullopt;
    co_return question->found;
}

void SemanticIndex::ask(Question& question) {
    if (const auto place = m_partitions.find(question.partition); place != m_partitions.end())
        question.found = place->second.nearest(question.vector);
    Signal::raise(question.signal);
}

void SemanticIndex::carryOut(const Change& change) {
    if (change.added) {
        const auto place = m_partitions.try_emplace(change.added->partition, change.added->vector.size()).first;
        place->second.add(change.added);
        return;
    }
    for (const auto& entry : change.removed) {
        const auto place = m_partitions.find(entry->partition);
        if (place == m_partitions.end())
            continue;
        place->second.remove(entry);
        if (place->second.size() == 0)
            m_partitions.erase(place);
    }
}

void SemanticIndex::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_news.wait(lock, [this] { return m_stopping || !m_questions.empty() || !m_changes.empty(); });
        if (m_stopping)
            return;
        if (!m_questions.empty()) {
            const auto question = std::move(m_questions.front());
            m_questions.pop_front();
            lock.unlock();
            ask(*question);
            lock.lock();
            continue;
        }
        const auto change = std::move(m_changes.front());
        m_changes.pop_front();
        lock.unlock();
        carryOut(change);
        lock.lock();
    }
}

} // namespace gatehouse::cache
