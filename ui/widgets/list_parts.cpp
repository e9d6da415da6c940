// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/list_parts.h"

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/notice_panel.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace gatehouse::ui {

QLineEdit* filterField(const Theme& theme, const char* name, const QString& hint) {
    auto* field = new QLineEdit;
    field->setObjectName(QLatin1String(name));
    field->setPlaceholderText(hint);
    field->setAccessibleName(hint);
    field->setClearButtonEnabled(true);
    field->addAction(theme.icon(QStringLiteral("filter"), Theme::Tone::Secondary), QLineEdit::LeadingPosition);
    return field;
}

QLabel* staleLine(const char* name) {
    auto* line = new QLabel;
    line->setObjectName(QLatin1String(name));
    line->setProperty("role", QStringLiteral("fault"));
    line->setTextFormat(Qt::PlainText);
    return line;
}

QWidget* listHead(const QString& title, QLabel* stale, const QList<QWidget*>& aside, QLineEdit* filter,
                  const QList<QWidget*>& commands) {
    auto* name = new QLabel(title);
    name->setProperty("role", QStringLiteral("title"));
    auto* first = new QHBoxLayout;
    first->setSpacing(space::small);
    first->addWidget(name);
    first->addSpacing(space::small);
    first->addWidget(stale, 1);
    for (auto* widget : aside)
        first->addWidget(widget);
    // Commands take a second row where the words are long or the type is large.
    auto* bar = new QWidget;
    auto* row = new FlowLayout(space::small, bar);
    for (auto* widget : commands)
        row->addWidget(widget);
    auto* second = new QHBoxLayout;
    second->setSpacing(space::small);
    second->addWidget(filter, 1, Qt::AlignTop);
    second->addWidget(bar, 4);
    auto* head = new QWidget;
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addLayout(first);
    layout->addLayout(second);
    return head;
}

QWidget* cardOf(QWidget* table) {
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(table);
    return card;
}

bool showListState(const ListStanding& list, int shownRows, const ListWords& words, NoticePanel& notice,
                   QLabel& stale) {
    using Tone = Theme::Tone;
    stale.setText(list.failed && list.loadedOnce ? words.old.arg(list.problem) : QString());
    if (!list.loadedOnce) {
        if (list.failed)
            notice.show(QStringLiteral("circle-x"), Tone::Error, list.problem, words.retry);
        else
            notice.show(QStringLiteral("loader-2"), Tone::Secondary, words.reading, {});
        return false;
    }
    if (list.empty)
        notice.show(words.emptyIcon, Tone::Secondary, words.empty, words.create);
    else
        notice.show(QStringLiteral("filter"), Tone::Secondary, words.noMatch, words.clear);
    return shownRows > 0;
}

bool showListState(const ResourceList& list, int shownRows, const ListWords& words, NoticePanel& notice,
                   QLabel& stale) {
    const bool failed = list.loading() == ResourceList::Loading::Failed;
    return showListState(
        {list.loadedOnce(), failed, list.items().isEmpty(), failed ? list.problem().detail : QString()}, shownRows,
        words, notice, stale);
}

} // namespace gatehouse::ui
