// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/theme/theme.h"

#include <QList>
#include <QString>

class QLabel;
class QLineEdit;
class QWidget;

// What pages that list objects of one kind have in common: a head with title, filter and commands, the table in its
// card, and what stands in the table's place.
namespace gatehouse::ui {

class NoticePanel;

// "hint" is also its name for a screen reader.
QLineEdit* filterField(const Theme& theme, const char* name, const QString& hint);
// The line that says that what is shown is old; empty while it is not.
QLabel* staleLine(const char* name);
// Title, stale line and "aside" in the first row; filter and commands in the second.
QWidget* listHead(const QString& title, QLabel* stale, const QList<QWidget*>& aside, QLineEdit* filter,
                  const QList<QWidget*>& commands);
QWidget* cardOf(QWidget* table);

struct ListWords {
    QString old; // "What is shown is old: %1"
    QString retry;
    QString reading;
    QString emptyIcon;
    QString empty;
    QString create;
    QString noMatch;
    QString clear;
};

// How far what is shown has been read.
struct ListStanding {
    bool loadedOnce = false;
    bool failed = false;
    bool empty = true; // there is nothing, whatever the filter
    QString problem;   // where it failed
};

// Says in the panel, and in the stale line, how the list is. True: the table has something to show.
bool showListState(const ListStanding& list, int shownRows, const ListWords& words, NoticePanel& notice, QLabel& stale);
bool showListState(const ResourceList& list, int shownRows, const ListWords& words, NoticePanel& notice, QLabel& stale);

} // namespace gatehouse::ui
