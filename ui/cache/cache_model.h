// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cache/cache_figures.h"
#include "ui/models/live_answer.h"
#include "ui/models/live_rows.h"
#include "ui/theme/theme.h"

#include <QLocale>

namespace gatehouse::ui {

struct CacheRow {
    QString route;
    bool on = false;
    CacheFigures figures;
};

// What each route's cache holds and did, one a row. UI thread.
class CacheModel : public LiveRows<CacheRow> {
    Q_OBJECT

public:
    enum Column { Route, State, HitRate, Hits, Similar, Shared, Misses, Entries, Size, Saved, ColumnCount };

    CacheModel(const Theme& theme, const LiveAnswer& cache, QObject* parent);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void take();
    QString textAt(const CacheRow& row, int column) const;
    static QVariant sortValue(const CacheRow& row, int column);

    const Theme& m_theme;
    const LiveAnswer& m_cache;
    QLocale m_locale;
};

} // namespace gatehouse::ui
