// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace gatehouse::ui {

// Cells of a table of calls: an icon and words for the state, figures in the tone they deserve. Paints only what it
// must, for tables that move all the time.
class CallDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    CallDelegate(const Theme& theme, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QIcon iconFor(int state) const;

    const Theme& m_theme;
};

} // namespace gatehouse::ui
