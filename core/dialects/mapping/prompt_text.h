// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"

#include <string>
#include <vector>

namespace gatehouse::dialects::mapping {

// Turns as one text, for models that take no more: a single user turn as it is, else each turn behind its role
// ("User: …") and "Assistant:" at the end. Tool calls and their results become words; what is no text is a loss.
std::string promptText(const std::vector<Message>& messages, Dialect from, Losses& losses);
// The text of the last user turn; of the turns before it a loss.
std::string lastUserText(const std::vector<Message>& messages, Dialect from, Losses& losses);
// Of the system and developer turns, with a blank line between two.
std::string systemText(const std::vector<Message>& messages, Dialect from, Losses& losses);

bool isSystem(const Message& message);

} // namespace gatehouse::dialects::mapping
