// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/theme/theme.h"

#include <QScrollArea>

class QGridLayout;

namespace gatehouse::ui {

// The versions of one API side by side: a column each, a row for each thing that can differ. What differs from the
// version before is set in bold.
class VersionGrid : public QScrollArea {
    Q_OBJECT

public:
    explicit VersionGrid(const Theme& theme, QWidget* parent = nullptr);
    void show(const QVector<ApiRow>& versions, const QString& chosen);

private:
    void addHead(const ApiRow& row, int column, bool chosen);
    void addRow(const QString& name, const QStringList& values, bool compared);

    const Theme& m_theme;
    QGridLayout* m_grid = nullptr;
};

} // namespace gatehouse::ui
