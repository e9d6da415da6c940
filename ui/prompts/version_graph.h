// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/version_model.h"
#include "ui/widgets/table_delegate.h"

namespace gatehouse::ui {

// Draws the version graph before the version's number: a dot for each version on one line, and beside it an edge from
// each that was made of an older one. A version with a label has a filled dot.
class VersionGraph : public TableDelegate {
    Q_OBJECT

public:
    VersionGraph(const Theme& theme, const VersionModel& model, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int graphWidth() const;

    const VersionModel& m_model;
};

} // namespace gatehouse::ui
