// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/prepared_request.h"
#include "core/routing/eligibility.h"

namespace gatehouse::pipeline {

// The call's body as this candidate takes it: the client's bytes with the least edits where the dialect is the same,
// else translated. Errors: Invalid operation_unsupported where that provider's dialect has no such operation; what
// the codecs refuse.
// "begun": what the answer has said already, for one that goes on from there.
Result<PreparedRequest> prepareRequest(const Call& call, const routing::Candidate& candidate,
                                       std::string_view begun = {});

// A Gemini client that asked for a stream without "alt=sse" gets one JSON array, piece by piece.
bool wantsArray(const Call& call);

// Errors of a provider that no second try at the same target can mend.
bool isPermanent(const Error& error);

// Why a call was stopped on its way: its own deadline passed, or the operator ended it.
Error whyStopped(const Call& call);

} // namespace gatehouse::pipeline
