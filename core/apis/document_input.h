// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/openapi_document.h"
#include "core/config/products.h"

namespace gatehouse::apis {

// What the document of a version tells, from the configuration as it stands: what serves, whatever its state.
DocumentInput documentInput(const config::Snapshot& snapshot, const config::Api& api,
                            const config::ApiVersion& version);

} // namespace gatehouse::apis
