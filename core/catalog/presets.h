// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::catalog {

// How a provider takes its key, as far as this version can send it.
enum class PresetAuth { None, Bearer, Header, Unsupported };

struct AlternativeAddress {
    std::string dialect;
    std::string baseUrl;
    bool operator==(const AlternativeAddress&) const = default;
};

// The facts about a public model API from which a provider can be made. Texts are for display: plain, from outside.
struct PresetFacts {
    std::string id;
    std::string name;
    std::string category;  // "cloud", "aggregator", "local", "plan", "self_hosted", "agent_platform", "generic"
    std::string baseUrl;   // may hold {NAME} places, or be empty
    std::string dialect;   // the catalogue's name: "openai", "gemini" …
    std::string authWords; // the catalogue's words, alternatives parted by '|': "none|bearer", "x-api-key"
    PresetAuth auth = PresetAuth::Unsupported; // the alternative of authWords that this version would use
    std::string authHeader;                    // for PresetAuth::Header: "x-api-key"
    bool keyOptional = false;                  // works without a key as well
    std::vector<std::string> environment;      // names of variables that its documentation uses
    std::vector<AlternativeAddress> alternatives;
    std::string docs; // address of its documentation
    std::string note;
    std::string source;             // where the facts were read
    std::string confidence;         // "A" read there, "B" partly inferred, "C" verify before use
    bool needsBaseUrl = false;      // baseUrl is empty or has {NAME} places: a provider must give its own base_url
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
