// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace gatehouse::ui {

// What people say of a prompt and its versions, the newest last. All texts are plain.
class CommentPanel : public QWidget {
    Q_OBJECT

public:
    CommentPanel(const Theme& theme, GatewayClient& client, QWidget* parent = nullptr);
    void show(const QString& prompt);
    void setVersion(int version); // that a new comment is about; 0: the prompt as a whole

private:
    void load();
    void fill(const QJsonArray& comments);
    void send();
    void showState();

    GatewayClient& m_client;
    QString m_prompt;
    int m_version = 0;
    quint64 m_round = 0;
    QVBoxLayout* m_list;
    QLabel* m_none;
    QLabel* m_about;
    QLabel* m_fault;
    QPlainTextEdit* m_text;
    QPushButton* m_add;
};

} // namespace gatehouse::ui
