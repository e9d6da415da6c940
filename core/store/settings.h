// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::store {

// Small values of the profile by name ("retention.calls_days"). Control thread.
class SettingsRepository {
public:
    virtual ~SettingsRepository() = default;
    virtual Result<std::optional<std::string>> get(std::string_view name) = 0;
    virtual Result<void> put(std::string_view name, std::string_view value) = 0;
    virtual Result<void> remove(std::string_view name) = 0;
};

} // namespace gatehouse::store
