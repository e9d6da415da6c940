// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/version_model.h"

#include <QJsonArray>
#include <QLocale>
#include <algorithm>

namespace gatehouse::ui {
namespace {

VersionRow rowOfVersion(const QJsonObject& told) {
    VersionRow row;
    row.number = told.value(QLatin1String("version")).toInt();
    row.from = told.value(QLatin1String("from")).toInt();
    row.comment = told.value(QLatin1String("comment")).toString();
    row.author = told.value(QLatin1String("author")).toString();
    row.created = QDateTime::fromString(told.value(QLatin1String("created")).toString(), Qt::ISODateWithMs);
    return row;
}

// Lays the edges side by side; the count of lanes that they need.
int layEdges(QVector<VersionRow>& rows) {
    QVector<int> freeFrom; // of each lane, from lane 1: the first row in which it is free again
    for (int at = 0; at < rows.size(); ++at) {
        const int from = rows[at].from;
        if (from <= 0 || from >= rows[at].number - 1)
            continue; // made of the one before
        const auto target =
            std::find_if(rows.begin(), rows.end(), [from](const VersionRow& row) { return row.number == from; });
        if (target == rows.end())
            continue;
        const auto end = static_cast<int>(target - rows.begin());
        auto lane = std::find_if(freeFrom.begin(), freeFrom.end(), [at](int free) { return free <= at; });
        if (lane == freeFrom.end())
            lane = freeFrom.insert(freeFrom.end(), 0);
        *lane = end;
        const auto number = static_cast<int>(lane - freeFrom.begin()) + 1;
        rows[at].edges.append({GraphEdge::Part::Leaves, number});
        for (int row = at + 1; row < end; ++row)
            rows[row].edges.append({GraphEdge::Part::Passes, number});
        rows[end].edges.append({GraphEdge::Part::Ends, number});
    }
    return static_cast<int>(freeFrom.size());
}

} // namespace

VersionModel::VersionModel(const Theme& theme, QObject* parent) : TableRows(ColumnCount, parent), m_theme(theme) {
    connect(&theme, &Theme::changed, this, &VersionModel::repaint);
}

void VersionModel::put(const QJsonObject& prompt) {
    QVector<VersionRow> rows;
    for (const auto& value : prompt.value(QLatin1String("versions")).toArray())
        rows.append(rowOfVersion(value.toObject()));
    std::sort(rows.begin(), rows.end(), [](const VersionRow& a, const VersionRow& b) { return a.number > b.number; });
    for (const auto& label : promptLabels(prompt)) {
        for (auto& row : rows) {
            if (row.number == label.version)
                row.labels.append(label.name);
        }
    }
    if (!rows.isEmpty()) {
        rows.first().first = true;
        rows.last().last = true;
    }
    m_lanes = layEdges(rows);
    putRows(std::move(rows), &VersionRow::number);
}

const VersionRow* VersionModel::at(int row) const {
    return row >= 0 && row < m_rows.size() ? &m_rows[row] : nullptr;
}

int VersionModel::rowOf(int number) const {
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].number == number)
            return row;
    }
    return -1;
}

QString VersionModel::textAt(const VersionRow& row, int column) const {
    switch (column) {
    case Version:
        return QLocale().toString(row.number);
    case Labels:
        return row.labels.join(QStringLiteral(", "));
    case Comment:
        return row.comment.simplified();
    case Author:
        return row.author;
    case Made:
        return momentWords(row.created);
    default:
        return {};
    }
}

QVariant VersionModel::sortValue(const VersionRow& row, int column) const {
    if (column == Version)
        return row.number;
    return column == Made ? QVariant(row.created) : QVariant(textAt(row, column));
}

QVariant VersionModel::roleAt(const VersionRow& row, int column, int role) const {
    const QLocale locale;
    if (role == Qt::AccessibleTextRole && column == Version) {
        const auto number = locale.toString(row.number);
        return row.from > 0 ? tr("Version %1, made of version %2").arg(number, locale.toString(row.from))
                            : tr("Version %1").arg(number);
    }
    if (role == Qt::ToolTipRole && column == Version && row.from > 0 && row.from < row.number - 1)
        return tr("Made of version %1").arg(locale.toString(row.from));
    if (role == Qt::ToolTipRole && column == Comment && !row.comment.isEmpty())
        return QStringLiteral("<p style='white-space: pre-wrap'>%1</p>").arg(row.comment.toHtmlEscaped());
    if (role == Qt::DecorationRole && column == Labels && !row.labels.isEmpty())
        return m_theme.icon(QStringLiteral("bookmark"), Theme::Tone::Accent);
    return {};
}

QString VersionModel::title(int column) const {
    switch (column) {
    case Version:
        return tr("Version");
    case Labels:
        return tr("Labels");
    case Comment:
        return tr("Comment");
    case Author:
        return tr("Author");
    case Made:
        return tr("Made");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
