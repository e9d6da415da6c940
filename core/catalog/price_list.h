// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/catalog/cost.h"
#include "core/catalog/prices.h"

#include <cstddef>
#include <memory>

namespace gatehouse::catalog {

// The price list of the product (resources/catalogue/prices.json) and the demo provider's pretend prices. Read at the
// first find() or warm(), a few milliseconds; call warm() on the control thread before calls ask. Any thread.
//
// find() takes names as providers give them in answers: a dated name ("gpt-4o-2024-08-06",
// "claude-sonnet-4-5-20250929", "claude-haiku-4-5@20251001") that is not listed has the price of its undated name.
// Prices by tier (above a number of prompt tokens) give the base tier.
class PriceList final : public Prices {
public:
    PriceList();
    ~PriceList() override;
    std::optional<ModelPrice> find(std::string_view preset, std::string_view model) const override;
    std::vector<std::string> models(std::string_view preset) const override;
    void warm() const;
    std::size_t size() const; // entries

private:
    struct Lazy;
    std::unique_ptr<Lazy> m_lazy;
};

} // namespace gatehouse::catalog
