// SPDX-License-Identifier: Apache-2.0
#include "core/post/mail.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <openssl/evp.h>

namespace gatehouse::post {
namespace {

constexpr std::size_t longestAddress = 254; // RFC 5321 §4.5.3.1.3, less the brackets
constexpr std::size_t longestLocal = 64;
constexpr std::size_t lineBytes = 57; // of which base 64 makes 76 characters
constexpr std::size_t wordBytes = 42; // of an encoded word, which has at most 75 characters (RFC 2047 §2)

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

// The longest beginning of so many bytes that ends between characters.
std::size_t whole(std::string_view text, std::size_t most) {
    if (text.size() <= most)
        return text.size();
    while (most > 1 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U)
        --most;
    return most;
}

// Always as encoded words: what is in them is no header, whatever it says.
std::string encodedWords(std::string_view text) {
    std::string out;
    do {
        const auto size = whole(text, wordBytes);
        out.append(out.empty() ? "" : "\r\n ").append("=?UTF-8?B?").append(base64(text.substr(0, size))).append("?=");
        text.remove_prefix(size);
    } while (!text.empty());
    return out;
}

std::string dateOf(WallMicros now) {
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = now / 1'000'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 64> out{}; // names of days and months must not follow the process's locale
    std::snprintf(out.data(), out.size(), "%s, %02d %s %d %02d:%02d:%02d +0000",
                  days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                  months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec);
    return out.data();
}

tl::unexpected<Error> wrongAddress(const char* field) {
    auto error = failure(ErrorKind::Invalid, "invalid_mail", "A mail address is not of the form name@example.com.");
    error.value().field = field;
    return error;
}

bool isAddressCharacter(char c) {
    constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~.";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
}

} // namespace

bool isMailAddress(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > longestLocal || text.size() > longestAddress)
        return false;
    const auto local = text.substr(0, at);
    const auto domain = text.substr(at + 1);
    const auto isDomainCharacter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return std::all_of(local.begin(), local.end(), isAddressCharacter) && !domain.empty() && domain.front() != '-' &&
           domain.front() != '.' && domain.back() != '.' && domain.back() != '-' &&
           std::all_of(domain.begin(), domain.end(), isDomainCharacter);
}

Result<std::string> composeMail(const Mail& mail, WallMicros now, std::string_view id) {
    if (!isMailAddress(mail.from))
        return wrongAddress("from");
    if (mail.to.empty() || !std::all_of(mail.to.begin(), mail.to.end(), isMailAddress))
        return wrongAddress("to");
    const auto clean = [](char c) { return isAddressCharacter(c); };
    if (!std::all_of(id.begin(), id.end(), clean))
        return wrongAddress("id");
    std::string out = "Date: " + dateOf(now) + "\r\nFrom: <" + mail.from + ">\r\nTo: ";
    for (std::size_t i = 0; i < mail.to.size(); ++i)
        out.append(i == 0 ? "<" : ",\r\n <").append(mail.to[i]).append(">");
    const auto domain = mail.from.substr(mail.from.find('@'));
    out.append("\r\nSubject: ").append(encodedWords(mail.subject));
    out.append("\r\nMessage-ID: <").append(id).append(domain).append(">");
    out.append("\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8"
               "\r\nContent-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    for (std::string_view rest = mail.text; !rest.empty();) {
        const auto line = rest.substr(0, lineBytes);
        out.append(base64(line)).append("\r\n");
        rest.remove_prefix(line.size());
    }
    return out;
}

} // namespace gatehouse::post
