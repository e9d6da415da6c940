// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/conformance_table.h"

#include "ui/routes/conformance_book.h"

#include <QBrush>
#include <QJsonArray>
#include <QLocale>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QString keyOf(const QString& dialect, const QString& feature) {
    return QString(dialect + u' ' + feature);
}

Theme::Tone toneOf(const QString& state) {
    if (state == QLatin1String("passed"))
        return Theme::Tone::Success;
    return state == QLatin1String("failed") ? Theme::Tone::Error : Theme::Tone::Secondary;
}

} // namespace

ConformanceTable::ConformanceTable(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), m_theme(theme) {
    connect(&theme, &Theme::changed, this, [this] { Q_EMIT layoutChanged(); });
}

void ConformanceTable::show(const QJsonObject& run) {
    QStringList dialects;
    QStringList features;
    QHash<QString, QJsonObject> cells;
    for (const auto& value : run.value(QLatin1String("cells")).toArray()) {
        const auto cell = value.toObject();
        const auto dialect = text(cell, "dialect");
        const auto feature = text(cell, "feature");
        if (!dialects.contains(dialect))
            dialects.append(dialect);
        if (!features.contains(feature))
            features.append(feature);
        cells.insert(keyOf(dialect, feature), cell);
    }
    const bool same = dialects == m_dialects && features == m_features;
    if (!same)
        beginResetModel();
    m_dialects = dialects;
    m_features = features;
    m_cells = cells;
    if (!same)
        endResetModel();
    else if (!dialects.isEmpty()) // the place where somebody stands is kept
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int ConformanceTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_dialects.size());
}

int ConformanceTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_features.size());
}

QJsonObject ConformanceTable::cellAt(const QModelIndex& index) const {
    return m_cells.value(keyOf(m_dialects.value(index.row()), m_features.value(index.column())));
}

QString ConformanceTable::sentenceOf(const QJsonObject& cell) {
    const auto state = text(cell, "state");
    const auto what = tr("%1 over %2", "feature, client dialect")
                          .arg(featureName(text(cell, "feature")), clientDialectName(text(cell, "dialect")));
    const auto reason = text(cell, "reason");
    if (state == QLatin1String("passed"))
        return tr("%1: passed after %2 ms.")
            .arg(what, QLocale().toString(cell.value(QLatin1String("ms")).toDouble(), 'f', 0));
    if (state == QLatin1String("failed")) {
        const auto seen = text(cell, "seen");
        const auto sentence = tr("%1: failed. %2", "test, reason").arg(what, reason);
        return seen.isEmpty() ? sentence : QString(sentence + u' ' + tr("What came: %1").arg(seen));
    }
    if (state == QLatin1String("not_applicable"))
        return tr("%1: not applicable. %2", "test, reason").arg(what, reason);
    return tr("%1: not tried yet.").arg(what);
}

QVariant ConformanceTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const auto cell = cellAt(index);
    const auto state = text(cell, "state");
    switch (role) {
    case Qt::DisplayRole:
        if (state == QLatin1String("passed"))
            return QString(QStringLiteral("✓ ") + tr("pass"));
        if (state == QLatin1String("failed"))
            return QString(QStringLiteral("✗ ") + tr("fail"));
        return state == QLatin1String("not_applicable") ? tr("n/a") : QStringLiteral("…");
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return sentenceOf(cell);
    case Qt::ForegroundRole:
        return QBrush(m_theme.color(toneOf(state)));
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case CellRole:
        return cell;
    default:
        return {};
    }
}

QVariant ConformanceTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? featureName(m_features.value(section))
                                         : clientDialectName(m_dialects.value(section));
}

} // namespace gatehouse::ui
