// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QVector>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace gatehouse::ui {

class ModelBook;
class TargetRow;

// The targets of a route that is edited, in their order.
class TargetList : public QWidget {
    Q_OBJECT

public:
    TargetList(const Theme& theme, ModelBook& book, QWidget* parent = nullptr);

    void show(const QJsonArray& targets);
    QJsonArray value() const;
    void setWeighted(bool weighted);
    // What others may refer to: of each target its name, or where it has none, provider and model.
    QStringList shownNames() const;
    // How the configuration refers to the target that is shown so; it gets a name where another one is shown alike.
    // Empty: there is none.
    QString nameFor(const QString& shown);
    QString fault() const; // of the first row that has one
    const QVector<TargetRow*>& rows() const { return m_rows; }

Q_SIGNALS:
    void edited();
    void renamed(const QString& before, const QString& after);

private:
    TargetRow* add(const QJsonObject& target);
    void move(TargetRow* row, int by);
    void place();

    const Theme& m_theme;
    ModelBook& m_book;
    QVBoxLayout* m_layout;
    QPushButton* m_add;
    QVector<TargetRow*> m_rows;
    bool m_weighted = false;
};

} // namespace gatehouse::ui
