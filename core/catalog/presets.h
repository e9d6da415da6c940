// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/catalog/auth_words.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::catalog {

struct AlternativeAddress {
    std::string dialect;
    std::string baseUrl;
    bool operator==(const AlternativeAddress&) const = default;
};

// The facts about a public model API from which a provider can be made. Texts are for display: plain, from outside.
struct PresetFacts {
    std::string id;
    std::string name;
    std::string category; // "cloud", "aggregator", "local", "plan", "self_hosted", "agent_platform", "generic"
    std::string baseUrl;  // may hold {NAME} places, or be empty
    std::string dialect;  // the catalogue's name: "openai", "gemini" …
    // The same as the vendor's documentation has them first: others where this version speaks a dialect that the
    // provider has beside its own, or has a form that fits it better.
    std::string nativeBaseUrl;
    std::string nativeDialect;
    std::string authWords;           // the catalogue's words, alternatives parted by '|': "none|bearer", "x-api-key"
    std::vector<AuthWay> auth;       // those alternatives of authWords that this version has, a key before none
    bool keyOptional = false;        // works without a key as well
    bool responses = false;          // of the dialect openai: it has /responses as well
    std::vector<std::string> places; // names of the {NAME} places in baseUrl
    std::vector<std::pair<std::string, std::string>> credentials; // what its kind of credential starts from, by field
    std::vector<std::string> environment;                         // names of variables that its documentation uses
    std::vector<AlternativeAddress> alternatives;
    std::string docs; // address of its documentation
    std::string note;
    std::string source;             // where the facts were read
    std::string confidence;         // "A" read there, "B" partly inferred, "C" verify before use
    bool needsBaseUrl = false;      // baseUrl is empty or has {NAME} places: a provider must fill them, or give its own
    bool supported = false;         // this version speaks its dialect and can send its key
    std::string unsupportedBecause; // a sentence for the operator, where not supported

    // The address of the same provider in another dialect; nullptr where it has none.
    const AlternativeAddress* alternative(std::string_view wantedDialect) const;
};

// The provider catalogue of the product. Parsed when first asked for, about 1 ms; immutable; any thread.
class Presets {
public:
    Presets();
    ~Presets();
    Presets(const Presets&) = delete;
    Presets& operator=(const Presets&) = delete;

    const std::vector<PresetFacts>& all() const;        // sorted by id
    const PresetFacts* find(std::string_view id) const; // nullptr: no such preset

private:
    struct Lazy;
    std::unique_ptr<Lazy> m_lazy;
};

} // namespace gatehouse::catalog
