// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/key_figures.h"
#include "ui/models/resource_list.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

namespace gatehouse::ui {

// The gateway's keys, one a row, with their owners, budgets and use. UI thread.
class KeyModel : public TableRows<QJsonObject> {
    Q_OBJECT

public:
    enum Column { Name, Key, State, Owner, Models, Budget, Calls, Spend, LastUsed, Expires, ColumnCount };
    enum Role {
        ObjectRole = Qt::UserRole + 1, // the key as the gateway has it: QJsonObject
    };

    KeyModel(const Theme& theme, const ResourceList& keys, const ResourceList& apps, const KeyFigures& figures,
             QObject* parent);

    QModelIndex find(const QString& id) const;

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Calls || column == Spend; }
    QString textAt(const QJsonObject& key, int column) const override;
    QVariant sortValue(const QJsonObject& key, int column) const override;
    QVariant roleAt(const QJsonObject& key, int column, int role) const override;
    void take();
    QJsonObject appOf(const QJsonObject& key) const;
    const KeyFigures::Budget* budgetOf(const QJsonObject& key) const;
    QString budgetText(const QJsonObject& key) const;
    QString toolTip(const QJsonObject& key, int column) const;

    const Theme& m_theme;
    const ResourceList& m_list;
    const ResourceList& m_apps;
    const KeyFigures& m_figures;
    QLocale m_locale;
};

} // namespace gatehouse::ui
