// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/limits/limit_book.h"
#include "ui/theme/theme.h"

#include <QAbstractTableModel>
#include <QLocale>

namespace gatehouse::ui {

// Every limit and restriction that is set, one a row, with a bar of what is used. UI thread.
class LimitModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Scope, Limit, Used, State, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, // of the row in the book
    };

    LimitModel(const Theme& theme, const LimitBook& book, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex findObject(const QString& scope, const QString& name) const; // its first row

private:
    void take();
    void repaint();
    QString textAt(const LimitRow& row, int column) const;

    const Theme& m_theme;
    const LimitBook& m_book;
    QVector<LimitRow> m_rows;
    QLocale m_locale;
};

} // namespace gatehouse::ui
