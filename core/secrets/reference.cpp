// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/reference.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::secrets {
namespace {

tl::unexpected<Error> wrong(std::string message) {
    auto error = failure(ErrorKind::Invalid, "invalid_secret_reference", std::move(message));
    error.value().expected = "env:NAME, file:PATH, keychain:NAME, vault:NAME or plain:VALUE";
    return error;
}

bool isVariableName(std::string_view name) {
    const auto isLetter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
    return !name.empty() && isLetter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&isLetter](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

} // namespace

bool isValidSecretName(std::string_view name) {
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

Result<Reference> parseReference(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, Scheme>, 5> schemes{{{"env", Scheme::Env},
                                                                                 {"file", Scheme::File},
                                                                                 {"keychain", Scheme::KeyChain},
                                                                                 {"vault", Scheme::Vault},
                                                                                 {"plain", Scheme::Plain}}};
    const auto colon = text.find(':');
    const auto word = text.substr(0, colon);
    const auto* scheme =
        std::find_if(schemes.begin(), schemes.end(), [word](const auto& item) { return item.first == word; });
    if (colon == std::string_view::npos || scheme == schemes.end())
        return wrong("A secret is given by a reference, not by its value. Write where it is: env:NAME, file:PATH, "
                     "keychain:NAME or vault:NAME.");
    const auto name = text.substr(colon + 1);
    if (name.empty())
        return wrong("The reference \"" + std::string(word) + ":\" names nothing.");
    switch (scheme->second) {
    case Scheme::Env:
        if (!isVariableName(name))
            return wrong("What stands after \"env:\" is no name of an environment variable.");
        break;
    case Scheme::File:
        if (name.size() > 4096 || name.find('\0') != std::string_view::npos)
            return wrong("What stands after \"file:\" is no path.");
        break;
    case Scheme::KeyChain:
    case Scheme::Vault:
        if (!isValidSecretName(name))
            return wrong("The name of a secret has 1 to 64 of the characters A-Z a-z 0-9 . _ -");
        break;
    case Scheme::Plain:
        return Reference{Scheme::Plain, {}};
    }
    return Reference{scheme->second, std::string(name)};
}

} // namespace gatehouse::secrets
