// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QJsonObject>
#include <QWidget>

class QPushButton;
class QSplitter;

namespace gatehouse::ui {

class CommentPanel;
class TableView;
class VersionModel;

// The history of a prompt as a graph: compared, gone back to, labelled, talked about.
class VersionsPage : public QWidget {
    Q_OBJECT

public:
    explicit VersionsPage(Console& console, QWidget* parent = nullptr);

    void show(const QJsonObject& prompt);
    QList<int> selected() const;            // numbers, the older first
    void compare(const QJsonObject& draft); // the selected two; one with the newest, or with what is being written
    void moveLabel();
    void revert();

Q_SIGNALS:
    void openWanted(int version);
    void diffWanted();
    void selectionMoved();

private:
    QWidget* makeTable();
    void showState();
    void send(int version);

    Console& m_console;
    VersionModel* m_model;
    TableView* m_table = nullptr;
    CommentPanel* m_comments;
    QSplitter* m_splitter;
    QJsonObject m_prompt;
    QPushButton* m_diff = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_revert = nullptr;
    QPushButton* m_label = nullptr;
};

} // namespace gatehouse::ui
