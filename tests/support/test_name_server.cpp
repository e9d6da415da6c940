// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_name_server.h"

#include "tests/support/test_socket.h"

#include <arpa/inet.h>
#include <array>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace gatehouse::test {
namespace {

constexpr std::size_t headSize = 12; // RFC 1035 §4.1.1
constexpr unsigned typeA = 1;
constexpr unsigned typeAaaa = 28;

void put16(std::string& out, unsigned value) {
    out.push_back(static_cast<char>(value >> 8U));
    out.push_back(static_cast<char>(value & 0xFFU));
}

struct Question {
    std::string name;
    unsigned type = 0;
    std::size_t end = 0; // behind it
};

bool readQuestion(std::string_view packet, Question& question) {
    std::size_t at = headSize;
    while (at < packet.size() && packet[at] != 0) {
        const auto size = static_cast<unsigned char>(packet[at]);
        if (at + 1 + size >= packet.size())
            return false;
        question.name += (question.name.empty() ? "" : ".") + std::string(packet.substr(at + 1, size));
        at += 1U + size;
    }
    if (at + 5 > packet.size())
        return false;
    question.type = static_cast<unsigned char>(packet[at + 1]) * 256U + static_cast<unsigned char>(packet[at + 2]);
    question.end = at + 5;
    return true;
}

std::string addressBytes(const std::string& address, unsigned type) {
    std::array<char, 16> bytes{};
    const bool v6 = address.find(':') != std::string::npos;
    if (v6 != (type == typeAaaa) || ::inet_pton(v6 ? AF_INET6 : AF_INET, address.c_str(), bytes.data()) != 1)
        return {};
    return {bytes.data(), v6 ? std::size_t{16} : std::size_t{4}};
}

} // namespace

class TestNameServer::Impl {
public:
    explicit Impl(const std::string& address) : m_socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        ::inet_pton(AF_INET, address.c_str(), &place.sin_addr);
        socklen_t size = sizeof place;
        auto* const generic = reinterpret_cast<sockaddr*>(&place);
        if (m_socket < 0 || ::bind(m_socket, generic, size) != 0 || ::getsockname(m_socket, generic, &size) != 0)
            throw std::runtime_error("the test's name server cannot listen");
        m_place = address + ":" + std::to_string(ntohs(place.sin_port));
        m_thread = std::thread([this] { run(); });
    }
    ~Impl() {
        m_stop.raise();
        m_thread.join();
        ::close(m_socket);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void run() {
        for (;;) {
            std::array<pollfd, 2> watched{{{m_socket, POLLIN, 0}, {m_stop.descriptor(), POLLIN, 0}}};
            ::poll(watched.data(), watched.size(), -1);
            if (watched[1].revents != 0)
                return;
            std::array<char, 2048> bytes{};
            sockaddr_storage peer{};
            socklen_t size = sizeof peer;
            auto* const generic = reinterpret_cast<sockaddr*>(&peer);
            const auto got = ::recvfrom(m_socket, bytes.data(), bytes.size(), 0, generic, &size);
            if (got < static_cast<ssize_t>(headSize))
                continue;
            const std::string answer = answerTo({bytes.data(), static_cast<std::size_t>(got)});
            if (!answer.empty())
                ::sendto(m_socket, answer.data(), answer.size(), 0, generic, size);
        }
    }

    std::string answerTo(std::string_view packet) {
        Question question;
        if (!readQuestion(packet, question))
            return {};
        const std::lock_guard lock(m_mutex);
        m_questions += question.type == typeA || question.type == typeAaaa ? 1U : 0U;
        if (m_mood == NameServerMood::Silent)
            return {};
        const auto found = m_names.find(question.name);
        std::string records;
        unsigned count = 0;
        for (const auto& address : found == m_names.end() ? std::vector<std::string>() : found->second.addresses) {
            const std::string data = addressBytes(address, question.type);
            if (data.empty())
                continue;
            put16(records, 0xC000U + headSize); // the question's name
            put16(records, question.type);
            put16(records, 1);
            put16(records, found->second.ttl >> 16U);
            put16(records, found->second.ttl & 0xFFFFU);
            put16(records, static_cast<unsigned>(data.size()));
            records += data;
            ++count;
        }
        const unsigned code = m_mood == NameServerMood::Fails ? 2U : found == m_names.end() ? 3U : 0U;
        std::string out(packet.substr(0, 2));
        put16(out, 0x8180U | code);
        put16(out, 1);
        put16(out, code == 0 ? count : 0);
        put16(out, 0);
        put16(out, 0);
        out += packet.substr(headSize, question.end - headSize);
        return code == 0 ? out + records : out;
    }

    int m_socket;
    std::string m_place;
    StopSignal m_stop;
    std::mutex m_mutex;
    std::map<std::string, NameRecord> m_names;
    NameServerMood m_mood = NameServerMood::Answers;
    std::size_t m_questions = 0;
    std::thread m_thread;
};

TestNameServer::TestNameServer(const std::string& address) : m_impl(std::make_unique<Impl>(address)) {}
TestNameServer::~TestNameServer() = default;

std::string TestNameServer::place() const {
    return m_impl->m_place;
}

void TestNameServer::set(const std::string& name, NameRecord record) {
    const std::lock_guard lock(m_impl->m_mutex);
    m_impl->m_names[name] = std::move(record);
}

void TestNameServer::remove(const std::string& name) {
    const std::lock_guard lock(m_impl->m_mutex);
    m_impl->m_names.erase(name);
}

void TestNameServer::setMood(NameServerMood mood) {
    const std::lock_guard lock(m_impl->m_mutex);
    m_impl->m_mood = mood;
}

std::size_t TestNameServer::questions() const {
    const std::lock_guard lock(m_impl->m_mutex);
    return m_impl->m_questions;
}

} // namespace gatehouse::test
