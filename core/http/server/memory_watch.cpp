// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/memory_watch.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <malloc.h>
#include <string>
#include <string_view>
#include <unistd.h>

// mimalloc's, where the program is linked with it.
extern "C" void mi_collect(bool force) noexcept __attribute__((weak));

namespace gatehouse::http {
namespace {

constexpr std::chrono::milliseconds lookEvery{100};
// A stage begins at its share of the budget, in percent, and ends this much below.
constexpr std::array<std::uint64_t, 4> shares{0, 85, 92, 97};
constexpr std::uint64_t hysteresis = 3;

std::string contentOf(const char* path) {
    std::array<char, 4096> text{};
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    const auto size = ::read(file, text.data(), text.size());
    ::close(file);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

std::uint64_t machineMemory() {
    return static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Control groups, version 2: the own group and all above it may set memory.max.
std::uint64_t groupLimit() {
    auto membership = contentOf("/proc/self/cgroup");
    const auto begin = membership.find("0::/");
    if (begin == std::string::npos)
        return 0;
    auto path = membership.substr(begin + 3, membership.find('\n', begin) - begin - 3);
    std::uint64_t least = 0;
    for (;;) {
        const auto text = contentOf(("/sys/fs/cgroup" + path + "/memory.max").c_str());
        if (const auto limit = parseUnsigned(trim(text)); limit && (least == 0 || *limit < least))
            least = *limit;
        const auto slash = path.rfind('/');
        if (slash == std::string::npos)
            return least;
        path.resize(slash);
    }
}

} // namespace

std::uint64_t residentMemory() {
    // Size and resident pages, parted by a blank.
    const auto text = contentOf("/proc/self/statm");
    const auto first = text.find(' ');
    if (first == std::string::npos)
        return 0;
    const auto pages = parseUnsigned(std::string_view(text).substr(first + 1, text.find(' ', first + 1) - first - 1));
    return pages.value_or(0) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void returnFreeMemory() {
    if (mi_collect != nullptr)
        mi_collect(true);
    else
        (void)::malloc_trim(0);
}

std::uint64_t availableMemory() {
    const auto machine = machineMemory();
    const auto group = groupLimit();
    return group == 0 ? machine : std::min(machine, group);
}

MemoryWatch::MemoryWatch(std::uint64_t budget, Reader resident)
    : m_budget(budget), m_resident(resident ? std::move(resident) : Reader(residentMemory)) {}

void MemoryWatch::look(std::chrono::steady_clock::time_point now) {
    if (m_budget == 0)
        return;
    const std::int64_t moment = now.time_since_epoch().count();
    auto last = m_lastLook.load(std::memory_order_relaxed);
    const std::int64_t pause = std::chrono::nanoseconds(lookEvery).count();
    // One of the threads that come at the same time looks.
    if (moment - last < pause || !m_lastLook.compare_exchange_strong(last, moment, std::memory_order_relaxed))
        return;
    const auto used = m_resident() + m_reserved.load(std::memory_order_relaxed);
    m_used.store(used, std::memory_order_relaxed);
    const auto percent = used / std::max<std::uint64_t>(m_budget / 100, 1);
    auto stage = static_cast<std::size_t>(m_stage.load(std::memory_order_relaxed));
    while (stage + 1 < shares.size() && percent >= shares[stage + 1]) {
        ++stage;
        m_entered[stage].fetch_add(1, std::memory_order_relaxed);
    }
    while (stage > 0 && percent + hysteresis < shares[stage])
        --stage;
    m_stage.store(static_cast<MemoryStage>(stage), std::memory_order_relaxed);
}

} // namespace gatehouse::http
