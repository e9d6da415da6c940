// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/conformance/gateway_call.h"

#include <optional>
#include <string>

// Whether an answer shows what a feature promises. Pure.
namespace gatehouse::conformance {

// An answer as it was understood: of a stream what its events add up to.
struct Understood {
    std::optional<dialects::ChatAnswer> answer;
    std::string problem; // why there is none
};
Understood understand(dialects::Dialect dialect, const Answered& answered);

// What is wrong with the first answer of the feature; empty: nothing. Not for Error and Cancel.
std::string faultOf(Feature feature, const Answered& answered, const dialects::ChatAnswer& answer);
// What is wrong with the answer behind nextTurn().
std::string faultOfNext(Feature feature, const dialects::ChatAnswer& answer);
// What is wrong with a refusal: its status, its form, its words.
std::string faultOfRefusal(dialects::Dialect dialect, const Answered& answered);

// Why the feature is not there at this model, in the words of the provider's refusal; nothing: it should have worked.
std::optional<std::string> whyNotApplicable(Feature feature, const Answered& answered);

// The answer in a few words.
std::string summaryOf(const dialects::ChatAnswer& answer);
std::string refusalText(const Answered& answered);

} // namespace gatehouse::conformance
