// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>
#include <vector>

// What became of the fields that a translation did not lose: for the record, so that each field of the client's is
// accounted for. Pure.
namespace gatehouse::dialects {

// A field of the client's body and the one of the provider's that says it: the same name means that it was kept.
struct FieldFate {
    std::string field;
    std::string target; // "(the path)" where the address says it; empty: no field of the provider's body stands for it
    bool kept() const { return field == target; }
    bool operator==(const FieldFate&) const = default;
};

// Fields at the top of the client's body, and of its objects of settings (generationConfig, options …), in their
// order. Those that "losses" name are left out. Never fails: what cannot be read is not listed; at most 64.
std::vector<FieldFate> fieldFates(std::string_view clientBody, std::string_view providerBody, const Losses& losses);

} // namespace gatehouse::dialects
