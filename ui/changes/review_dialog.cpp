// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/review_dialog.h"

#include "ui/changes/difference_table.h"
#include "ui/widgets/confirm.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 92;
constexpr int linesHigh = 30;

QLabel* text(const QString& words, const char* role) {
    auto* label = new QLabel(words);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

ReviewDialog::ReviewDialog(const Theme& theme, ChangeDesk& desk, const QString& gateway, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_desk(desk), m_cards(new QVBoxLayout), m_outcome(text({}, "fault")),
      m_discardAll(new QPushButton(tr("Discard all"))), m_apply(new QPushButton) {
    setObjectName(QStringLiteral("reviewDialog"));
    setWindowTitle(tr("Review changes"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(text(
        tr("Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.").arg(gateway),
        ""));
    auto* inside = new QWidget;
    inside->setLayout(m_cards);
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(space::medium);
    auto* area = new QScrollArea;
    area->setFocusPolicy(Qt::NoFocus);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(inside);
    layout->addWidget(area, 1);
    m_outcome->setObjectName(QStringLiteral("reviewOutcome"));
    m_outcome->hide();
    layout->addWidget(m_outcome);

    m_discardAll->setObjectName(QStringLiteral("discardAll"));
    m_discardAll->setAutoDefault(false);
    m_apply->setObjectName(QStringLiteral("applyChanges"));
    m_apply->setProperty("role", QStringLiteral("primary"));
    m_apply->setDefault(true);
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("closeReview"));
    close->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(m_discardAll);
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_apply);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &ReviewDialog::apply);
    connect(m_discardAll, &QPushButton::clicked, this, [this] {
        Confirmation ask;
        const auto count = static_cast<int>(m_desk.waiting().size());
        ask.title = tr("Discard %n change(s)?", nullptr, count);
        ask.text = tr("They have not been applied, and cannot be brought back.");
        ask.verb = tr("Discard");
        confirm(this, ask, [this] { m_desk.discardAllWaiting(); });
    });
    connect(&m_desk, &ChangeDesk::waitingChanged, this, [this] {
        if (!m_desk.isApplying())
            showChanges();
    });
    resize(fontMetrics().averageCharWidth() * charactersWide, fontMetrics().height() * linesHigh);
    showChanges();
    m_apply->setFocus();
}

void ReviewDialog::showChanges() {
    if (m_desk.waiting().isEmpty()) {
        accept(); // nothing is left to review
        return;
    }
    while (auto* item = m_cards->takeAt(0)) {
        if (item->widget() != nullptr)
            item->widget()->deleteLater(); // its button may have brought us here
        delete item;
    }
    const auto count = static_cast<int>(m_desk.waiting().size());
    for (int i = 0; i < count; ++i)
        m_cards->addWidget(makeCard(i));
    m_cards->addStretch(1);
    m_apply->setText(tr("Apply %n change(s)", nullptr, count));
    m_apply->setEnabled(!m_desk.isApplying());
    m_discardAll->setEnabled(!m_desk.isApplying());
}

QWidget* ReviewDialog::makeCard(int index) {
    const auto& change = m_desk.waiting().at(index);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(space::large, space::medium, space::large, space::large);
    layout->setSpacing(space::small);
    auto* head = new QHBoxLayout;
    head->addWidget(text(change.title, "section"), 1);
    auto* discard = new QPushButton(tr("Discard"));
    discard->setObjectName(QStringLiteral("discard_%1").arg(index));
    discard->setAccessibleName(tr("Discard: %1").arg(change.title));
    discard->setAutoDefault(false);
    connect(discard, &QPushButton::clicked, this, [this, index] { m_desk.discardWaiting(index); });
    head->addWidget(discard, 0, Qt::AlignTop);
    layout->addLayout(head);
    auto* table = new DifferenceTable(m_theme);
    table->show(change.before, change.after);
    layout->addWidget(table);
    const auto problem = m_desk.waitingProblem(index);
    if (!problem.detail.isEmpty()) {
        auto* fault = text(tr("Refused: %1").arg(problem.detail), "fault");
        fault->setObjectName(QStringLiteral("problem_%1").arg(index));
        layout->addWidget(fault);
    }
    return card;
}

void ReviewDialog::apply() {
    m_apply->setEnabled(false);
    m_discardAll->setEnabled(false);
    m_outcome->hide();
    m_desk.applyWaiting(this, [this](const QVector<Problem>& failed) {
        if (!failed.isEmpty()) {
            m_outcome->setText(
                tr("%n change(s) could not be applied: mend or discard what is marked, then apply again.", nullptr,
                   static_cast<int>(failed.size())));
            m_outcome->show();
        }
        showChanges();
    });
}

} // namespace gatehouse::ui
