// SPDX-License-Identifier: Apache-2.0
#include "core/config/store_url.h"

#include <string_view>

namespace gatehouse::config {
namespace {

constexpr std::string_view variableScheme = "env:";

tl::unexpected<Error> refusal(std::string message) {
    auto error = failure(ErrorKind::Invalid, "store_unsupported", std::move(message)).value();
    error.field = "store.url";
    error.expected = "sqlite: or sqlite:/PATH";
    return tl::unexpected<Error>(std::move(error));
}

} // namespace

Result<std::string> storeUrl(const contract::StoreSpec& store, const Environment& environment) {
    if (!store.url.starts_with(variableScheme))
        return store.url;
    const auto name = store.url.substr(variableScheme.size());
    auto url = environment(name);
    if (!url || url->empty())
        return refusal("store.url: the environment variable " + name + " is not set; set it, or use sqlite:");
    if (url->starts_with("postgres"))
        return refusal("store.url: postgres:// (in " + name + ") is not in this version; use sqlite:");
    if (*url != "sqlite:" && !url->starts_with("sqlite:/"))
        return refusal("store.url: the environment variable " + name + " holds no sqlite: address");
    return std::move(*url);
}

} // namespace gatehouse::config
