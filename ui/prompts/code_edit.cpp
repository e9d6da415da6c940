// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/code_edit.h"

#include <Qsci/qscicommandset.h>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int faultIndicator = 8; // the first that is no lexer's
constexpr int numberMargin = 0;
constexpr int tabColumns = 4;

int byteAt(const QsciScintilla& edit, const QPoint& place) {
    return static_cast<int>(edit.SendScintilla(QsciScintillaBase::SCI_POSITIONFROMPOINTCLOSE,
                                               static_cast<unsigned long>(place.x()), static_cast<long>(place.y())));
}

} // namespace

CodeEdit::CodeEdit(const Theme& theme, int fewestLines, int mostLines, QWidget* parent)
    : QsciScintilla(parent), m_theme(theme), m_fewest(fewestLines), m_most(mostLines) {
    setUtf8(true);
    setEolMode(EolUnix);
    setWrapMode(WrapWord);
    setTabWidth(tabColumns);
    setMarginType(numberMargin, NumberMargin);
    setMarginWidth(1, 0);
    setMarginLineNumbers(numberMargin, true);
    setFolding(NoFoldStyle);
    setCaretWidth(2);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    indicatorDefine(SquiggleIndicator, faultIndicator);
    SendScintilla(SCI_SETSCROLLWIDTHTRACKING, 1UL);
    freeKeys();
    takeColors();
    connect(&theme, &Theme::changed, this, &CodeEdit::takeColors);
    // Lines are wrapped while they are painted.
    connect(this, &QsciScintillaBase::SCN_PAINTED, this, [this] {
        if (shownLines() != m_lines)
            QMetaObject::invokeMethod(this, &CodeEdit::grow, Qt::QueuedConnection);
    });
    connect(this, &QsciScintilla::textChanged, this, [this] {
        grow();
        Q_EMIT edited();
    });
}

// Scintilla binds most letters with Ctrl; all but those of editing belong to the window.
void CodeEdit::freeKeys() {
    const QList<int> kept{Qt::Key_Z, Qt::Key_Y, Qt::Key_X, Qt::Key_C, Qt::Key_V, Qt::Key_A};
    for (auto* command : standardCommands()->commands()) {
        const auto isOurs = [&kept](int keys) {
            const int key = keys & ~static_cast<int>(Qt::KeyboardModifierMask);
            const bool letter = key > Qt::Key_Space && key < Qt::Key_Escape;
            return (keys & static_cast<int>(Qt::CTRL)) != 0 && letter && !kept.contains(key);
        };
        if (isOurs(command->key()))
            command->setKey(0);
        if (isOurs(command->alternateKey()))
            command->setAlternateKey(0);
    }
}

void CodeEdit::setLexerOf(QsciLexer* lexer) {
    setLexer(lexer);
    takeColors();
}

void CodeEdit::takeColors() {
    const auto& tokens = m_theme.tokens();
    if (lexer() == nullptr) {
        setFont(m_theme.fixedFont());
        setColor(tokens.text);
        setPaper(tokens.base);
    }
    setCaretForegroundColor(tokens.text);
    setSelectionBackgroundColor(tokens.accent);
    setSelectionForegroundColor(Qt::white);
    setMarginsBackgroundColor(tokens.alternate);
    setMarginsForegroundColor(tokens.secondary);
    setMarginsFont(m_theme.fixedFont());
    setIndicatorForegroundColor(tokens.error, faultIndicator);
    setMatchedBraceBackgroundColor(tokens.base);
    setMatchedBraceForegroundColor(tokens.link);
    setMarginWidth(numberMargin,
                   QFontMetrics(m_theme.fixedFont()).horizontalAdvance(QStringLiteral("000")) + space::tiny);
    grow();
}

QByteArray CodeEdit::utf8() const {
    return text().toUtf8();
}

void CodeEdit::setMarks(const QVector<Mark>& marks) {
    m_marks = marks;
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(faultIndicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, SendScintilla(SCI_GETLENGTH));
    for (const auto& mark : marks)
        SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(mark.start), static_cast<long>(mark.length));
}

void CodeEdit::goToByte(int place) {
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(std::max(0, place)));
    setFocus(Qt::OtherFocusReason);
}

void CodeEdit::goToLine(int line) {
    SendScintilla(SCI_GOTOLINE, static_cast<unsigned long>(std::max(0, line - 1)));
    setFocus(Qt::OtherFocusReason);
}

int CodeEdit::shownLines() const {
    const auto count = static_cast<int>(SendScintilla(SCI_GETLINECOUNT));
    int shown = 0;
    for (int line = 0; line < count && shown <= m_most; ++line)
        shown += static_cast<int>(SendScintilla(SCI_WRAPCOUNT, static_cast<unsigned long>(line)));
    return shown;
}

int CodeEdit::heightOf(int lines) const {
    return lines * textHeight(0) + 2 * frameWidth() + space::small;
}

QSize CodeEdit::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 40, heightOf(std::clamp(m_lines, m_fewest, m_most))};
}

QSize CodeEdit::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 16, sizeHint().height()};
}

void CodeEdit::grow() {
    const int lines = shownLines();
    setVerticalScrollBarPolicy(lines > m_most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    m_lines = lines;
    updateGeometry();
}

void CodeEdit::resizeEvent(QResizeEvent* event) {
    QsciScintilla::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        QMetaObject::invokeMethod(this, &CodeEdit::grow, Qt::QueuedConnection); // once it wrapped anew
}

void CodeEdit::changeEvent(QEvent* event) {
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometry();
}

bool CodeEdit::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int place = byteAt(*this, help->pos());
        const auto found = std::find_if(m_marks.begin(), m_marks.end(), [place](const Mark& mark) {
            return place >= mark.start && place < mark.start + mark.length;
        });
        // The sentence names what the person wrote: no markup of theirs becomes ours.
        const QString told = found == m_marks.end() ? QString() : found->sentence.toHtmlEscaped();
        QToolTip::showText(help->globalPos(), told.isEmpty() ? told : QStringLiteral("<p>%1</p>").arg(told), this);
        return true;
    }
    return QsciScintilla::event(event);
}

void CodeEdit::keyPressEvent(QKeyEvent* event) {
    const bool back = event->key() == Qt::Key_Backtab;
    const bool leaves = (event->key() == Qt::Key_Tab || back) && (event->modifiers() & Qt::ControlModifier) != 0;
    if (leaves || (isReadOnly() && (event->key() == Qt::Key_Tab || back))) {
        QAbstractScrollArea::focusNextPrevChild(!back && (event->modifiers() & Qt::ShiftModifier) == 0);
        return;
    }
    QsciScintilla::keyPressEvent(event);
}

// Where nothing is hidden, the wheel moves what is around it.
void CodeEdit::wheelEvent(QWheelEvent* event) {
    if (m_lines <= m_most)
        event->ignore();
    else
        QsciScintilla::wheelEvent(event);
}

} // namespace gatehouse::ui
