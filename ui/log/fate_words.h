// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/translation_match.h"
#include "ui/theme/theme.h"

namespace gatehouse::ui {

// A fate is told by a sign, a word and a colour, never by the colour only.
QString signOf(Fate fate);
QString wordOf(Fate fate);
QString countText(Fate fate, int count); // "2 dropped"
Theme::Tone toneOf(Fate fate);
QString sentenceOf(const TranslationLoss& loss); // "seed (dropped): The provider's dialect has no such field."
// "≈ 1  ✗ 2": what is in an object or a list beside what was kept; empty: nothing.
QString belowText(const FateCounts& below);

} // namespace gatehouse::ui
