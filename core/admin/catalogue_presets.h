// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/catalog/presets.h"
#include "core/config/presets.h"

namespace gatehouse::admin {

// The product's catalogue as the configuration needs it. Immutable; any thread.
class CataloguePresets final : public config::Presets {
public:
    explicit CataloguePresets(const catalog::Presets& presets) : m_presets(presets) {}
    std::optional<config::PresetFacts> find(std::string_view id) const override;

private:
    const catalog::Presets& m_presets;
};

} // namespace gatehouse::admin
