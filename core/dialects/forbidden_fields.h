// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::dialects {

// True for the name of a top-level field by which other gateways and client libraries let a request choose where it
// goes or whose credential it carries ("api_base", "customHost", "aws_secret_access_key" …). Case, hyphens and
// underscores do not matter. Such a field is refused: this gateway never routes by it, and a gateway behind it might.
bool isForbiddenField(std::string_view name);

} // namespace gatehouse::dialects
