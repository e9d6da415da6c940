// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/review_bar.h"

#include "ui/changes/review_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace gatehouse::ui {

ReviewBar::ReviewBar(Console& console, QWidget* parent)
    : QFrame(parent), m_console(console), m_icon(new QLabel), m_text(new QLabel),
      m_review(new QPushButton(tr("Review changes"))) {
    setObjectName(QStringLiteral("reviewBar"));
    setProperty("role", QStringLiteral("bar"));
    m_text->setObjectName(QStringLiteral("reviewBarText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_review->setObjectName(QStringLiteral("reviewChanges"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::huge, space::small, space::huge, space::small);
    layout->setSpacing(space::small);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_review);
    connect(m_review, &QPushButton::clicked, this, &ReviewBar::openReview);
    connect(&console.changes, &ChangeDesk::waitingChanged, this, &ReviewBar::showState);
    connect(&console.theme, &Theme::changed, this, &ReviewBar::drawIcon);
    drawIcon();
    showState();
}

void ReviewBar::openReview() {
    if (m_console.changes.waiting().isEmpty())
        return;
    auto* dialog = new ReviewDialog(m_console.theme, m_console.changes, m_console.client.address().name, window());
    dialog->open();
}

void ReviewBar::showState() {
    const auto count = static_cast<int>(m_console.changes.waiting().size());
    m_text->setText(tr("%n change(s) wait for review. Nothing has reached %1 yet.", nullptr, count)
                        .arg(m_console.client.address().name));
    setVisible(count > 0);
}

void ReviewBar::drawIcon() {
    m_icon->setPixmap(m_console.theme.icon(QStringLiteral("git-compare"), Theme::Tone::Warning).pixmap(iconPixels));
}

} // namespace gatehouse::ui
