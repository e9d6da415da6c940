// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

namespace gatehouse::ui {

// An edge of the version graph as it meets one row: it leaves the row's version, passes by, or ends there. Edges run
// from a version down to the older one that it was made of, beside the line on which each follows the one before.
struct GraphEdge {
    enum class Part { Leaves, Passes, Ends };
    Part part = Part::Passes;
    int lane = 1; // 0 is the line of all versions
};

struct VersionRow {
    int number = 0;
    int from = 0; // 0: not told
    QString comment;
    QString author;
    QDateTime created;
    QStringList labels;
    QVector<GraphEdge> edges;
    bool first = false; // the newest
    bool last = false;  // the oldest
};

// A prompt's versions, the newest first, with their labels. UI thread.
class VersionModel : public TableRows<VersionRow> {
    Q_OBJECT

public:
    enum Column { Version, Labels, Comment, Author, Made, ColumnCount };

    VersionModel(const Theme& theme, QObject* parent);
    void put(const QJsonObject& prompt);
    const VersionRow* at(int row) const;
    int rowOf(int number) const; // -1: there is none
    int lanes() const { return m_lanes; }

private:
    QString title(int column) const override;
    QString textAt(const VersionRow& row, int column) const override;
    QVariant sortValue(const VersionRow& row, int column) const override;
    QVariant roleAt(const VersionRow& row, int column, int role) const override;

    const Theme& m_theme;
    int m_lanes = 0; // beside the first
};

} // namespace gatehouse::ui
