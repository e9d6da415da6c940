// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/support/test_console.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <type_traits>

namespace gatehouse::ui {

// One view before a gateway, and hands for it: what a person clicks, types and reads.
template <typename Page>
struct ShownView : TestConsole {
    explicit ShownView(const GatewayAddress& address, QSize size = QSize(1200, 640)) : view(console) {
        view.resize(size);
        toast->attachTo(&view);
        view.show();
        client.connectTo(address);
    }

    // Where pages share a name, the one that is seen.
    template <typename Widget>
    Widget* find(const char* name) {
        const auto all = view.template findChildren<Widget*>(QLatin1String(name));
        if constexpr (std::is_base_of_v<QWidget, Widget>) {
            for (auto* widget : all) {
                if (widget->isVisibleTo(&view))
                    return widget;
            }
        }
        return all.isEmpty() ? nullptr : all.first();
    }
    void press(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    // The dialog of that name that is open now; null: none.
    QDialog* dialog(const char* name) const {
        for (auto* widget : QApplication::topLevelWidgets()) {
            if (widget->isVisible() && widget->objectName() == QLatin1String(name))
                return qobject_cast<QDialog*>(widget);
        }
        return nullptr;
    }
    static void type(QDialog* in, const char* field, const QString& text) {
        auto* edit = in->findChild<QLineEdit*>(QLatin1String(field));
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    // As a person does: the choice is activated too.
    static void choose(QDialog* in, const char* field, const QVariant& data) {
        auto* box = in->findChild<QComboBox*>(QLatin1String(field));
        box->setCurrentIndex(box->findData(data));
        Q_EMIT box->activated(box->currentIndex());
    }
    static void save(QDialog* dialog) {
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("dialogVerb")), Qt::LeftButton);
    }
    static QString fault(QDialog* dialog, const char* field) {
        return dialog->findChild<QLabel*>(QLatin1String(field))->text();
    }
    QString confirmIt() {
        QDialog* asked = dialog("confirmDialog");
        const QLabel* impact = asked->findChild<QLabel*>(QStringLiteral("confirmImpact"));
        const QString told = impact == nullptr ? QString() : impact->text();
        QTest::mouseClick(asked->findChild<QPushButton*>(QStringLiteral("confirmVerb")), Qt::LeftButton);
        return told;
    }
    // What stands in "column" of the row whose "by" column says "text"; empty: no such row.
    QString cell(const char* table, const QString& text, int column, int by = 0) {
        TableView* rows = find<TableView>(table);
        for (int row = 0; row < rows->shownRows(); ++row) {
            if (rows->model()->index(row, by).data().toString() == text)
                return rows->model()->index(row, column).data().toString();
        }
        return {};
    }
    bool select(const char* table, const QString& text, int by = 0) {
        TableView* rows = find<TableView>(table);
        for (int row = 0; row < rows->shownRows(); ++row) {
            if (rows->model()->index(row, by).data().toString() == text) {
                rows->selectRow(row);
                return true;
            }
        }
        return false;
    }

    Page view;
};

} // namespace gatehouse::ui
