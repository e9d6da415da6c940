// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::ui {

inline constexpr int usualScale = 100;
inline constexpr int scales[] = {80, 90, 100, 110, 125, 150, 175, 200};

// The size of all text and controls in percent of the desktop's, kept in the settings for all profiles. It counts from
// the next start.
int scale();
void setScale(int percent);
// Makes it so, for main(): before the application object is made, with its names set.
void applyScale();

} // namespace gatehouse::ui
