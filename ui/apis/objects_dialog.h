// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/widgets/console.h"

#include <QDialog>
#include <QList>
#include <functional>

class QLabel;
class QPushButton;
class QStackedWidget;
class QStandardItem;
class QStandardItemModel;
class QVBoxLayout;

namespace gatehouse::ui {

class NoticePanel;
class TableView;

// All objects of one kind in a table, with buttons to add, edit and delete: for kinds that need no page of their own.
// Its parts begin with the kind's name: "plansTable", "plansAdd", "plansEdit", "plansDelete". Shown with open(),
// deletes itself.
class ObjectsDialog : public QDialog {
    Q_OBJECT

protected:
    struct Words {
        QString kind; // "plans": path and object names
        QString title;
        QString icon;
        QString empty;
        QString add;
        QStringList headers;
        QList<int> widths;
    };

    ObjectsDialog(Console& console, Words words, QWidget* parent);

    virtual QList<QStandardItem*> rowOf(const QJsonObject& object) = 0;
    virtual void add() = 0;
    virtual void edit(const QJsonObject& object) = 0;
    virtual QString deleteText(const QJsonObject& object) const = 0;
    // A further button, which is possible while one object is selected.
    void addButton(const char* name, const QString& text, std::function<void(const QJsonObject&)> pressed);
    void setDetails(QWidget* widget); // below the table
    virtual void selectionChanged(const QJsonObject&) {}
    void begin(); // the last thing that a derived constructor does
    void tell(const QString& sentence);
    const ResourceList& list() const { return m_list; }

    Console& m_console;

private:
    void fill();
    void showPossible();
    QJsonObject selected() const;
    void remove();

    Words m_words;
    ResourceList m_list;
    QStandardItemModel* m_model;
    TableView* m_table;
    NoticePanel* m_notice;
    QStackedWidget* m_pages;
    QVBoxLayout* m_content;
    QLabel* m_outcome;
    QWidget* m_bar;
    QList<QPushButton*> m_ofOne;
};

// A cell that sorts by a raw value.
QStandardItem* cellOf(const QString& text, const QVariant& sorted = {});

} // namespace gatehouse::ui
