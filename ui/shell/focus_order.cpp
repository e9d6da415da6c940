// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/focus_order.h"

#include <QLayout>
#include <QList>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>

namespace gatehouse::ui {
namespace {

void collect(QWidget* widget, QList<QWidget*>& stops);

void collect(QLayout* layout, QList<QWidget*>& stops) {
    for (int i = 0; i < layout->count(); ++i) {
        auto* item = layout->itemAt(i);
        if (auto* widget = item->widget())
            collect(widget, stops);
        else if (auto* inner = item->layout())
            collect(inner, stops);
    }
}

// The widget itself, where it takes the focus, then what it holds.
void collect(QWidget* widget, QList<QWidget*>& stops) {
    if ((widget->focusPolicy() & Qt::TabFocus) != 0)
        stops.append(widget);
    if (auto* splitter = qobject_cast<QSplitter*>(widget)) {
        for (int i = 0; i < splitter->count(); ++i)
            collect(splitter->widget(i), stops);
    } else if (auto* pages = qobject_cast<QStackedWidget*>(widget)) {
        for (int i = 0; i < pages->count(); ++i)
            collect(pages->widget(i), stops);
    } else if (auto* tabs = qobject_cast<QTabWidget*>(widget)) {
        for (int i = 0; i < tabs->count(); ++i)
            collect(tabs->widget(i), stops);
    } else if (auto* area = qobject_cast<QScrollArea*>(widget)) {
        if (area->widget() != nullptr)
            collect(area->widget(), stops);
    } else if (widget->layout() != nullptr) {
        collect(widget->layout(), stops);
    }
}

} // namespace

void orderFocus(QWidget* page) {
    QList<QWidget*> stops;
    collect(page, stops);
    auto* before = page;
    for (auto* stop : stops) {
        QWidget::setTabOrder(before, stop);
        before = stop;
    }
}

} // namespace gatehouse::ui
