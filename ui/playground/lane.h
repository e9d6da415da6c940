// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/chat_stream.h"
#include "ui/widgets/console.h"

#include <QFrame>
#include <QTimer>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace gatehouse::ui {

class NoticePanel;

// One model's column: which model, its answer as it comes, and what the call took. What models say is shown as plain
// text: no markup, no links.
class Lane : public QFrame {
    Q_OBJECT

public:
    explicit Lane(Console& console, QWidget* parent = nullptr);

    QString model() const;
    void setModel(const QString& name);
    void setModels(const QStringList& names); // to choose from; any other may be written
    void setAlone(bool alone);                // nothing to remove, nothing to choose between

    void start(const QJsonObject& body);
    // By a key whose calls keep no bodies, and past the cache: the body holds secrets.
    void startQuietly(const QJsonObject& body, ConsoleKey& key);
    void retry(); // the same call again
    void stop();
    bool isBusy() const { return m_busy; }
    bool canRetry() const { return !m_busy && !m_body.isEmpty(); }
    QString requestId() const { return m_stream->answer().requestId; }
    void forget(); // back to the beginning

Q_SIGNALS:
    void busyChanged();
    void modelEdited();
    void answered(const QString& text); // whole, with nothing left out
    void continueWanted(const QString& text);
    void logWanted(const QString& requestId);
    void removeWanted();

private:
    QWidget* makeHead();
    QWidget* makeAnswer();
    QWidget* makeFoot();
    QToolButton* addButton(QHBoxLayout* row, const char* name, const QString& icon, const QString& text);
    void begin(const QJsonObject& body, ConsoleKey& key);
    void call(bool again);
    bool isQuiet() const { return m_key != &m_console.key; }
    void ended();
    void paint();
    void showExtras(const ChatAnswer& answer);
    void showFault(const QString& sentence, const QString& code);
    void showState(const ChatAnswer& answer);
    void showFigures();
    void askCost(int triesLeft);
    void setBusy(bool busy);

    Console& m_console;
    ChatStream* m_stream;
    ConsoleKey* m_key; // of the last call
    QJsonObject m_body;
    QString m_cost; // as text, once the record tells it
    QTimer m_paint; // gathers what comes
    bool m_busy = false;
    bool m_wanted = false; // not stopped while the key is being made
    qsizetype m_shown = 0; // of the answer's text
    quint64 m_round = 0;

    QComboBox* m_model;
    QToolButton* m_remove;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
    QLabel* m_fault;
    QLabel* m_reasoningTitle;
    QPlainTextEdit* m_reasoning;
    QPlainTextEdit* m_text;
    QLabel* m_toolsTitle;
    QPlainTextEdit* m_tools;
    QLabel* m_stateIcon;
    QLabel* m_state;
    QLabel* m_figures;
    QToolButton* m_copy;
    QToolButton* m_log;
    QToolButton* m_retry;
    QPushButton* m_continue;
};

} // namespace gatehouse::ui
