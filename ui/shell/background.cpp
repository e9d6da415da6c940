// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/background.h"

#include "ui/models/desktop_habits.h"
#include "ui/shell/drain_dialog.h"
#include "ui/shell/route_switch.h"
#include "ui/shell/tray.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <utility>

namespace gatehouse::ui {
namespace {

const QString toldKey = QStringLiteral("desktop/told_of_tray");

} // namespace

Background::Background(Console& console, MainWindow& window, GatewayHost host, QObject* parent)
    : QObject(parent), m_console(console), m_window(window), m_host(std::move(host)),
      m_routes(new RouteSwitch(console.client, console.changes, &window)) {
    window.menu(MainWindow::Menu::Gateway).addMenu(m_routes->menu());
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_tray = std::make_unique<Tray>(console.theme, window, *m_routes, nullptr);
        connect(m_tray.get(), &Tray::quitAsked, this, &Background::quitAsked);
    }
    // At the end of the session nobody may be asked anything.
    connect(qApp, &QGuiApplication::commitDataRequest, &window, [&window] { window.setCloseHandler({}); });
    window.setCloseHandler([this] { closeAsked(); });
    window.setQuitHandler([this] { quitAsked(); });
}

Background::~Background() = default;

void Background::begin(bool minimized) {
    const bool wanted = !minimized && opensWindowAtStart();
    if (wanted)
        m_window.show();
    else if (!hasTray())
        m_window.showMinimized();
}

void Background::closeAsked() {
    if (m_ending)
        return;
    if (hasTray() && closesToTray())
        hideToTray();
    else if (!hasTray() && m_host.servesHere())
        askWhatThen();
    else
        quitAsked();
}

void Background::hideToTray() {
    m_window.hide();
    if (QSettings().value(toldKey).toBool())
        return;
    QSettings().setValue(toldKey, true);
    m_tray->say(tr("Gatehouse keeps running"), tr("Its icon in the tray opens the window again, and quits it."));
}

// There is nothing to come back from, so the person decides what becomes of the gateway.
void Background::askWhatThen() {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Close Gatehouse"),
                                tr("The gateway runs in this window.\n\nPrograms that use it get no answer once it "
                                   "has stopped."),
                                QMessageBox::NoButton, &m_window);
    box->setObjectName(QStringLiteral("closeQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    QPushButton* keep = nullptr;
    if (m_host.hasUserService()) {
        keep = box->addButton(tr("Keep the gateway running"), QMessageBox::AcceptRole);
        keep->setObjectName(QStringLiteral("closeKeep"));
        connect(keep, &QPushButton::clicked, this, [this] { drain([this] { endAndHandOver(); }); });
    }
    auto* quit = box->addButton(tr("Quit"), QMessageBox::DestructiveRole);
    quit->setObjectName(QStringLiteral("closeQuit"));
    connect(quit, &QPushButton::clicked, this, &Background::quitAsked);
    auto* cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(keep != nullptr ? keep : qobject_cast<QPushButton*>(cancel));
    box->setEscapeButton(cancel);
    box->open();
}

void Background::quitAsked() {
    if (!m_ending)
        drain([this] { end(); });
}

void Background::drain(std::function<void()> then) {
    auto& watch = m_window.gatewayWatch();
    if (!m_host.servesHere() || !watch.isConnected()) {
        then();
        return;
    }
    // How many run now, rather than at the last look.
    m_console.client.get(QStringLiteral("/status"), {}, this,
                         [this, &watch, then = std::move(then)](const Reply& reply) {
                             const auto counters = reply.object().value(QLatin1String("counters")).toObject();
                             if (!reply.ok() || counters.value(QLatin1String("calls_running")).toInt() == 0) {
                                 then();
                                 return;
                             }
                             watch.look();
                             m_window.raiseToFront();
                             auto* dialog = new DrainDialog(watch, &m_window);
                             connect(dialog, &DrainDialog::drained, this, then);
                             dialog->open();
                         });
}

void Background::end() {
    if (std::exchange(m_ending, true))
        return;
    m_window.leave();
    m_host.stop([this] { Q_EMIT ended(); });
}

void Background::endAndHandOver() {
    if (std::exchange(m_ending, true))
        return;
    m_window.leave();
    m_host.stop([this] { m_host.handOver([this] { Q_EMIT ended(); }); });
}

} // namespace gatehouse::ui
