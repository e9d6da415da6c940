// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/replay.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui {

// A recorded request to be changed and sent again; what is answered streams in beside it. Stays open until it is
// closed, so that it can be changed and sent once more. Shown with open(), deletes itself.
class ReplayDialog : public QDialog {
    Q_OBJECT

public:
    ReplayDialog(const Theme& theme, GatewayClient& client, CallRequest request, QWidget* parent);

Q_SIGNALS:
    void compareAsked(const QString& callId); // the new call

private:
    QWidget* makeSides(const Theme& theme);
    QWidget* makeButtons();
    void check();
    void send();
    void take(const Replay::Result& result);
    void setRunning(bool running);

    CallRequest m_request;
    Replay m_replay;
    QString m_lastId;
    QPlainTextEdit* m_edit = nullptr;
    QPlainTextEdit* m_answer = nullptr;
    QLabel* m_fault = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_send = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_compare = nullptr;
};

} // namespace gatehouse::ui
