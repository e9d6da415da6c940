// SPDX-License-Identifier: Apache-2.0
#include "core/post/mail_sender.h"

#include "core/base/address_kinds.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <boost/json/parse.hpp>
#include <cstring>
#include <curl/curl.h>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <utility>

namespace gatehouse::post {
namespace {

using notices::Attempt;
using notices::Delivery;

constexpr long connectMillis = 15'000;
constexpr long wholeMillis = 60'000;
constexpr int firstPermanent = 500; // RFC 5321 §4.2.1: 4yz may pass, 5yz will not

struct Easy {
    CURL* handle = curl_easy_init();
    curl_slist* receivers = nullptr;
    Easy() = default;
    Easy(const Easy&) = delete;
    Easy& operator=(const Easy&) = delete;
    ~Easy() {
        curl_slist_free_all(receivers);
        curl_easy_cleanup(handle);
    }
};

struct Reading {
    std::string_view rest;
};

std::size_t readSome(char* into, std::size_t size, std::size_t count, void* from) {
    auto& reading = *static_cast<Reading*>(from);
    const auto some = std::min(size * count, reading.rest.size());
    std::memcpy(into, reading.rest.data(), some);
    reading.rest.remove_prefix(some);
    return some;
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

int keepOn(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return *static_cast<std::atomic<bool>*>(stopping) ? 1 : 0;
}

std::optional<IpAddress> addressOf(const sockaddr& place) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (place.sa_family == AF_INET)
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(place).sin_addr, text.data(), text.size());
    else if (place.sa_family == AF_INET6)
        ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(place).sin6_addr, text.data(), text.size());
    return IpAddress::parse(text.data());
}

// Never to where clouds tell machines their credentials, whatever name leads there.
curl_socket_t openSocket(void* forbidden, curlsocktype, curl_sockaddr* place) {
    const auto address = addressOf(place->addr);
    if (!address || isMetadata(*address)) {
        *static_cast<bool*>(forbidden) = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(place->family, place->socktype | SOCK_CLOEXEC, place->protocol);
}

std::vector<std::string> parted(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (comma > 0)
            out.emplace_back(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

Result<Mail> mailOf(const Delivery& delivery, const MailServer& server) {
    boost::system::error_code error;
    const auto payload = boost::json::parse(delivery.payload, error);
    const auto* object = error ? nullptr : payload.if_object();
    const auto textOf = [&](const char* name) {
        const auto* value = object == nullptr ? nullptr : object->if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    Mail mail;
    mail.from = server.from;
    mail.to = parted(delivery.target);
    mail.subject = textOf("subject");
    mail.text = textOf("text");
    if (mail.subject.empty())
        return failure(ErrorKind::Invalid, "invalid_mail", "The mail says nothing.");
    return mail;
}

// libcurl's own words: they hold neither what the server said nor the password.
Attempt failed(CURLcode code, long status) {
    Attempt attempt;
    attempt.status = static_cast<int>(status);
    attempt.hopeless = code != CURLE_LOGIN_DENIED && status >= firstPermanent;
    attempt.error = std::string("The mail server did not take it: ") + curl_easy_strerror(code) + ".";
    if (status >= 400)
        attempt.error += " It answered " + std::to_string(status) + ".";
    return attempt;
}

std::string urlOf(const MailServer& server) {
    const bool bare = server.host.find(':') != std::string::npos;
    return std::string(server.tls == MailServer::Tls::Tls ? "smtps://" : "smtp://") + (bare ? "[" : "") + server.host +
           (bare ? "]" : "") + ":" + std::to_string(server.port);
}

} // namespace

MailSender::MailSender(const Clock& clock) : m_clock(clock) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

void MailSender::start() {
    m_thread.start({});
}

void MailSender::stop() {
    m_stopping = true;
    m_thread.stop();
}

void MailSender::send(Delivery delivery, MailServerPtr server, std::function<void(Attempt)> done) {
    auto work = [this, delivery = std::move(delivery), server = std::move(server), done] {
        done(attempt(delivery, *server));
    };
    if (m_thread.post(std::move(work)))
        return;
    Attempt refused;
    refused.error = "Too many mails wait.";
    done(std::move(refused));
}

Attempt MailSender::attempt(const Delivery& delivery, const MailServer& server) {
    Attempt out;
    const auto mail = mailOf(delivery, server);
    const auto message = mail ? composeMail(*mail, m_clock.wall(), delivery.id) : tl::unexpected<Error>(mail.error());
    if (!message) {
        out.error = message.error().message;
        out.hopeless = true;
        return out;
    }
    if (server.tls == MailServer::Tls::None && !server.user.empty()) {
        out.error = "The password of the mail server is sent over TLS only. Set tls to starttls or tls.";
        out.hopeless = true;
        return out;
    }
    Easy easy;
    if (easy.handle == nullptr) {
        out.error = "The mail could not be sent.";
        return out;
    }
    for (const auto& receiver : mail->to)
        easy.receivers = curl_slist_append(easy.receivers, ('<' + receiver + '>').c_str());
    Reading reading{*message};
    auto* const handle = easy.handle;
    curl_easy_setopt(handle, CURLOPT_URL, urlOf(server).c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_PROXY, ""); // not even where the environment names one
    bool forbidden = false;
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, openSocket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &forbidden);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connectMillis);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, wholeMillis);
    if (server.tls != MailServer::Tls::None)
        curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server.authorities.empty())
        curl_easy_setopt(handle, CURLOPT_CAINFO, server.authorities.c_str());
    if (!server.user.empty()) {
        curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
        std::string password(server.password ? server.password->reveal() : std::string_view());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, password.c_str());
        wipe(password);
    }
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, ('<' + server.from + '>').c_str());
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, easy.receivers);
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, readSome);
    curl_easy_setopt(handle, CURLOPT_READDATA, &reading);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, keepOn);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &m_stopping);
    const auto code = curl_easy_perform(handle);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK && forbidden) {
        out.error = "The mail server lies at an address to which no connection is made.";
        return out;
    }
    if (code != CURLE_OK)
        return failed(code, status);
    out.taken = true;
    out.status = static_cast<int>(status);
    return out;
}

} // namespace gatehouse::post
