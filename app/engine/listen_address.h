// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::app {

struct ListenAddress {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
};

// HOST:PORT, [IPv6]:PORT, or :PORT for every address. Errors: Invalid usage.
Result<ListenAddress> parseListenAddress(std::string_view text, std::string_view option);

// "http://127.0.0.1:8642"; an unspecified address is shown as the loopback one, where a local client can reach it.
std::string urlOf(const ListenAddress& address, bool tls);

} // namespace gatehouse::app
