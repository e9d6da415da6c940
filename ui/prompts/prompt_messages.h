// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace gatehouse::ui {

class PromptMessageCard;

// The messages of a prompt in their order; one at least.
class PromptMessages : public QWidget {
    Q_OBJECT

public:
    explicit PromptMessages(const Theme& theme, QWidget* parent = nullptr);

    QVector<PromptMessage> messages() const;
    void setMessages(const QVector<PromptMessage>& messages);
    void setNames(const MustacheNames& names);
    void add(const PromptMessage& message); // at the end, and puts the focus there
    // Of the gateway, by the message's place from 0; all others lose theirs.
    void setToldFaults(const QHash<int, QString>& sentences);
    bool hasFault() const;
    void goTo(int message, int line);

Q_SIGNALS:
    void edited();
    void grew(QWidget* newest); // it should be in sight

private:
    PromptMessageCard* insert(const PromptMessage& message);
    void remove(PromptMessageCard* card);
    void move(PromptMessageCard* card, int by);
    void renumber();

    const Theme& m_theme;
    QVBoxLayout* m_cards;
    QPushButton* m_another;
    QVector<PromptMessageCard*> m_order;
    MustacheNames m_names;
};

} // namespace gatehouse::ui
