// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>
#include <functional>

class QAction;

namespace gatehouse::ui {

// A page of the window. The shell knows views by this only, so that a further one is a room of its own. Its commands
// are its actions(): the shell shows them in a menu and among the commands of Ctrl+K. A disabled one says why in the
// dynamic property "why". Those named actionExport, actionRename and actionDelete get Ctrl+E, F2 and Del by themselves.
class View : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    virtual void refresh() {}                         // F5
    virtual void focusFilter() {}                     // Ctrl+F
    virtual void toggleInspector() {}                 // F9
    virtual void open(const QString& /*argument*/) {} // what a link from elsewhere asks for, such as a filter
    // What open() would need to show the same again, such as the filter: for Back and Forward.
    virtual QString state() const { return {}; }
    // The window is narrow: what stands beside the content, such as an inspector, goes below it.
    virtual void setNarrow(bool /*narrow*/) {}

protected:
    // A command of the page that works while the focus is in it. Without "run" it is connected by who asked for it.
    QAction* addCommand(const Theme& theme, const char* name, const QString& text, const QString& icon,
                        std::function<void()> run = {});

Q_SIGNALS:
    // Leads to another view by its id, with what it shall show.
    void goTo(const QString& view, const QString& argument);
};

} // namespace gatehouse::ui
