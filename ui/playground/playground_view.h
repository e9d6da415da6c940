// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/playground/chat_draft.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QVector>

class QAction;
class QHBoxLayout;
class QLabel;
class QSplitter;
class QTabWidget;

namespace gatehouse::ui {

class Lane;
class MessageList;
class ParameterPanel;

// Tries a model, or up to three side by side with the same messages, through the gateway's own port. open() takes a
// model's name, or the body of a Chat Completions request as JSON: what a recorded call asked, to be edited.
class PlaygroundView : public View {
    Q_OBJECT

public:
    explicit PlaygroundView(Console& console);

    void open(const QString& argument) override;
    void refresh() override;

private:
    using Coder = QString (*)(const QUrl&, const QJsonObject&);

    QWidget* makeTop();
    QWidget* makeEditor();
    QWidget* makeLanes();
    QAction* addCommand(const char* name, const QString& text, const QString& icon, const QKeySequence& shortcut = {});
    void makeCommands();
    void addLane(const QString& model);
    void removeLane(Lane* lane);
    void load(const QJsonObject& body);
    ChatDraft draft() const;
    void send();
    void stop();
    void startAnew();
    void copyCode(Coder coder);
    void openInLog(const QString& requestId);
    void takeModels();
    void showState();

    Console& m_console;
    ResourceList m_models;
    MessageList* m_messages;
    ParameterPanel* m_parameters;
    QTabWidget* m_tabs;
    QLabel* m_hint;
    QHBoxLayout* m_laneRow;
    QVector<Lane*> m_lanes;
    bool m_modelChosen = false; // by the person

    QAction* m_send = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_retry = nullptr;
    QAction* m_addLane = nullptr;
    QAction* m_anew = nullptr;
    QAction* m_log = nullptr;
    QAction* m_keep = nullptr; // as a prompt
    QVector<QAction*> m_code;
};

} // namespace gatehouse::ui
