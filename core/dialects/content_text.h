// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_cursor.h"

#include <cstddef>
#include <string_view>

namespace gatehouse::dialects {

// What a piece of an answer's content holds.
struct ContentText {
    std::size_t bytes = 0; // of text that was generated; an escaped character counts as three
    bool any = false;      // something, be it text or not: not null, "", {} or []
};

// Takes the value at the cursor and adds up its strings, however deep, but for those that are no generated text: ids,
// types, signatures, encoded media.
void addContent(ContentText& content, json::JsonCursor& at);

} // namespace gatehouse::dialects
