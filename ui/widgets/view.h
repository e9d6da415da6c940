// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace gatehouse::ui {

// A page of the window. The shell knows views by this only, so that a further one is a room of its own.
class View : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    virtual void refresh() {}                         // F5
    virtual void focusFilter() {}                     // Ctrl+F
    virtual void toggleInspector() {}                 // F9
    virtual void open(const QString& /*argument*/) {} // what a link from elsewhere asks for, such as a filter

Q_SIGNALS:
    // Leads to another view by its id, with what it shall show.
    void goTo(const QString& view, const QString& argument);
};

} // namespace gatehouse::ui
