// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QJsonObject>
#include <QWidget>

class QGridLayout;

namespace gatehouse::ui {

// What a change does to an object, field by field: what it was, an arrow, what it becomes. A new object shows what it
// has, a deleted one what it had.
class DifferenceTable : public QWidget {
    Q_OBJECT

public:
    explicit DifferenceTable(const Theme& theme, QWidget* parent = nullptr);
    // "before" or "after" may be empty.
    void show(const QJsonObject& before, const QJsonObject& after);

private:
    void clear();
    void addAll(const QJsonObject& object, const QString& prefix);
    void addRow(const QString& field, const QJsonValue& before, const QJsonValue& after);

    const Theme& m_theme;
    QGridLayout* m_grid;
    bool m_creates = false;
    bool m_deletes = false;
};

} // namespace gatehouse::ui
