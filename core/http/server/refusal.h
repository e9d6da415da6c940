// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gatehouse::http {

// Why a listener did not pass a request on, or ended a connection. Each has a status, a stable code and a sentence that
// says what would mend it; each is counted.
enum class Refusal : std::uint8_t {
    None,
    BadRequestLine,
    BadLineEnd,
    BadTarget,
    DotSegments,
    UnknownMethod,
    UnsupportedVersion,
    RequestLineTooLong,
    HeaderTooLarge,
    TooManyFields,
    BadFieldName,
    BadFieldValue,
    FoldedField,
    MissingColon,
    HostCount,
    BadHost,
    HostNotListed,
    HostMismatch,
    BadContentLength,
    AmbiguousFraming,
    BadTransferEncoding,
    UnknownTransferCoding,
    BadExpect,
    ForeignOrigin,
    CrossSite,
    ForeignProtocol,
    HeaderTimeout,
    // Below: not of the head.
    BadChunk,
    BodyTooLarge,
    BodyTimeout,
    BodyCut,
    HandlerFailed,
    BadForwarding,
    BadProxyHeader,
    // Too much at once.
    TooManyConnections,
    TooManyOfAddress,
    TooFewDescriptors,
    Overloaded,
    MemoryStreams, // the stages of the memory budget: no new streams,
    Memory,        // nothing but health and admin,
    MemoryShed,    // the newest calls are ended
    Count,
};

inline constexpr std::size_t refusalCount = static_cast<std::size_t>(Refusal::Count);

struct RefusalInfo {
    int status;
    std::string_view code;
    std::string_view message;
    std::string_view limit;     // the setting server.limits.… that was hit, for /metrics; empty: none
    unsigned retryAfterSeconds; // 0: no Retry-After
};

const RefusalInfo& infoOf(Refusal refusal);

// A refusal in the form that the client of this address reads.
struct RefusalAnswer {
    int status = 0;
    std::string contentType = "application/json";
    std::string body;
};
struct RequestHead;
// Writes refusals of requests whose head has been read. Called on I/O threads, by several at once.
using RefusalWriter =
    std::function<RefusalAnswer(const RequestHead& head, const RefusalInfo& info, std::string_view requestId)>;

// The form of a refusal's body: what the clients of the listener read.
enum class RefusalForm : std::uint8_t {
    OpenAi,  // {"error": {"message", "type", "param", "code"}}
    Problem, // application/problem+json (RFC 9457) with "code"
};

} // namespace gatehouse::http
