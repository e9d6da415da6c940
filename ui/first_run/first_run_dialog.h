// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/first_run/preparation.h"
#include "ui/widgets/console.h"

#include <QDialog>
#include <QUrl>
#include <functional>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace gatehouse::ui {

class StartPage;
class TryPage;

// From nothing to the first streamed call, on three pages and without typing. Can be skipped, and opened again. Shown
// with open(); deletes itself. UI thread.
class FirstRunDialog : public QDialog {
    Q_OBJECT

public:
    FirstRunDialog(Console& console, QWidget* parent);

    // Opens the dialog in which another gateway is connected to; where none is given that way is not offered. Once the
    // client is connected to another gateway, the first run is over.
    void setConnect(std::function<void(QWidget* parent)> connectElsewhere);
    // The embedded gateway could not start: shown on page two. "port" is the one that it wanted.
    void gatewayFailed(const QString& code, const QString& sentence, quint16 port);
    int page() const;

Q_SIGNALS:
    // Restart the embedded gateway on these ports and keep to them.
    void portsChosen(quint16 gateway, quint16 admin);
    // Leads to a view, with what it shall show.
    void goTo(const QString& view, const QString& argument);

private:
    QWidget* makeTop();
    QWidget* makeFoot();
    void turnTo(int page);
    void leaveFor(const QString& view, const QString& argument);
    void import();

    Console& m_console;
    Preparation m_preparation;
    std::function<void(QWidget*)> m_connect;
    QUrl m_gatewayBefore;
    bool m_asksElsewhere = false;
    QLabel* m_step;
    QLabel* m_title;
    QStackedWidget* m_pages;
    StartPage* m_start;
    TryPage* m_try;
    QPushButton* m_skip;
    QPushButton* m_back;
    QPushButton* m_next;
    QPushButton* m_client;
    QPushButton* m_provider;
    QPushButton* m_done;
};

// Whether this profile has never been set up. Kept in the settings; false once the dialog was opened and left.
bool isFirstRunDue();

} // namespace gatehouse::ui
