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

// Whose versions they are: a prompt's or a chain's.
struct VersionedKind {
    QString (*path)(const QString& id, const QString& rest);
    QString (*text)(const QJsonObject& version); // as it is compared
    QString (*revertTitle)(const QString& id, const QString& version);
    bool comments = false;
    const char* prefix = ""; // of the object names of its parts
};
VersionedKind promptKind();
VersionedKind chainKind();

// The history of a prompt or a chain as a graph: compared, gone back to, labelled, talked about.
class VersionsPage : public QWidget {
    Q_OBJECT

public:
    VersionsPage(Console& console, VersionedKind kind, QWidget* parent = nullptr);

    void show(const QJsonObject& whole);
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

    QString id() const;
    QString nameOf(const char* part) const;

    Console& m_console;
    const VersionedKind m_kind;
    VersionModel* m_model;
    TableView* m_table = nullptr;
    CommentPanel* m_comments = nullptr; // null: nobody comments on it
    QSplitter* m_splitter;
    QJsonObject m_whole;
    QPushButton* m_diff = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_revert = nullptr;
    QPushButton* m_label = nullptr;
};

} // namespace gatehouse::ui
