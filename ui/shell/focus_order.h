// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace gatehouse::ui {

// Makes Tab go through the parts of a page as they stand: along its layouts, splitters and pages. Also mends what Qt
// 6.4 leaves of a page that was put together before it had a window: some parts in a focus ring of their own, which Tab
// never leaves. The page is in its window by then.
void orderFocus(QWidget* page);

} // namespace gatehouse::ui
