// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panes.h"

#include <QApplication>
#include <QSplitter>
#include <QWidget>

namespace gatehouse::ui::panes {
namespace {

bool takesFocus(const QWidget* widget) {
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
}

void unfold(QWidget* part, QVector<QWidget*>& out) {
    auto* splitter = part->findChild<QSplitter*>();
    if (splitter == nullptr || !splitter->isVisible()) {
        out.append(part);
        return;
    }
    for (int i = 0; i < splitter->count(); ++i)
        unfold(splitter->widget(i), out);
}

} // namespace

bool focusInto(QWidget* part) {
    if (takesFocus(part)) {
        part->setFocus(Qt::TabFocusReason);
        return true;
    }
    // The chain of the tab key, as far as it lies inside.
    for (auto* widget = part->nextInFocusChain(); widget != part; widget = widget->nextInFocusChain()) {
        if (part->isAncestorOf(widget) && takesFocus(widget)) {
            widget->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return false;
}

void cycle(const QVector<QWidget*>& parts, int direction) {
    QVector<QWidget*> all;
    for (auto* part : parts) {
        if (part != nullptr && part->isVisible())
            unfold(part, all);
    }
    const auto count = static_cast<int>(all.size());
    const auto* focused = QApplication::focusWidget();
    int at = direction > 0 ? -1 : 0;
    for (int i = 0; i < count; ++i) {
        if (focused != nullptr && (all[i] == focused || all[i]->isAncestorOf(focused)))
            at = i;
    }
    for (int step = 1; step <= count; ++step) {
        const int next = ((at + direction * step) % count + count) % count;
        if (focusInto(all[next]))
            return;
    }
}

} // namespace gatehouse::ui::panes
