// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cache/cache_figures.h"
#include "ui/models/live_answer.h"
#include "ui/theme/theme.h"

#include <QAbstractTableModel>
#include <QLocale>
#include <QVector>

namespace gatehouse::ui {

// What each route's cache holds and did, one a row. UI thread.
class CacheModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Route, State, HitRate, Hits, Similar, Shared, Misses, Entries, Size, Saved, ColumnCount };

    CacheModel(const Theme& theme, const LiveAnswer& cache, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString route;
        bool on = false;
        CacheFigures figures;
    };
    void take();
    void repaint();
    QString textAt(const Row& row, int column) const;
    static QVariant sortValue(const Row& row, int column);

    const Theme& m_theme;
    const LiveAnswer& m_cache;
    QVector<Row> m_rows;
    QLocale m_locale;
};

} // namespace gatehouse::ui
