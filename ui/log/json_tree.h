// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QJsonValue>
#include <memory>
#include <vector>

namespace gatehouse::ui {

// A JSON value as a tree of names and values. Children are made as they are looked at, so that a large body opens at
// once.
class JsonTree : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Name, Value, ColumnCount };

    explicit JsonTree(QObject* parent = nullptr);
    ~JsonTree() override;
    void show(const QJsonValue& root);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node {
        QString name;
        QJsonValue value;
        Node* parent = nullptr;
        int row = 0;
        bool opened = false; // the children are made
        std::vector<std::unique_ptr<Node>> children;
    };

    Node* nodeOf(const QModelIndex& index) const;
    static void open(Node& node);
    static QString textOf(const QJsonValue& value);

    std::unique_ptr<Node> m_root;
};

} // namespace gatehouse::ui
