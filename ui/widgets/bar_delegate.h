// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/table_delegate.h"

namespace gatehouse::ui {

// How much of something is used: a bar under its words, in the colour of a warning from 80 % on, of an error at 100 %.
// Marks are small ticks along the bar; what is expected is a pale part behind what is used. The words say the same as
// the bar: nothing stands in its colour alone.
class BarDelegate : public TableDelegate {
    Q_OBJECT

public:
    enum Role {
        ShareRole = Qt::UserRole + 8192, // 0 to 1 and beyond; invalid: words without a bar
        ExpectedRole,                    // the share that is expected in the end; invalid: not known
        MarksRole,                       // QVariantList of shares
    };

    using TableDelegate::TableDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QColor fillOf(double share, bool selected) const;
};

} // namespace gatehouse::ui
