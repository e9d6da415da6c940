// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/routes/route_fields.h"
#include "ui/widgets/console.h"

#include <QFrame>
#include <QJsonObject>
#include <QVector>
#include <QWidget>
#include <functional>

class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace gatehouse::ui {

class TargetList;

// One rule as a sentence, with its place among the others. Alt+Up and Alt+Down move it, Enter edits it.
class RuleRow : public QFrame {
    Q_OBJECT

public:
    RuleRow(const Theme& theme, const QJsonObject& rule, QWidget* parent);
    const QJsonObject& rule() const { return m_rule; }
    void setRule(const QJsonObject& rule);
    void setPlace(int place, int count);
    QString sentence() const;

Q_SIGNALS:
    void editAsked();
    void moveAsked(int by); // -1: up
    void removeAsked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QJsonObject m_rule;
    QLabel* m_number;
    QLabel* m_name;
    QLabel* m_sentence;
    QToolButton* m_edit;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_remove;
};

// The rules of a route that is edited: the first whose conditions a call meets says where it goes.
class RuleList : public QWidget {
    Q_OBJECT

public:
    // "routes": names of those that a rule may go on with.
    RuleList(Console& console, TargetList& targets, std::function<QStringList()> routes, QWidget* parent = nullptr);

    void show(const QJsonArray& rules);
    QJsonArray value() const;
    QString fault() const; // of the first rule that names a target which is not there any more
    const QVector<RuleRow*>& rows() const { return m_rows; }

Q_SIGNALS:
    void edited();

private:
    RuleRow* add(const QJsonObject& rule);
    void edit(RuleRow* row); // null: a new one
    void move(RuleRow* row, int by);
    void place();
    void rename(const QString& before, const QString& after);

    Console& m_console;
    TargetList& m_targets;
    std::function<QStringList()> m_routes;
    QVBoxLayout* m_layout;
    QPushButton* m_add;
    QVector<RuleRow*> m_rows;
};

} // namespace gatehouse::ui
