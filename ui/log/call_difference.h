// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/call_contents.h"

#include <QJsonObject>
#include <QString>
#include <QVector>

namespace gatehouse::ui {

struct DifferenceRow {
    QString name;
    QString left;
    QString right;
    bool differs() const { return left != right; }
};

struct DifferenceSection {
    QString title;
    QVector<DifferenceRow> rows;
};

struct RecordedCall {
    QJsonObject call; // as GET /calls/{id} gives it
    CallContents contents;
};

// Two calls beside each other: summary, attempts, request, response, cost. JSON bodies are compared member by member,
// other text line by line. Pure; may be slow for large bodies: call it aside.
QVector<DifferenceSection> compared(const RecordedCall& left, const RecordedCall& right);

} // namespace gatehouse::ui
