// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/translation_match.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModel>

namespace gatehouse::ui {

// One body of a translation as a tree of names, values and what became of them. It looks at a side that its owner
// keeps.
class MatchTree : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Name, Value, Became, ColumnCount };

    explicit MatchTree(const Theme& theme, QObject* parent = nullptr);
    void show(const MatchSide* side); // null: nothing

    int nodeAt(const QModelIndex& index) const { return index.isValid() ? static_cast<int>(index.internalId()) : 0; }
    QModelIndex indexOf(int node, int column = Name) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const MatchNode& at(int node) const { return (*m_side)[static_cast<std::size_t>(node)]; }
    QString textAt(const MatchNode& node, int column) const;
    QString becameText(const MatchNode& node) const;
    QVariant background(const MatchNode& node) const;

    const Theme& m_theme;
    const MatchSide* m_side = nullptr;
};

} // namespace gatehouse::ui
