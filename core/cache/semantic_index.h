// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/signal.h"
#include "core/cache/vector_index.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace gatehouse::cache {

// Finds the entry whose text is the most like another, among those of a partition. All work is done on a thread of its
// own ("cache-index"), so that no I/O thread waits while a graph changes; what is looked up goes before what is to be
// added or removed. Any thread.
class SemanticIndex {
public:
    SemanticIndex() = default;
    ~SemanticIndex();
    SemanticIndex(const SemanticIndex&) = delete;
    SemanticIndex& operator=(const SemanticIndex&) = delete;

    void add(EntryPtr entry);
    void remove(std::vector<EntryPtr> entries);
    // What is asked for: answered within a moment, or not at all where too much waits. On the I/O thread of "executor".
    Task<std::optional<Nearest>> nearest(Digest partition, Vector vector, Executor executor);
    // Ends the thread; nothing is found from here on.
    void stop();

private:
    struct Question {
        Digest partition{};
        Vector vector;
        std::weak_ptr<Signal> signal;
        std::optional<Nearest> found;
    };
    struct Change {
        EntryPtr added; // null: "removed" are to go
        std::vector<EntryPtr> removed;
    };
    void run();
    void ask(Question& question);
    void carryOut(const Change& change);
    void push(Change change);

    std::unordered_map<Digest, VectorIndex, DigestHash> m_partitions; // of the thread
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::deque<std::shared_ptr<Question>> m_questions;
    std::deque<Change> m_changes;
    bool m_stopping = false;
    std::thread m_thread; // begins with the first entry
};

} // namespace gatehouse::cache
