// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QDialog>

class QLineEdit;
class QListWidget;

namespace gatehouse::ui {

// How well the letters of "typed" stand, in order, in "text": higher is better, negative where they do not.
int fuzzyScore(const QString& typed, const QString& text);

// Ctrl+K: every action of the menus by a few of its letters, with its keys. Closes itself.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    CommandPalette(const QList<QAction*>& actions, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill(const QString& typed);
    void run();

    QList<QAction*> m_actions;
    QLineEdit* m_typed;
    QListWidget* m_list;
};

} // namespace gatehouse::ui
