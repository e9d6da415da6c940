// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <vector>

namespace gatehouse::dialects {

// The events of a stream that would have brought this answer: the other way round than AnswerCollector.
std::vector<StreamEvent> eventsOf(const ChatAnswer& answer);

} // namespace gatehouse::dialects
