// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/table_delegate.h"

namespace gatehouse::ui {

// A mean with the interval that it lies in, on a scale that all rows share: a line from low to high, a dot at the mean.
// The words of the cell stand beside it and say the same.
class IntervalDelegate : public TableDelegate {
    Q_OBJECT

public:
    enum Role {
        LowRole = Qt::UserRole + 9001, // 0 to 1, of the scale; invalid: words alone
        MeanRole,
        HighRole,
    };

    using TableDelegate::TableDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace gatehouse::ui
