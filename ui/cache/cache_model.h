// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/cache/cache_figures.h"
#include "ui/models/live_answer.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

struct CacheRow {
    QString route;
    bool on = false;
    CacheFigures figures;
};

// What each route's cache holds and did, one a row. UI thread.
class CacheModel : public TableRows<CacheRow> {
    Q_OBJECT

public:
    enum Column { Route, State, HitRate, Hits, Similar, Shared, Misses, Entries, Size, Saved, ColumnCount };

    CacheModel(const Theme& theme, const LiveAnswer& cache, QObject* parent);

private:
    QString title(int column) const override;
    QString titleHint(int column) const override;
    bool isNumber(int column) const override { return column >= HitRate; }
    QString textAt(const CacheRow& row, int column) const override;
    QVariant sortValue(const CacheRow& row, int column) const override;
    QVariant roleAt(const CacheRow& row, int column, int role) const override;
    void take();

    const Theme& m_theme;
    const LiveAnswer& m_cache;
    QLocale m_locale;
};

} // namespace gatehouse::ui
