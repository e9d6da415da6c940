// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QVector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace gatehouse::ui {

class OwnGateway;
class SettingsPage;

// A page, as the program's search knows it before the view is made.
struct SettingsPlace {
    QString id; // for open()
    QString title;
    QString words; // to find it by besides
};

// All settings of the console and of the gateway that it shows, page by page, found by search.
class SettingsView : public View {
    Q_OBJECT

public:
    // own: the console's own gateway; null where it has none.
    SettingsView(Console& console, OwnGateway* own);

    static QVector<SettingsPlace> places(); // in their order

    void refresh() override;
    void focusFilter() override;
    void open(const QString& page) override; // its id: "privacy"
    QString state() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addPages(OwnGateway* own);
    QWidget* makeSide();
    QWidget* makeContent();
    void search(const QString& text);
    void showPage(int index);
    void askReset();
    SettingsPage* shownPage() const;

    Console& m_console;
    QVector<SettingsPage*> m_pages;
    QLineEdit* m_search = nullptr;
    QListWidget* m_list = nullptr;
    QLabel* m_nothing = nullptr;
    QLabel* m_title = nullptr;
    QPushButton* m_reset = nullptr;
    QStackedWidget* m_stack = nullptr;
};

} // namespace gatehouse::ui
