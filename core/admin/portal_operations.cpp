// SPDX-License-Identifier: Apache-2.0
#include "core/admin/portal_operations.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace gatehouse::admin {
namespace {

constexpr std::array<std::string_view, 13> needed{
    "listApp",          "getApp",          "createApp", // applications and their keys
    "listKey",          "createKey",       "patchKey",        "rotateKey",
    "listSubscription", "getSubscription", // asking for one, and cancelling it, say so themselves
    "getUsage",         "getStats",        "getBudgetsState", "getCharges",
};

} // namespace

void markPortalOperations(Operations& operations) {
    for (auto& operation : operations) {
        if (std::find(needed.begin(), needed.end(), operation.id) != needed.end())
            operation.portal = true;
    }
}

} // namespace gatehouse::admin
