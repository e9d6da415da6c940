// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/template_edit.h"

#include "ui/prompts/mustache_lexer.h"

#include <QKeyEvent>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int pauseMilliseconds = 150;
constexpr char listSeparator = '\n';

} // namespace

TemplateEdit::TemplateEdit(const Theme& theme, int fewestLines, int mostLines, QWidget* parent)
    : CodeEdit(theme, fewestLines, mostLines, parent) {
    setLexerOf(new MustacheLexer(theme, this));
    setAutoCompletionSource(AcsNone);
    SendScintilla(SCI_AUTOCSETSEPARATOR, static_cast<unsigned long>(listSeparator));
    SendScintilla(SCI_AUTOCSETIGNORECASE, 1UL);
    SendScintilla(SCI_AUTOCSETORDER, static_cast<unsigned long>(SC_ORDER_PERFORMSORT));
    m_soon.setSingleShot(true);
    m_soon.setInterval(pauseMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &TemplateEdit::check);
    connect(this, &CodeEdit::edited, &m_soon, qOverload<>(&QTimer::start));
    connect(this, &QsciScintillaBase::SCN_CHARADDED, this, &TemplateEdit::complete);
    connect(this, &QsciScintillaBase::SCN_AUTOCCOMPLETED, this, &TemplateEdit::closeTag);
}

void TemplateEdit::setNames(const MustacheNames& names) {
    if (names == m_names)
        return;
    m_names = names;
    check();
}

void TemplateEdit::check() {
    m_soon.stop();
    m_faults = checkMustache(utf8(), m_names);
    QVector<Mark> marks;
    for (const auto& fault : std::as_const(m_faults))
        marks.append({fault.start, fault.length, fault.sentence});
    setMarks(marks);
    Q_EMIT faultsChanged();
}

void TemplateEdit::complete() {
    const auto place = static_cast<int>(SendScintilla(SCI_GETCURRENTPOS));
    const auto start = mustacheStart(utf8().left(place));
    if (!start.open)
        return;
    QStringList names = start.partial ? m_names.partials : QStringList(m_names.variables.keys());
    names.removeIf([&start](const QString& name) {
        return name == start.typed || !name.startsWith(start.typed, Qt::CaseInsensitive);
    });
    if (names.isEmpty()) {
        SendScintilla(SCI_AUTOCCANCEL);
        return;
    }
    const auto list = names.join(QLatin1Char(listSeparator)).toUtf8();
    SendScintilla(SCI_AUTOCSHOW, static_cast<unsigned long>(start.typed.toUtf8().size()), list.constData());
}

// What was chosen gets its closing braces where they are not there yet. Once the choice has been written.
void TemplateEdit::closeTag() {
    const auto place = static_cast<int>(SendScintilla(SCI_GETCURRENTPOS));
    if (utf8().mid(place).startsWith("}}"))
        return;
    SendScintilla(SCI_INSERTTEXT, static_cast<unsigned long>(place), "}}");
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(place) + 2);
}

void TemplateEdit::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        complete();
        return;
    }
    CodeEdit::keyPressEvent(event);
}

} // namespace gatehouse::ui
