// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/growing_edit.h"

#include <QEvent>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace gatehouse::ui {

GrowingEdit::GrowingEdit(int fewestLines, int mostLines, QWidget* parent)
    : QPlainTextEdit(parent), m_fewest(fewestLines), m_most(mostLines) {
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this] { updateGeometry(); });
}

int GrowingEdit::heightOf(int lines) const {
    const int around = 2 * frameWidth() + 6; // the style's border, that of a focused field included
    return lines * fontMetrics().lineSpacing() + around + static_cast<int>(std::ceil(2 * document()->documentMargin()));
}

QSize GrowingEdit::sizeHint() const {
    const int lines = static_cast<int>(std::ceil(document()->size().height())); // QPlainTextEdit counts lines
    return {QPlainTextEdit::sizeHint().width(), heightOf(std::clamp(lines, m_fewest, m_most))};
}

QSize GrowingEdit::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 16, sizeHint().height()};
}

void GrowingEdit::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometry();
}

// Where nothing is hidden, the wheel moves what is around it.
void GrowingEdit::wheelEvent(QWheelEvent* event) {
    if (verticalScrollBar()->maximum() == 0)
        event->ignore();
    else
        QPlainTextEdit::wheelEvent(event);
}

} // namespace gatehouse::ui
