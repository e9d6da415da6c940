// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects {

// What the head of a form's part says (RFC 7578 §4).
struct FormPart {
    std::string name;
    bool file = false; // it has a filename
};

// Reads a part's head, its closing empty line left out. Strict: what two readers could take for different parts is
// refused with Invalid multipart_invalid, a multipart within the form with multipart_nested.
Result<FormPart> readFormPart(std::string_view head);

// The refusal of a form: what is wrong, and what would mend it.
tl::unexpected<Error> badForm(std::string_view what);

} // namespace gatehouse::dialects
