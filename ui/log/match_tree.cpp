// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/match_tree.h"

#include "ui/log/fate_words.h"

#include <QBrush>

namespace gatehouse::ui {
namespace {

constexpr int tintAlpha = 30; // of 255, over the table's ground: the text keeps its contrast

// Of a group only its own fate is told; that of its members is theirs.
bool isMarked(const MatchNode& node) {
    return !node.isGroup || node.loss >= 0 || node.fate != Fate::Kept;
}

} // namespace

MatchTree::MatchTree(const Theme& theme, QObject* parent) : QAbstractItemModel(parent), m_theme(theme) {
    connect(&theme, &Theme::changed, this, [this] { Q_EMIT layoutChanged(); });
}

void MatchTree::show(const MatchSide* side) {
    beginResetModel();
    m_side = side;
    endResetModel();
}

QModelIndex MatchTree::indexOf(int node, int column) const {
    if (m_side == nullptr || node <= 0 || node >= static_cast<int>(m_side->size()))
        return {};
    return createIndex(at(node).row, column, static_cast<quintptr>(node));
}

QModelIndex MatchTree::index(int row, int column, const QModelIndex& parent) const {
    if (m_side == nullptr || m_side->empty() || row < 0 || column < 0 || column >= ColumnCount)
        return {};
    const auto& children = at(nodeAt(parent)).children;
    if (row >= static_cast<int>(children.size()))
        return {};
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<std::size_t>(row)]));
}

QModelIndex MatchTree::parent(const QModelIndex& index) const {
    return index.isValid() ? indexOf(at(nodeAt(index)).parent) : QModelIndex();
}

int MatchTree::rowCount(const QModelIndex& parent) const {
    if (m_side == nullptr || m_side->empty() || parent.column() > 0)
        return 0;
    return at(nodeAt(parent)).members();
}

int MatchTree::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QString MatchTree::becameText(const MatchNode& node) const {
    if (!isMarked(node))
        return belowText(node.below);
    return QString(signOf(node.fate) + u' ' + wordOf(node.fate));
}

QString MatchTree::textAt(const MatchNode& node, int column) const {
    switch (column) {
    case Name: {
        return isMarked(node) ? QString(signOf(node.fate) + QStringLiteral("  ") + node.name) : node.name;
    }
    case Value:
        if (node.isGroup)
            return node.isObject ? tr("{%n member(s)}", nullptr, node.members())
                                 : tr("[%n item(s)]", nullptr, node.members());
        return node.text;
    default:
        return becameText(node);
    }
}

QVariant MatchTree::background(const MatchNode& node) const {
    if (node.fate == Fate::Kept)
        return {};
    auto tint = m_theme.color(toneOf(node.fate));
    tint.setAlpha(tintAlpha);
    return QBrush(tint);
}

QVariant MatchTree::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const auto& node = at(nodeAt(index));
    switch (role) {
    case Qt::DisplayRole:
        return textAt(node, index.column());
    case Qt::ToolTipRole:
        return node.detail.isEmpty() ? textAt(node, index.column()) : node.detail;
    case Qt::AccessibleTextRole: {
        const QString what = textAt(node, index.column());
        return index.column() == Name && isMarked(node)
                   ? tr("%1, %2", "field, what became of it").arg(node.name, wordOf(node.fate))
                   : what;
    }
    case Qt::AccessibleDescriptionRole:
        return node.detail;
    case Qt::ForegroundRole:
        if (isMarked(node) && index.column() != Value)
            return QBrush(m_theme.color(toneOf(node.fate)));
        return {};
    case Qt::BackgroundRole:
        return background(node);
    default:
        return {};
    }
}

QVariant MatchTree::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Value:
        return tr("Value");
    default:
        return tr("What became of it");
    }
}

} // namespace gatehouse::ui
