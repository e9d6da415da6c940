// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/chat_stream.h"
#include "ui/widgets/console.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui {

class CallStrip;
class Preparation;

// Page three: a call through the gateway's real port to a demo model, its row in the log, and the same as a command.
class TryPage : public QWidget {
    Q_OBJECT

public:
    TryPage(Console& console, Preparation& preparation, QWidget* parent = nullptr);
    void show(); // what is known of the gateway by now

Q_SIGNALS:
    void openLog(const QString& filter);
    void worked(); // the call went through and shows up in the log

private:
    QWidget* makeCommand();
    void send();
    void sendWith(const QByteArray& key);
    void showAnswer();
    void finish();
    QJsonObject body() const;
    QString command() const;

    Console& m_console;
    Preparation& m_preparation;
    ChatStream m_stream;
    QPushButton* m_send;
    QLabel* m_answer;
    QLabel* m_fault;
    CallStrip* m_call;
    QPushButton* m_log;
    QPlainTextEdit* m_command;
    QPushButton* m_copyKey = nullptr;
};

} // namespace gatehouse::ui
