// SPDX-License-Identifier: Apache-2.0
#include "core/admin/catalogue_presets.h"

namespace gatehouse::admin {

std::optional<config::PresetFacts> CataloguePresets::find(std::string_view id) const {
    const auto* preset = m_presets.find(id);
    if (preset == nullptr)
        return std::nullopt;
    return config::PresetFacts{preset->baseUrl, preset->dialect, preset->authWords, preset->credentials,
                               preset->responses};
}

} // namespace gatehouse::admin
