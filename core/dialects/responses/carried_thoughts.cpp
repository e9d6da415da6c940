// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/carried_thoughts.h"

#include "core/base/text.h"

namespace gatehouse::dialects::responses {
namespace {

// "gatehouse.<dialect>.<kind>.<format>.<value>"; neither names nor formats hold a dot.
constexpr char signedKind = 's';
constexpr char encryptedKind = 'e';
constexpr char plainKind = 'p';
constexpr char summaryKind = 'm'; // plain too
constexpr std::string_view callHead = "gatehouse.call.";

std::string wrap(const ReasoningPart& reasoning, char kind, std::string_view value) {
    std::string out(carriedMark);
    out += nameOf(reasoning.dialect);
    out += '.';
    out += kind;
    out += '.';
    out += reasoning.format;
    out += '.';
    out += value;
    return out;
}

// Up to the next dot, which is taken too; nullopt where there is none.
std::optional<std::string_view> takeField(std::string_view& rest) {
    const std::size_t dot = rest.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const auto field = rest.substr(0, dot);
    rest.remove_prefix(dot + 1);
    return field;
}

std::optional<CallSignature> unwrapCall(std::string_view value) {
    if (!value.starts_with(callHead))
        return std::nullopt;
    value.remove_prefix(callHead.size());
    const auto length = takeField(value);
    const auto size = length ? parseUnsigned(*length) : std::nullopt;
    if (!size || *size > value.size())
        return std::nullopt;
    return CallSignature{std::string(value.substr(0, *size)), std::string(value.substr(*size))};
}

} // namespace

std::string encryptedContent(const ReasoningPart& reasoning) {
    if (reasoning.dialect == Dialect::OpenAiResponses)
        return reasoning.encrypted;
    if (!reasoning.encrypted.empty())
        return wrap(reasoning, encryptedKind, reasoning.encrypted);
    if (!reasoning.signature.empty())
        return wrap(reasoning, signedKind, reasoning.signature);
    return wrap(reasoning, reasoning.summary ? summaryKind : plainKind, {});
}

std::string carriedCallSignature(std::string_view callId, std::string_view signature) {
    std::string out(callHead);
    out += std::to_string(callId.size());
    out += '.';
    out += callId;
    out += signature;
    return out;
}

std::optional<CallSignature> takeEncryptedContent(std::string value, ReasoningPart& reasoning) {
    if (auto call = unwrapCall(value))
        return call;
    reasoning.dialect = Dialect::OpenAiResponses;
    std::string_view rest = value;
    const auto own = [&] {
        reasoning.encrypted = value;
        return std::nullopt;
    };
    if (!rest.starts_with(carriedMark))
        return own();
    rest.remove_prefix(carriedMark.size());
    const auto name = takeField(rest);
    const auto kind = takeField(rest);
    const auto format = takeField(rest);
    const auto dialect = format ? dialectNamed(*name) : std::nullopt;
    if (!dialect || kind->size() != 1)
        return own();
    reasoning.dialect = *dialect;
    reasoning.format = *format;
    if (kind->front() == signedKind)
        reasoning.signature = rest;
    else if (kind->front() == encryptedKind)
        reasoning.encrypted = rest;
    reasoning.summary = kind->front() == summaryKind;
    return std::nullopt;
}

} // namespace gatehouse::dialects::responses
