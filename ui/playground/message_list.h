// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/playground/chat_draft.h"
#include "ui/theme/theme.h"

#include <QVector>
#include <QWidget>

class QVBoxLayout;

namespace gatehouse::ui {

class GrowingEdit;
class MessageCard;

// The system text and the messages of a conversation, as they are written. There is always one message at least.
class MessageList : public QWidget {
    Q_OBJECT

public:
    explicit MessageList(const Theme& theme, QWidget* parent = nullptr);

    QString system() const;
    QVector<DraftMessage> messages() const;
    void setAll(const QString& system, const QVector<DraftMessage>& messages);
    bool isEmpty() const;

    void add(const DraftMessage& message = {}); // and puts the focus there
    // The answer becomes a message, and an empty one follows for the person's next. A former answer that was added so
    // and still stands last is replaced: the call was tried again.
    void addAnswer(const QString& text);
    void attachImage();

Q_SIGNALS:
    void edited();
    void grew(QWidget* newest); // it should be in sight

private:
    MessageCard* insert(int index, const DraftMessage& message);
    void remove(MessageCard* card);
    void move(MessageCard* card, int by);
    void renumber();

    const Theme& m_theme;
    GrowingEdit* m_system;
    QVBoxLayout* m_cards;
    QVector<MessageCard*> m_order;
    QString m_answer; // that was added last
};

} // namespace gatehouse::ui
