// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace gatehouse::portal {

// A file of the page as the build made it (resources/portal/build.mjs). The views live for ever.
struct PortalFile {
    std::string_view name; // "index.html", "assets/app-0123456789abcdef.js"
    std::string_view plain;
    std::string_view gzip;
};

// All of them; none where the gateway was built without the portal. Any thread.
std::span<const PortalFile> portalFiles();

} // namespace gatehouse::portal
