// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gatehouse::admin::test {

inline const std::string draftKey = "sk-draft-secret-0123456789";

inline std::string quotedText(const std::string& text) {
    return '"' + text + '"';
}

// A provider as PUT takes it; "more" are further members, such as "\"auth\": \"none\"".
inline std::string providerBody(const std::string& baseUrl, const std::string& more) {
    return "{\"base_url\": " + quotedText(baseUrl) + (more.empty() ? "" : ", ") + more + "}";
}

// A draft as POST /provider-tests takes it, with the members "rest" beside the provider.
inline std::string draftBody(const std::string& baseUrl, const std::string& more, const std::string& rest) {
    return "{\"provider\": {\"id\": \"p\", \"base_url\": " + quotedText(baseUrl) + ", " + more + "}" + rest + "}";
}

inline std::string draftBody(const std::string& baseUrl, const std::string& more = "\"dialect\": \"openai\"") {
    return draftBody(baseUrl, more, ", \"key\": " + quotedText(draftKey));
}

} // namespace gatehouse::admin::test
