// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/pipeline/apis/kept_exchange.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// Why a request of the gateway's own has no good answer: from the answer's status, its header x-gatehouse-error and
// what its body says in the form of a problem or of a dialect. Nothing: it has one.
std::optional<Error> errorIn(const KeptExchange& exchange);

// What such a body says in words; empty: nothing.
std::string messageIn(std::string_view body);

} // namespace gatehouse::pipeline
