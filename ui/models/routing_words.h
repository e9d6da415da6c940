// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// What a record or the simulator says of routing, in sentences.
namespace gatehouse::ui {

// "route smart, rule long prompts, route big": each step is a sentence.
QString ruleSentences(const QString& rule);
// Why a target is the first, as a clause: of "lowest_latency: 412 ms" "it lately began to answer soonest (412 ms)".
QString strategyWords(const QString& by);
// "openai/gpt-4o-mini: 1 of 2 by lowest_latency: 412 ms" as a sentence.
QString chosenSentence(const QString& chosen);

} // namespace gatehouse::ui
