// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/change_cards.h"

#include "ui/changes/change_text.h"
#include "ui/changes/difference_table.h"

#include <QFrame>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

// A file can change hundreds of objects at once; the rest is counted.
constexpr qsizetype mostCards = 40;
constexpr int leastCharacters = 30;

} // namespace

ChangeCards::ChangeCards(const Theme& theme, QWidget* parent)
    : QScrollArea(parent), m_theme(theme), m_layout(new QVBoxLayout) {
    setObjectName(QStringLiteral("changeCards"));
    setAccessibleName(tr("What was changed"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(fontMetrics().averageCharWidth() * leastCharacters);
    auto* inside = new QWidget;
    inside->setLayout(m_layout);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::medium);
    setWidget(inside);
}

void ChangeCards::show(const QJsonArray& changes) {
    while (auto* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto shown = std::min(changes.size(), mostCards);
    for (qsizetype i = 0; i < shown; ++i) {
        const auto change = changes[i].toObject();
        auto* card = new QFrame;
        card->setProperty("role", QStringLiteral("card"));
        auto* layout = new QVBoxLayout(card);
        layout->setContentsMargins(space::large, space::medium, space::large, space::large);
        layout->setSpacing(space::small);
        auto* title = new QLabel(changeText(change));
        title->setTextFormat(Qt::PlainText);
        title->setWordWrap(true);
        title->setProperty("role", QStringLiteral("section"));
        layout->addWidget(title);
        auto* table = new DifferenceTable(m_theme);
        table->show(change.value(QLatin1String("before")).toObject(), change.value(QLatin1String("after")).toObject());
        layout->addWidget(table);
        m_layout->addWidget(card);
    }
    if (shown < changes.size()) {
        auto* more = new QLabel(tr("and %n more change(s)", nullptr, static_cast<int>(changes.size() - shown)));
        more->setTextFormat(Qt::PlainText);
        more->setProperty("role", QStringLiteral("caption"));
        m_layout->addWidget(more);
    }
    m_layout->addStretch(1);
    verticalScrollBar()->setValue(0);
}

} // namespace gatehouse::ui
