// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/message_list.h"

#include "ui/playground/growing_edit.h"
#include "ui/playground/message_card.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {

MessageList::MessageList(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_system(new GrowingEdit(1, 8)), m_cards(new QVBoxLayout) {
    m_system->setObjectName(QStringLiteral("systemText"));
    m_system->setPlaceholderText(tr("How the model shall behave (may stay empty)"));
    m_system->setAccessibleName(tr("System"));
    auto* label = new QLabel(tr("System"));
    label->setBuddy(m_system);
    auto* more = new QPushButton(m_theme.icon(QStringLiteral("plus")), tr("Add message"));
    more->setObjectName(QStringLiteral("addMessage"));
    connect(more, &QPushButton::clicked, this, [this] { add(); });
    m_cards->setSpacing(space::medium);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, space::medium, space::medium);
    layout->setSpacing(space::tiny);
    layout->addWidget(label);
    layout->addWidget(m_system);
    layout->addSpacing(space::small);
    layout->addLayout(m_cards);
    layout->addSpacing(space::tiny);
    layout->addWidget(more, 0, Qt::AlignLeading);
    layout->addStretch();
    connect(m_system, &QPlainTextEdit::textChanged, this, &MessageList::edited);
    insert(0, {});
    renumber();
}

QString MessageList::system() const {
    return m_system->toPlainText();
}

QVector<DraftMessage> MessageList::messages() const {
    QVector<DraftMessage> out;
    for (const auto* card : m_order)
        out.append(card->message());
    return out;
}

void MessageList::setAll(const QString& system, const QVector<DraftMessage>& messages) {
    while (!m_order.isEmpty())
        remove(m_order.last());
    m_answer.clear();
    m_system->setPlainText(system);
    for (const auto& message : messages)
        insert(static_cast<int>(m_order.size()), message);
    if (m_order.isEmpty())
        insert(0, {});
    renumber();
    Q_EMIT edited();
}

bool MessageList::isEmpty() const {
    return std::all_of(m_order.begin(), m_order.end(), [](const auto* card) { return card->message().isEmpty(); });
}

void MessageList::add(const DraftMessage& message) {
    auto* card = insert(static_cast<int>(m_order.size()), message);
    renumber();
    card->focusText();
    Q_EMIT grew(card);
    Q_EMIT edited();
}

void MessageList::addAnswer(const QString& text) {
    const auto count = m_order.size();
    const bool again = !m_answer.isEmpty() && count >= 2 && m_order[count - 1]->message().isEmpty() &&
                       m_order[count - 2]->message() == DraftMessage{QStringLiteral("assistant"), m_answer, {}};
    if (again) {
        remove(m_order[count - 1]);
        remove(m_order[count - 2]);
    }
    m_answer = text;
    insert(static_cast<int>(m_order.size()), {QStringLiteral("assistant"), text, {}});
    add();
}

void MessageList::attachImage() {
    m_order.last()->chooseImage();
}

MessageCard* MessageList::insert(int index, const DraftMessage& message) {
    auto* card = new MessageCard(m_theme, message);
    m_order.insert(index, card);
    m_cards->insertWidget(index, card);
    card->show();
    connect(card, &MessageCard::edited, this, &MessageList::edited);
    connect(card, &MessageCard::movePressed, this, [this, card](int by) { move(card, by); });
    connect(card, &MessageCard::removePressed, this, [this, card] {
        remove(card);
        renumber();
        Q_EMIT edited();
    });
    return card;
}

void MessageList::remove(MessageCard* card) {
    m_order.removeOne(card);
    m_cards->removeWidget(card);
    card->hide();
    card->deleteLater();
}

void MessageList::move(MessageCard* card, int by) {
    const auto from = m_order.indexOf(card);
    const auto to = from + by;
    if (to < 0 || to >= m_order.size())
        return;
    m_order.move(from, to);
    m_cards->removeWidget(card);
    m_cards->insertWidget(static_cast<int>(to), card);
    renumber();
    Q_EMIT edited();
}

// The order of Tab follows what is seen.
void MessageList::renumber() {
    QWidget* before = m_system;
    for (qsizetype i = 0; i < m_order.size(); ++i) {
        m_order[i]->setPlace(static_cast<int>(i), static_cast<int>(m_order.size()));
        const auto inside = m_order[i]->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
        for (auto* widget : inside) {
            if (widget->focusPolicy() == Qt::NoFocus)
                continue;
            setTabOrder(before, widget);
            before = widget;
        }
    }
    setTabOrder(before, findChild<QPushButton*>(QStringLiteral("addMessage")));
}

} // namespace gatehouse::ui
