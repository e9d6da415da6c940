// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_messages.h"

#include "ui/prompts/prompt_message_card.h"
#include "ui/prompts/template_edit.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {

PromptMessages::PromptMessages(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_cards(new QVBoxLayout),
      m_another(new QPushButton(theme.icon(QStringLiteral("plus")), tr("Add message"))) {
    m_cards->setSpacing(space::medium);
    m_another->setObjectName(QStringLiteral("addPromptMessage"));
    connect(m_another, &QPushButton::clicked, this, [this] {
        // After what the user says comes an answer that the model shall take as its example.
        const bool answers = !m_order.isEmpty() && m_order.last()->message().role == QLatin1String("user");
        add({answers ? QStringLiteral("assistant") : QStringLiteral("user"), {}, {}});
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, space::medium, space::medium);
    layout->setSpacing(space::medium);
    layout->addLayout(m_cards);
    layout->addWidget(m_another, 0, Qt::AlignLeading);
    layout->addStretch();
}

QVector<PromptMessage> PromptMessages::messages() const {
    QVector<PromptMessage> all;
    for (const auto* card : m_order)
        all.append(card->message());
    return all;
}

void PromptMessages::setMessages(const QVector<PromptMessage>& messages) {
    for (auto* card : std::exchange(m_order, {})) {
        card->hide();
        card->deleteLater();
    }
    for (const auto& message : messages)
        insert(message);
    renumber();
}

void PromptMessages::setNames(const MustacheNames& names) {
    m_names = names;
    for (auto* card : std::as_const(m_order))
        card->setNames(names);
}

void PromptMessages::add(const PromptMessage& message) {
    auto* card = insert(message);
    renumber();
    card->text().setFocus(Qt::OtherFocusReason);
    Q_EMIT edited();
    Q_EMIT grew(card);
}

PromptMessageCard* PromptMessages::insert(const PromptMessage& message) {
    auto* card = new PromptMessageCard(m_theme, message);
    m_order.append(card);
    m_cards->addWidget(card);
    card->setNames(m_names);
    connect(card, &PromptMessageCard::edited, this, &PromptMessages::edited);
    connect(card, &PromptMessageCard::removePressed, this, [this, card] { remove(card); });
    connect(card, &PromptMessageCard::movePressed, this, [this, card](int by) { move(card, by); });
    return card;
}

void PromptMessages::remove(PromptMessageCard* card) {
    const auto place = m_order.indexOf(card);
    if (m_order.size() == 1 || place < 0)
        return;
    m_order.removeAt(place);
    m_cards->removeWidget(card);
    card->hide();
    card->deleteLater();
    renumber();
    m_order[std::min(place, m_order.size() - 1)]->text().setFocus(Qt::OtherFocusReason);
    Q_EMIT edited();
}

void PromptMessages::move(PromptMessageCard* card, int by) {
    const auto place = m_order.indexOf(card);
    const auto target = place + by;
    if (place < 0 || target < 0 || target >= m_order.size())
        return;
    m_order.move(place, target);
    m_cards->removeWidget(card);
    m_cards->insertWidget(static_cast<int>(target), card);
    renumber();
    Q_EMIT edited();
}

void PromptMessages::renumber() {
    const auto count = static_cast<int>(m_order.size());
    QWidget* last = nullptr;
    for (int i = 0; i < count; ++i) {
        m_order[i]->setPlace(i, count);
        last = m_order[i]->orderAfter(last);
    }
    if (last != nullptr)
        QWidget::setTabOrder(last, m_another);
}

void PromptMessages::setToldFaults(const QHash<int, QString>& sentences) {
    for (int i = 0; i < m_order.size(); ++i)
        m_order[i]->setToldFault(sentences.value(i));
}

bool PromptMessages::hasFault() const {
    return std::any_of(m_order.begin(), m_order.end(),
                       [](PromptMessageCard* card) { return !card->text().faults().isEmpty(); });
}

void PromptMessages::goTo(int message, int line) {
    if (message < 0 || message >= m_order.size())
        return;
    m_order[message]->text().goToLine(line);
    Q_EMIT grew(m_order[message]);
}

} // namespace gatehouse::ui
