// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::ui {

inline constexpr int usualTextSize = 100;
inline constexpr int textSizes[] = {80, 90, 100, 110, 125, 150, 175, 200};

// The size of all text in percent of the desktop's, kept in the settings. It counts from the next start.
int textSize();
void setTextSize(int percent);
// Makes it so, for main(): before the application object is made, with its names set.
void applyTextSize();

} // namespace gatehouse::ui
