// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/scintilla.h"
#include "ui/theme/theme.h"

namespace gatehouse::ui {

// The house's editor for texts with a grammar: as high as its text between two bounds, in the theme's colours, with
// line numbers. Tab writes a tab; Ctrl+Tab and Ctrl+Shift+Tab leave. Commands of the window keep their keys.
class CodeEdit : public QsciScintilla {
    Q_OBJECT

public:
    struct Mark {
        int start = 0; // bytes
        int length = 0;
        QString sentence;
    };

    CodeEdit(const Theme& theme, int fewestLines, int mostLines, QWidget* parent = nullptr);
    QByteArray utf8() const;
    void setLexerOf(QsciLexer* lexer);
    void setMarks(const QVector<Mark>& marks); // underlined; the tool tip says what is wrong
    void goToByte(int place);
    void goToLine(int line); // from 1
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void edited();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void takeColors();
    void freeKeys();
    void grow();
    int heightOf(int lines) const;
    int shownLines() const;

    const Theme& m_theme;
    QVector<Mark> m_marks;
    int m_fewest;
    int m_most;
    int m_lines = 0;
};

} // namespace gatehouse::ui
