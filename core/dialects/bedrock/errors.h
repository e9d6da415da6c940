// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/errors.h"

#include <string>
#include <string_view>

// Errors of the Bedrock runtime, read and written (AWS's API reference; WIRE.md §9): {"message": …} with the name in
// the header x-amzn-errortype, and exception frames within streams.
namespace gatehouse::dialects::bedrock {

// "type" is the name as the header or the frame tells it: "ThrottlingException:http://internal.amazon.com/…",
// "throttlingException"; empty where it was not told. "status" is 0 within a stream.
ProviderError readError(int status, std::string_view body, std::string_view type);

// The name for an error of ours: "ThrottlingException".
std::string_view errorName(const Error& error, int status);
// {"message": …}
std::string writeError(const Error& error);
// An exception frame, which ends a stream.
std::string writeStreamError(const Error& error, int status);

} // namespace gatehouse::dialects::bedrock
