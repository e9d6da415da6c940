// SPDX-License-Identifier: Apache-2.0
#include "core/config/store_url.h"

#include <string_view>

namespace gatehouse::config {
namespace {

constexpr std::string_view variableScheme = "env:";

tl::unexpected<Error> refusal(std::string message) {
    auto error = failure(ErrorKind::Invalid, "store_unsupported", std::move(message)).value();
    error.field = "store.url";
    error.expected = "sqlite:, sqlite:/PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE";
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
    const bool known = *url == "sqlite:" || url->starts_with("sqlite:/") || url->starts_with("postgres://") ||
                       url->starts_with("postgresql://");
    if (!known)
        return refusal("store.url: the environment variable " + name + " holds neither sqlite: nor postgres://");
    return std::move(*url);
}

} // namespace gatehouse::config
