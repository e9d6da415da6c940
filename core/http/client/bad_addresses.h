// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstddef>
#include <map>
#include <vector>

namespace gatehouse::http {

// Addresses that lately did not take a connection: tried last for a while, never left out. Lives on its I/O thread.
class BadAddresses {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Address = boost::asio::ip::address;

    explicit BadAddresses(std::chrono::milliseconds lifetime) : m_lifetime(lifetime) {}

    void note(const Address& address, TimePoint now) {
        if (m_until.size() >= most)
            m_until.clear();
        m_until[address] = now + m_lifetime;
    }
    void clear(const Address& address) {
        if (!m_until.empty())
            m_until.erase(address);
    }
    void forget() { m_until.clear(); }
    void putLast(std::vector<Address>& addresses, TimePoint now) {
        if (m_until.empty())
            return;
        std::erase_if(m_until, [now](const auto& each) { return each.second <= now; });
        std::stable_partition(addresses.begin(), addresses.end(),
                              [this](const Address& each) { return !m_until.contains(each); });
    }

private:
    static constexpr std::size_t most = 256;
    std::chrono::milliseconds m_lifetime;
    std::map<Address, TimePoint> m_until;
};

} // namespace gatehouse::http
