// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::ui {

// Copies a secret for a short while: the clipboard is told that it is one (so that clipboard histories leave it out)
// and is emptied after 30 s, or at the program's end, unless something else was copied meanwhile.
void copySecret(const QString& secret);
void copyText(const QString& text);
inline constexpr int secretClipboardSeconds = 30;

// Now, where the clipboard still holds it.
void forgetCopiedSecret();

} // namespace gatehouse::ui
