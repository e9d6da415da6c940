// SPDX-License-Identifier: Apache-2.0
// What a look into the cache takes: the key of a request, and the nearest of 100,000 texts.
#include "core/cache/canonical.h"
#include "core/cache/hashing_embedding.h"
#include "core/cache/vector_index.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::cache;

namespace {

// CPU of this thread: what else the machine does is not the index's doing.
double nowMicros() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

std::string sentence(std::minstd_rand& random) {
    static const char* const syllables[] = {"ga", "te", "hou", "se",  "mo", "del", "ri",  "ver", "lan", "ter",
                                            "ka", "pi", "tol", "fra", "ge", "ant", "wor", "ten", "zu",  "el"};
    std::string text;
    const auto words = 6 + random() % 14;
    for (std::size_t word = 0; word < words; ++word) {
        for (std::size_t part = 0; part < 2 + random() % 3; ++part)
            text += syllables[random() % 20];
        text += ' ';
    }
    return text;
}

void benchKey() {
    std::string words;
    for (int i = 0; i < 160; ++i)
        words += "lorem ";
    const std::string body = R"({"model":"gpt-4o-mini","temperature":0,"messages":[{"role":"system","content":)"
                             R"("You are helpful."},{"role":"user","content":")" +
                             words + R"("}]})";
    constexpr int rounds = 20'000;
    std::size_t sink = 0;
    const auto begun = nowMicros();
    for (int i = 0; i < rounds; ++i) {
        const auto canonical = canonicalRequest(dialects::Operation::ChatCompletions, body);
        sink += sha256(canonical->whole)[0];
    }
    std::printf("key of a request of %zu bytes: %.2f us (%zu)\n", body.size(), (nowMicros() - begun) / rounds,
                sink % 10);
}

void benchNearest(std::size_t count) {
    std::minstd_rand random(1);
    VectorIndex index(256);
    std::vector<std::string> texts;
    auto begun = nowMicros();
    for (std::size_t i = 0; i < count; ++i) {
        texts.push_back(sentence(random));
        Entry entry;
        entry.key = sha256(texts.back());
        entry.vector = hashingEmbedding(texts.back());
        index.add(std::make_shared<const Entry>(std::move(entry)));
    }
    const auto each = (nowMicros() - begun) / static_cast<double>(count);
    std::vector<double> times;
    std::size_t found = 0;
    for (int i = 0; i < 2'000; ++i) {
        const auto& text = texts[random() % texts.size()];
        begun = nowMicros();
        const auto nearest = index.nearest(hashingEmbedding(text + "please"));
        times.push_back((nowMicros() - begun));
        found += nearest && nearest->entry->key == sha256(text) ? 1U : 0U;
    }
    std::sort(times.begin(), times.end());
    const double p99 = times[times.size() * 99 / 100];
    std::printf("nearest of %zu texts: p50 %.0f us, p99 %.0f us (<= 2,000 us: %s), the right one in %.1f %%; "
                "adding one %.0f us\n",
                count, times[times.size() / 2], p99, p99 <= 2'000 ? "yes" : "NO", static_cast<double>(found) / 20.0,
                each);
}

} // namespace

int main(int count, char** arguments) {
    benchKey();
    benchNearest(count > 1 ? static_cast<std::size_t>(std::atoi(arguments[1])) : 100'000);
    return 0;
}
