// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/json_tree.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

namespace gatehouse::ui {
namespace {

constexpr qsizetype longestCell = 2'000; // characters; the raw text has all of them

} // namespace

JsonTree::JsonTree(QObject* parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}

JsonTree::~JsonTree() = default;

void JsonTree::show(const QJsonValue& root) {
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_root->value = root;
    open(*m_root);
    endResetModel();
}

void JsonTree::open(Node& node) {
    if (std::exchange(node.opened, true))
        return;
    const auto add = [&node](const QString& name, const QJsonValue& value) {
        auto child = std::make_unique<Node>();
        child->name = name;
        child->value = value;
        child->parent = &node;
        child->row = static_cast<int>(node.children.size());
        node.children.push_back(std::move(child));
    };
    if (node.value.isObject()) {
        const auto object = node.value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            add(it.key(), it.value());
    } else if (node.value.isArray()) {
        int number = 0;
        for (const auto& value : node.value.toArray())
            add(QString::number(number++), value);
    }
}

JsonTree::Node* JsonTree::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex JsonTree::index(int row, int column, const QModelIndex& parent) const {
    Node* node = nodeOf(parent);
    open(*node);
    if (row < 0 || column < 0 || column >= ColumnCount || row >= static_cast<int>(node->children.size()))
        return {};
    return createIndex(row, column, node->children[static_cast<std::size_t>(row)].get());
}

QModelIndex JsonTree::parent(const QModelIndex& index) const {
    Node* parent = index.isValid() ? nodeOf(index)->parent : nullptr;
    return parent == nullptr || parent == m_root.get() ? QModelIndex() : createIndex(parent->row, 0, parent);
}

int JsonTree::rowCount(const QModelIndex& parent) const {
    if (parent.column() > 0)
        return 0;
    Node* node = nodeOf(parent);
    open(*node);
    return static_cast<int>(node->children.size());
}

int JsonTree::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

QString JsonTree::textOf(const QJsonValue& value) {
    switch (value.type()) {
    case QJsonValue::Object:
        return tr("{%n members}", nullptr, static_cast<int>(value.toObject().size()));
    case QJsonValue::Array:
        return tr("[%n items]", nullptr, static_cast<int>(value.toArray().size()));
    case QJsonValue::String:
        return value.toString().left(longestCell);
    case QJsonValue::Null:
        return QStringLiteral("null");
    default:
        return value.toVariant().toString();
    }
}

QVariant JsonTree::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const Node& node = *nodeOf(index);
    return index.column() == Name ? node.name : textOf(node.value);
}

QVariant JsonTree::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : tr("Value");
}

} // namespace gatehouse::ui
