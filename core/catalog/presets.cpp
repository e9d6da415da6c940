// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/presets.h"

#include "core/catalog/embedded.h"
#include "core/dialects/provider_form.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cassert>
#include <mutex>
#include <optional>

namespace gatehouse::catalog {
namespace {

namespace json = boost::json;

// Words of the catalogue that are the name of the header that takes the key as it is.
constexpr std::array<std::string_view, 8> headerWords{
    "x-api-key", "api-key",          "x-goog-api-key", "xi-api-key", "x-key", "api-subscription-key",
    "x-bf-vk",   "x-portkey-api-key"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::string textOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// The first way of "none|bearer" that this version has, a key before none.
void readAuth(PresetFacts& preset) {
    std::string_view rest = preset.authWords;
    bool none = false;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('|'), rest.size());
        const auto word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        none = none || word == "none";
        if (preset.auth != PresetAuth::Unsupported)
            continue;
        if (word == "bearer") {
            preset.auth = PresetAuth::Bearer;
        } else if (contains(headerWords, word)) {
            preset.auth = PresetAuth::Header;
            preset.authHeader = std::string(word);
        }
    }
    if (none && preset.auth == PresetAuth::Unsupported)
        preset.auth = PresetAuth::None;
    preset.keyOptional = none;
}

// What the operator can write instead, where the provider speaks one of ours as well.
std::string wayAround(const PresetFacts& preset) {
    for (const auto dialect : dialects::providerFormNames()) {
        const auto* other = preset.alternative(dialect);
        if (other != nullptr && preset.auth != PresetAuth::Unsupported)
            return " It also speaks " + std::string(dialect) + ": set dialect: " + std::string(dialect) +
                   " and base_url: " + other->baseUrl;
    }
    return {};
}

void judge(PresetFacts& preset) {
    preset.needsBaseUrl = preset.baseUrl.empty() || preset.baseUrl.find('{') != std::string::npos;
    if (!dialects::providerFormNamed(preset.dialect))
        preset.unsupportedBecause =
            "This version does not speak its dialect (" + preset.dialect + ")." + wayAround(preset);
    else if (preset.auth == PresetAuth::Unsupported)
        preset.unsupportedBecause = "This version cannot send its kind of credential (" + preset.authWords + ").";
    preset.supported = preset.unsupportedBecause.empty();
}

PresetFacts read(const json::object& object) {
    PresetFacts preset;
    preset.id = textOf(object, "id");
    preset.name = textOf(object, "name");
    preset.category = textOf(object, "category");
    preset.baseUrl = textOf(object, "base_url");
    preset.dialect = textOf(object, "dialect");
    preset.authWords = textOf(object, "auth");
    preset.docs = textOf(object, "docs");
    preset.note = textOf(object, "note");
    preset.source = textOf(object, "source");
    preset.confidence = textOf(object, "confidence");
    if (const auto* names = object.if_contains("env"); names != nullptr && names->is_array()) {
        for (const auto& name : names->get_array())
            preset.environment.emplace_back(name.get_string());
    }
    if (const auto* list = object.if_contains("alternatives"); list != nullptr && list->is_array()) {
        for (const auto& item : list->get_array())
            preset.alternatives.push_back(
                {textOf(item.get_object(), "dialect"), textOf(item.get_object(), "base_url")});
    }
    readAuth(preset);
    judge(preset);
    return preset;
}

std::vector<PresetFacts> readAll() {
    // The text is part of the program; a test reads it all, so it cannot be malformed here.
    const auto document = json::parse(embeddedProviders());
    std::vector<PresetFacts> list;
    const auto& presets = document.at("presets").as_array();
    list.reserve(presets.size());
    for (const auto& item : presets)
        list.push_back(read(item.as_object()));
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return list;
}

} // namespace

struct Presets::Lazy {
    std::once_flag once;
    std::vector<PresetFacts> list;
};

const AlternativeAddress* PresetFacts::alternative(std::string_view wantedDialect) const {
    const auto found = std::find_if(alternatives.begin(), alternatives.end(),
                                    [wantedDialect](const auto& item) { return item.dialect == wantedDialect; });
    return found == alternatives.end() ? nullptr : &*found;
}

Presets::Presets() : m_lazy(std::make_unique<Lazy>()) {}
Presets::~Presets() = default;

const std::vector<PresetFacts>& Presets::all() const {
    std::call_once(m_lazy->once, [this] { m_lazy->list = readAll(); });
    return m_lazy->list;
}

const PresetFacts* Presets::find(std::string_view id) const {
    const auto& list = all();
    const auto found =
        std::lower_bound(list.begin(), list.end(), id,
                         [](const PresetFacts& preset, std::string_view wanted) { return preset.id < wanted; });
    return found != list.end() && found->id == id ? &*found : nullptr;
}

} // namespace gatehouse::catalog
