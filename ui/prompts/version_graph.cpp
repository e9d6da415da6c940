// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/version_graph.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int laneWidth = 12;
constexpr int mostLanes = 5; // further ones are drawn over the last
constexpr double dot = 4.5;
constexpr double stroke = 1.6;

} // namespace

VersionGraph::VersionGraph(const Theme& theme, const VersionModel& model, QObject* parent)
    : TableDelegate(theme, parent), m_model(model) {}

int VersionGraph::graphWidth() const {
    return space::small + (1 + std::min(m_model.lanes(), mostLanes)) * laneWidth + space::small;
}

QSize VersionGraph::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return TableDelegate::sizeHint(option, index) + QSize(graphWidth(), 0);
}

void VersionGraph::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* row = m_model.at(index.row());
    if (row == nullptr)
        return;
    paintBackground(painter, option);
    const bool mirrored = option.direction == Qt::RightToLeft;
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    const auto& tokens = m_theme.tokens();
    const QRectF cell(option.rect);
    const auto x = [&](int lane) {
        const double along = space::small + laneWidth / 2.0 + std::min(lane, mostLanes) * laneWidth;
        return mirrored ? cell.right() - along : cell.left() + along;
    };
    const auto middle = cell.center().y();
    const QColor line = selected ? QColor(Qt::white) : tokens.secondary;
    const QColor edge = selected ? QColor(Qt::white) : tokens.link;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(option.rect);
    painter->setPen(QPen(line, stroke));
    painter->drawLine(QPointF(x(0), row->first ? middle : cell.top()),
                      QPointF(x(0), row->last ? middle : cell.bottom()));
    painter->setPen(QPen(edge, stroke, Qt::DashLine));
    for (const auto& part : row->edges) {
        const double at = x(part.lane);
        QPainterPath path;
        if (part.part == GraphEdge::Part::Leaves) {
            path.moveTo(x(0), middle);
            path.quadTo(at, middle, at, cell.bottom());
        } else if (part.part == GraphEdge::Part::Ends) {
            path.moveTo(at, cell.top());
            path.quadTo(at, middle, x(0), middle);
        } else {
            path.moveTo(at, cell.top());
            path.lineTo(at, cell.bottom());
        }
        painter->drawPath(path);
    }
    const bool labelled = !row->labels.isEmpty();
    painter->setPen(QPen(selected ? QColor(Qt::white) : labelled ? tokens.link : tokens.secondary, stroke));
    painter->setBrush(labelled ? (selected ? QColor(Qt::white) : tokens.link)
                               : (selected ? tokens.accent : tokens.base));
    painter->drawEllipse(QPointF(x(0), middle), dot, dot);
    painter->setPen(selected ? QColor(Qt::white) : tokens.text);
    const int before = graphWidth();
    const auto place = mirrored ? option.rect.adjusted(0, 0, -before, 0) : option.rect.adjusted(before, 0, 0, 0);
    painter->setFont(option.font);
    painter->drawText(place, Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft), index.data().toString());
    painter->restore();
    paintFocus(painter, option);
}

} // namespace gatehouse::ui
