// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/review_page.h"

#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QFrame>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

using Action = PlannedChange::Action;
using State = ImportPlan::State;

constexpr int noteLines = 6;

QString wordOf(Action action) {
    switch (action) {
    case Action::Create:
        return ReviewPage::tr("Add");
    case Action::Update:
        return ReviewPage::tr("Change");
    case Action::Delete:
        break;
    }
    return ReviewPage::tr("Remove");
}

QString kindWord(const QString& kind) {
    if (kind == QLatin1String("providers"))
        return ReviewPage::tr("Provider");
    if (kind == QLatin1String("routes"))
        return ReviewPage::tr("Route");
    if (kind == QLatin1String("teams"))
        return ReviewPage::tr("Team");
    if (kind == QLatin1String("apps"))
        return ReviewPage::tr("Application");
    if (kind == QLatin1String("keys"))
        return ReviewPage::tr("Key");
    if (kind == QLatin1String("records"))
        return ReviewPage::tr("Records");
    return kind;
}

} // namespace

ReviewPage::ReviewPage(Console& console, ImportPlan& plan, QWidget* parent)
    : QWidget(parent), m_console(console), m_plan(plan), m_sum(new QLabel), m_fault(new QLabel),
      m_stack(new QStackedWidget), m_table(new TableView(console.theme)), m_notice(new NoticePanel(console.theme)),
      m_notesTitle(new QLabel), m_notes(new QPlainTextEdit) {
    m_sum->setObjectName(QStringLiteral("importSum"));
    m_sum->setTextFormat(Qt::PlainText);
    m_sum->setWordWrap(true);
    m_fault->setObjectName(QStringLiteral("importFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_rows.setHorizontalHeaderLabels({tr("Change"), tr("What"), tr("Name"), tr("Details")});
    m_table->setObjectName(QStringLiteral("importChanges"));
    m_table->setAccessibleName(tr("What changes"));
    m_table->setSource(&m_rows);
    m_table->setColumnWidths({96, 112, 176, 0});
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->addWidget(m_stack);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_notice);
    m_notesTitle->setProperty("role", QStringLiteral("section"));
    m_notes->setObjectName(QStringLiteral("importNotes"));
    m_notes->setAccessibleName(tr("What to know"));
    m_notes->setReadOnly(true);
    m_notes->setTabChangesFocus(true);
    m_notes->setFixedHeight(noteLines * m_notes->fontMetrics().lineSpacing() + space::large);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_sum);
    layout->addWidget(m_fault);
    layout->addWidget(card, 1);
    layout->addWidget(m_notesTitle);
    layout->addWidget(m_notes);
    connect(m_notice, &NoticePanel::pressed, this, &ReviewPage::retry);
    connect(&plan, &ImportPlan::changed, this, &ReviewPage::show);
    show();
}

void ReviewPage::setNotes(const QVector<ImportNote>& notes) {
    m_importNotes = notes;
    fillNotes();
}

void ReviewPage::show() {
    const auto state = m_plan.state();
    const bool empty = m_plan.changes().isEmpty();
    m_fault->hide();
    if (state == State::Asking || state == State::Empty) {
        m_sum->setText(tr("The gateway is asked what would change…"));
        m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Info, tr("One moment…"), {});
    } else if (state == State::Failed && empty) {
        m_sum->setText(tr("Nothing was changed."));
        m_notice->show(QStringLiteral("alert-triangle"), Theme::Tone::Error, m_plan.problem().detail, tr("Retry"));
    } else if (state == State::Failed) {
        m_fault->setText(m_plan.problem().detail);
        m_fault->show();
    } else if (state == State::Known && empty) {
        m_sum->setText(tr("All of this is there already: nothing would change."));
        m_notice->show(QStringLiteral("checks"), Theme::Tone::Success, tr("Nothing to import."), {});
    }
    if (state == State::Known)
        fillChanges();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_notice) : m_table);
    fillNotes();
}

void ReviewPage::fillChanges() {
    std::array<int, 3> counts{};
    m_rows.removeRows(0, m_rows.rowCount());
    for (const auto& change : m_plan.changes()) {
        ++counts[static_cast<std::size_t>(change.action)];
        QList<QStandardItem*> row;
        for (const auto& text : {wordOf(change.action), kindWord(change.kind), change.id, change.details}) {
            auto* item = new QStandardItem(text);
            item->setEditable(false);
            item->setToolTip(text);
            row.append(item);
        }
        m_rows.appendRow(row);
    }
    if (!m_plan.changes().isEmpty())
        m_sum->setText(tr("Nothing has changed yet. It would add %1, change %2 and remove %3.")
                           .arg(tr("%n objects", nullptr, counts[0]), QLocale().toString(counts[1]),
                                QLocale().toString(counts[2])));
}

void ReviewPage::fillNotes() {
    QStringList lines;
    for (const auto& note : m_importNotes)
        lines.append(tr("%1: %2", "a place in a file, what became of it").arg(note.where, note.sentence));
    for (const auto& warning : m_plan.warnings())
        lines.append(warning);
    m_notesTitle->setText(tr("%n things to know", nullptr, static_cast<int>(lines.size())));
    m_notesTitle->setVisible(!lines.isEmpty());
    m_notes->setVisible(!lines.isEmpty());
    m_notes->setPlainText(lines.join(QLatin1Char('\n')));
}

} // namespace gatehouse::ui
