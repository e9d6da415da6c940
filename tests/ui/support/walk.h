// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QWidget;

namespace gatehouse::ui {

// What a person could not read, reach or understand in a window, one line each with the widget's path. Nothing: none.

// Every widget that takes the focus has a name for a screen reader.
QStringList namelessWidgets(QWidget* window);
// Text that does not fit its widget and is neither wrapped nor elided on purpose (property "elided").
QStringList clippedTexts(QWidget* window);
// Targets for the pointer under 24 by 24 pixels.
QStringList smallTargets(QWidget* window);
// Walks with Tab until it is back: widgets that it never reached, and one that does not let it go.
QStringList unreachedByTab(QWidget* window);
// Texts without a word of the pseudo language (see PseudoTranslator): they were not translated.
QStringList untranslatedTexts(QWidget* window);

} // namespace gatehouse::ui
