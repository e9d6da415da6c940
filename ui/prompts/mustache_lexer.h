// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/scintilla.h"
#include "ui/theme/theme.h"

namespace gatehouse::ui {

// Colours a prompt's template. Tags also differ by weight or slant, so that colour is not all that tells them apart.
class MustacheLexer : public QsciLexerCustom {
    Q_OBJECT

public:
    enum Style { Plain, Variable, Raw, Section, Partial, Comment, Broken, StyleCount };

    MustacheLexer(const Theme& theme, QObject* parent);
    const char* language() const override { return "Mustache"; }
    QString description(int style) const override;
    void styleText(int start, int end) override;

private:
    void takeColors();

    const Theme& m_theme;
};

} // namespace gatehouse::ui
