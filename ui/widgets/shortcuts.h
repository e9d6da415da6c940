// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QVector>

namespace gatehouse::ui {

// A command's keys, as the person may see and change them.
struct ShortcutEntry {
    QString id;    // stable: "window/actionPalette", "log/actionReplay"
    QString title; // "Run a command"
    QString place; // where it works: the title of its view; empty: everywhere
    QKeySequence standard;
    QKeySequence keys; // none: it has no keys
};

// Every command that has or may have keys, with what the person chose instead of the standard ones (kept in the
// settings under "shortcuts/"). Commands that work everywhere must differ from all others; those of two views may share
// keys. UI thread.
class Shortcuts : public QObject {
    Q_OBJECT

public:
    explicit Shortcuts(QObject* parent = nullptr) : QObject(parent) {}

    // The action's keys at this moment are the standard ones. An id that is known already gets the new action.
    void add(QAction* action, const QString& id, const QString& place);
    QVector<ShortcutEntry> entries() const;
    // The title of the command that has these keys where "id" works; empty: they are free.
    QString takenBy(const QString& id, const QKeySequence& keys) const;
    // False, and nothing is changed, where they are taken. Empty keys take the command's away.
    bool assign(const QString& id, const QKeySequence& keys);
    void reset(const QString& id);
    void resetAll();

Q_SIGNALS:
    void changed();

private:
    struct Row {
        ShortcutEntry entry;
        QPointer<QAction> action;
    };
    Row* find(const QString& id);
    void apply(Row& row, const QKeySequence& keys);

    QVector<Row> m_rows;
};

// "Refresh", without the mark of the key that opens it in a menu.
QString plainText(const QAction& action);
// Shows a command as possible or not, and why it is not: in menus, tool tips and Ctrl+K.
void setPossible(QAction* action, bool possible, const QString& why);

} // namespace gatehouse::ui
