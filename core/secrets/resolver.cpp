// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/resolver.h"

#include "core/secrets/reference.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sodium.h>
#include <utility>

namespace gatehouse::secrets {
namespace {

bool isControl(char c) {
    return (c >= 0 && c < 0x20) || c == 0x7F;
}

bool isControlInText(char c) {
    return isControl(c) && c != '\n' && c != '\r' && c != '\t';
}

} // namespace

std::optional<Secret> takeFromEnvironment(const std::string& name) {
    char* const value = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe): the header names the condition
    if (value == nullptr || *value == '\0')
        return std::nullopt;
    const std::size_t size = std::strlen(value);
    Secret secret{std::string_view(value, size)};
    // In place: the variable stays, empty, and other threads that read the environment see no array change.
    sodium_memzero(value, size);
    return secret;
}

// Provider keys go into header lines: a control byte (a line end above all) would break the request, or forge one.
Result<SharedSecret> SecretResolver::usable(Result<Secret> secret, std::string_view place, Form form) {
    if (!secret)
        return tl::unexpected(std::move(secret.error()));
    const auto bytes = secret->reveal();
    if (bytes.empty())
        return failure(ErrorKind::Invalid, "invalid_secret", "The secret in " + std::string(place) + " is empty.");
    if (bytes.size() > mostSecretBytes)
        return failure(ErrorKind::TooLarge, "invalid_secret",
                       "The secret in " + std::string(place) + " is larger than 64 KiB.");
    if (std::any_of(bytes.begin(), bytes.end(), form == Form::Line ? isControl : isControlInText))
        return failure(ErrorKind::Invalid, "invalid_secret",
                       "The secret in " + std::string(place) +
                           (form == Form::Line
                                ? " holds a line end or another control byte, so it cannot be sent as a key."
                                : " holds control bytes, so it is no text."));
    return std::make_shared<const Secret>(std::move(*secret));
}

SecretResolver::SecretResolver(KeyChain* keyChain, Vault& vault) : m_keyChain(keyChain), m_vault(vault) {}

Result<SharedSecret> SecretResolver::resolve(std::string_view reference) {
    return resolveAs(reference, Form::Line);
}

Result<SharedSecret> SecretResolver::resolveText(std::string_view reference) {
    return resolveAs(reference, Form::Text);
}

Result<SharedSecret> SecretResolver::resolveAs(std::string_view reference, Form form) {
    auto parsed = parseReference(reference);
    if (!parsed)
        return tl::unexpected(std::move(parsed.error()));
    switch (parsed->scheme) {
    case Scheme::Env:
        return fromEnvironment(parsed->name, form);
    case Scheme::File:
        return usable(readSecretFile(parsed->name), reference, form);
    case Scheme::KeyChain:
        if (m_keyChain == nullptr)
            return failure(ErrorKind::Unavailable, "keychain_unavailable",
                           "This process uses no key chain. Keep the secret in the vault, a file or the environment.");
        return usable(m_keyChain->read(parsed->name), reference, form);
    case Scheme::Vault:
        return usable(m_vault.read(parsed->name), reference, form);
    case Scheme::Plain:
        break;
    }
    return usable(Secret(reference.substr(reference.find(':') + 1)), "plain:", form);
}

Result<SharedSecret> SecretResolver::fromEnvironment(const std::string& name, Form form) {
    if (auto taken = takeFromEnvironment(name)) {
        auto fresh = usable(std::move(*taken), "env:" + name, form);
        if (!fresh)
            return fresh;
        m_environment[name] = *fresh;
    }
    const auto found = m_environment.find(name);
    if (found == m_environment.end())
        return failure(ErrorKind::NotFound, "secret_not_found",
                       "The environment variable " + name + " is not set. Set it before the start.");
    return found->second;
}

} // namespace gatehouse::secrets
