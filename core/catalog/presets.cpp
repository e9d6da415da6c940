// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/presets.h"

#include "core/catalog/embedded.h"
#include "core/catalog/places.h"
#include "core/catalog/unspoken.h"
#include "core/dialects/provider_form.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cassert>
#include <mutex>

namespace gatehouse::catalog {
namespace {

namespace json = boost::json;

std::string textOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// A key goes before none: who has one wants it sent.
void readAuth(PresetFacts& preset) {
    preset.auth = authWaysOf(preset.authWords);
    std::stable_partition(preset.auth.begin(), preset.auth.end(),
                          [](const AuthWay& way) { return way.style != AuthStyle::None; });
    preset.keyOptional = std::any_of(preset.auth.begin(), preset.auth.end(),
                                     [](const AuthWay& way) { return way.style == AuthStyle::None; });
}

// Where the product says how it is best spoken to, that counts; else a dialect that the provider has beside its own,
// where only that one is known here.
void chooseDialect(PresetFacts& preset, const json::object& object) {
    preset.nativeDialect = preset.dialect;
    preset.nativeBaseUrl = preset.baseUrl;
    if (const auto* use = object.if_contains("use"); use != nullptr && use->is_object()) {
        preset.dialect = textOf(use->get_object(), "dialect");
        preset.baseUrl = textOf(use->get_object(), "base_url");
        return;
    }
    if (dialects::providerFormNamed(preset.dialect))
        return;
    for (const auto& other : preset.alternatives) {
        if (!dialects::providerFormNamed(other.dialect))
            continue;
        preset.dialect = other.dialect;
        preset.baseUrl = other.baseUrl;
        return;
    }
}

void judge(PresetFacts& preset) {
    preset.places = placesIn(preset.baseUrl);
    preset.needsBaseUrl = preset.baseUrl.empty() || !preset.places.empty();
    if (!dialects::providerFormNamed(preset.dialect))
        preset.unsupportedBecause = "This version does not speak its dialect (" + preset.dialect + "). " +
                                    std::string(whyUnspoken(preset.dialect));
    else if (preset.auth.empty())
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
    if (const auto* fields = object.if_contains("credentials"); fields != nullptr && fields->is_object()) {
        for (const auto& field : fields->get_object())
            preset.credentials.emplace_back(field.key(), field.value().get_string());
    }
    if (const auto* told = object.if_contains("responses"); told != nullptr && told->is_bool())
        preset.responses = told->get_bool();
    chooseDialect(preset, object);
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
