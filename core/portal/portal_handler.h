// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/exchange.h"
#include "core/portal/portal_files.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::portal {

// The path under which the portal lies; a browser may come to it from any page (http::HostRules::pages).
inline constexpr std::string_view portalPath = "/portal";
// Under it there are no pages.
inline constexpr std::string_view portalApiPath = "/portal/api";

// Stands before the gateway's own handler: serves the portal's page under /portal and its files under /portal/assets,
// hands /portal/api/… to the portal's door to the admin API, and everything else on. One serves all I/O threads as far
// as its own part goes; "next" is of one thread, so there is one for each. The page is static: it does nothing and
// knows nobody; what a person does in it comes to the door, with a session's token.
class PortalHandler final : public http::Handler {
public:
    // What is given outlives the handler.
    explicit PortalHandler(http::Handler& next, std::span<const PortalFile> files = portalFiles());
    // Who answers under /portal/api; nobody until then. Before the first call.
    void setDoor(http::Handler& door) { m_door = &door; }

    // A call that is not the portal's costs a comparison of its path, and no coroutine.
    Task<void> handle(http::Exchange& exchange) override;

private:
    struct Served {
        std::string path;
        std::string_view type;
        const PortalFile* file = nullptr;
        std::string tag; // of the plain form, without quotes
    };
    Task<void> serve(http::Exchange& exchange);
    const Served* find(std::string_view path) const;

    http::Handler* m_next;
    http::Handler* m_door = nullptr;
    std::vector<Served> m_served;
    const Served* m_page = nullptr; // null: built without the portal
};

} // namespace gatehouse::portal
