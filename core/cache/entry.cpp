// SPDX-License-Identifier: Apache-2.0
#include "core/cache/entry.h"

#include "core/cache/purge.h"

namespace gatehouse::cache {
namespace {

// The entry itself, its place in the table, what the allocator adds.
constexpr std::size_t fixedWeight = 700;
// A vector stands twice, here and in the index, with its links to others.
constexpr std::size_t linksWeight = 300;

} // namespace

std::size_t Entry::weight() const {
    const auto texts = route.size() + provider.size() + model.size() + gatewayKey.size() + callId.size() + body.size();
    return fixedWeight + texts + (vector.empty() ? 0 : 2 * vector.size() * sizeof(float) + linksWeight);
}

bool Purge::fits(const Entry& entry) const {
    return (route.empty() || route == entry.route) && (model.empty() || model == entry.model) &&
           (key.empty() || key == entry.gatewayKey || key == toHex(entry.key));
}

} // namespace gatehouse::cache
