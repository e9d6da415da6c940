// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::admin {

// What is wrong with a provider, in plain words, and what to do about it. Holds no secret and no text of the provider.
struct ProbeVerdict {
    std::string code;     // stable: "ok", "key_rejected", "host_not_found" …
    std::string field;    // of the provider, where the cause is most likely: "keys", "base_url"; or empty
    std::string sentence; // what is wrong
    std::string nextStep;
    std::string detail; // the technical reason, or empty
};

inline constexpr std::string_view okCode = "ok";

// The way to the provider, as far as the words need it.
struct ProbePlace {
    std::string host;
    std::string baseUrl;
    bool sendsKey = true;
};

// No answer came.
ProbeVerdict verdictOf(const Error& error, const ProbePlace& place);

// An answer came that is no success. "providerCode" is the provider's own word for it where it is a plain word
// ("insufficient_quota"), "saysKey": its text speaks of the key.
struct ProbeRefusal {
    int status = 0;
    std::string providerCode;
    bool saysKey = false;
    bool isHtml = false;
};
ProbeVerdict verdictOf(const ProbeRefusal& refusal, const ProbePlace& place);

ProbeVerdict verdictNotAList(bool isHtml, const ProbePlace& place);
ProbeVerdict verdictWrongAddress(const std::string& suggested, const ProbePlace& place);
ProbeVerdict verdictNoKey();
ProbeVerdict verdictUnreadableKey(const std::string& reference, const std::string& problem);
ProbeVerdict verdictRefusedCall(const std::string& model, const ProbeRefusal& refusal, const ProbePlace& place);
ProbeVerdict verdictFine();

} // namespace gatehouse::admin
