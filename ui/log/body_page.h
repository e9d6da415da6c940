// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/call_contents.h"
#include "ui/log/conversation.h"
#include "ui/theme/theme.h"

#include <QJsonValue>
#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;
class QTreeWidget;

namespace gatehouse::ui {

class JsonTree;
class NoticePanel;

// The request or the response of a call: as it came in and as it went on, as what was said, as JSON, as events. What
// was cut, masked or left out is said above it.
class BodyPage : public QWidget {
    Q_OBJECT

public:
    enum class Side { Request, Response };

    BodyPage(const Theme& theme, Side side, QWidget* parent = nullptr);
    void show(const CallContents& contents);
    // In place of a body.
    void showNotice(const QString& icon, Theme::Tone tone, const QString& sentence, const QString& button);

Q_SIGNALS:
    void noticePressed();

private:
    enum Form { Messages, Json, Tree, Events, Raw };
    struct Prepared { // aside
        QString said; // as a conversation
        QString raw;
        QVector<StreamEvent> events;
        QJsonValue json;
        QString pretty;
    };

    QWidget* makeTop();
    QWidget* makeForms();
    void choose();
    void prepare(const CallBody& body);
    void fillForms(const Prepared& prepared);
    void showForm();
    void describe(const CallBody& body);
    const char* part() const;

    const Theme& m_theme;
    Side m_side;
    CallContents m_contents;
    Prepared m_prepared;
    quint64 m_round = 0;
    int m_wanted = Messages; // what the person chose last
    QPushButton* m_received = nullptr;
    QPushButton* m_sent = nullptr;
    QComboBox* m_form = nullptr;
    QLabel* m_about = nullptr;
    QWidget* m_content = nullptr;
    QStackedWidget* m_stack = nullptr; // notice or content
    QStackedWidget* m_forms = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QTreeView* m_tree = nullptr;
    QTreeWidget* m_events = nullptr;
    JsonTree* m_json = nullptr;
    NoticePanel* m_notice = nullptr;
};

} // namespace gatehouse::ui
