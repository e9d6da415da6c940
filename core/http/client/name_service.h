// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::http {

// What a name server says of a name.
struct NameAnswer {
    enum class Outcome {
        Found,
        None,        // it says that there are no addresses
        Unavailable, // nobody answered, or in error
    };
    Outcome outcome = Outcome::Unavailable;
    std::vector<boost::asio::ip::address> addresses; // in the order of RFC 6724
    std::chrono::seconds lifetime{0};                // the least of the records' TTLs
    bool askSystem = false; // the system's own resolver may know more (mDNS and other sources of nsswitch.conf)
    std::string problem;
};

// Asks name servers for addresses. One for the process, with a thread of its own: reading /etc/hosts and
// /etc/resolv.conf must not hold an I/O thread. Any thread.
class NameService {
public:
    using Done = std::function<void(NameAnswer)>;
    virtual ~NameService() = default;
    // "done" runs on the service's thread, and not at all after stop().
    virtual void lookUp(std::string host, Done done) = 0;
    // Reads the system's settings again; questions under way are asked anew.
    virtual void networkChanged() = 0;
    // To be called before what "done" refers to goes. Joins the thread.
    virtual void stop() = 0;
};

struct NameServiceOptions {
    std::string servers;                      // "127.0.0.1:5353,…"; empty: those of /etc/resolv.conf
    std::chrono::milliseconds timeout{1'000}; // of one question to one server; doubled for the second try
    int tries = 2;
};

// Over c-ares: it tells TTLs, which getaddrinfo does not, asks for both families at once and needs no thread for each
// question. Null where it cannot be set up.
std::shared_ptr<NameService> makeNameService(NameServiceOptions options = {});

} // namespace gatehouse::http
