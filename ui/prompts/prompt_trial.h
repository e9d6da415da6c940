// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/preview_feed.h"
#include "ui/widgets/console.h"

#include <QVector>
#include <QWidget>
#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace gatehouse::ui {

class Lane;

// What is being written, asked of up to three models side by side: answers as they come, with time, tokens and cost.
class PromptTrial : public QWidget {
    Q_OBJECT

public:
    PromptTrial(Console& console, PreviewFeed& feed, QWidget* parent = nullptr);

    void setPrompt(const QString& model); // another prompt is open: lanes forget
    void setModels(const QStringList& names);
    void send();
    void stop();
    bool canSend() const;
    bool isBusy() const;

Q_SIGNALS:
    void stateChanged();
    void logWanted(const QString& requestId);

private:
    void addLane(const QString& model);
    void sendWritten();
    void start(QJsonObject body, bool quietly);
    void removeLane(Lane* lane);
    void showState();
    QString hint() const;

    Console& m_console;
    PreviewFeed& m_feed;
    ConsoleKey m_quietKey; // for calls with secret values
    QString m_problem;     // why secret values could not be written into the request
    quint64 m_writing = 0; // of the request that is being made with them; 0: none
    quint64 m_round = 0;
    QStringList m_names;
    QHBoxLayout* m_row;
    QVector<Lane*> m_lanes;
    QLabel* m_hint;
    QPushButton* m_add;
    QPushButton* m_send;
    QPushButton* m_stop;
};

} // namespace gatehouse::ui
