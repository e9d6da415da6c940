// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/program.h"

#include "app/engine/data_folder.h"
#include "app/gatehouse/views.h"
#include "ui/changes/conflict_prompt.h"
#include "ui/changes/history_dialog.h"
#include "ui/changes/review_bar.h"
#include "ui/changes/trash_dialog.h"
#include "ui/connections/connection_dialog.h"
#include "ui/connections/connections_menu.h"
#include "ui/theme/program_icon.h"
#include "ui/transfer/export.h"
#include "ui/transfer/import_dialog.h"

#include <QSettings>
#include <QUrl>
#include <QUrlQuery>
#include <algorithm>
#include <utility>

namespace gatehouse::app {
namespace {

// A profile has a data folder and settings of its own; the nameless one is the daemon's too.
std::string folderOf(const QString& profile) {
    const auto base = DataFolder::defaultPath();
    return profile.isEmpty() ? base : base + "-" + profile.toStdString();
}

EmbeddedOptions embeddedOptions(const QString& profile) {
    EmbeddedOptions options;
    options.dataFolder = folderOf(profile);
    const auto settings = ui::OwnGateway::load();
    options.gatewayPort = settings.gatewayPort;
    options.adminPort = settings.adminPort;
    if (auto network = ui::networkOf(settings))
        options.network = std::move(*network);
    return options;
}

} // namespace

Program::Program(QApplication& application, const ConsoleOptions& options)
    : m_options(options), m_embedded(embeddedOptions(options.profile)), m_theme(application), m_changes(m_client),
      m_key(m_client),
      m_toast(new ui::Toast(m_theme)), m_console{m_theme, m_client, m_changes, m_range, *m_toast, m_key},
      m_window(m_console, makeViews(m_console, &m_own)), m_connections(m_console),
      m_signals([this](int) { onSignal(); }) {
    connect(&m_scheme, &ui::SystemScheme::darkChanged, &m_theme, &ui::Theme::setSystemDark);
    QApplication::setWindowIcon(ui::programIcon());
    m_toast->attachTo(&m_window);
    m_window.addStrip(new ui::ReviewBar(m_console));
    new ui::ConflictPrompt(m_console, &m_window);
    addCommands();
    connectGateway();
    m_background.emplace(m_console, m_window, host());
    connect(&*m_background, &ui::Background::ended, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    QApplication::setQuitOnLastWindowClosed(false);
}

Program::~Program() = default;

ui::GatewayHost Program::host() {
    ui::GatewayHost host;
    host.servesHere = [this] { return m_gateway.isServing(); };
    host.stop = [this](std::function<void()> done) {
        connect(&m_gateway, &EmbeddedGateway::stopped, this, std::move(done));
        m_gateway.stop();
    };
    // The service serves the profile without a name.
    host.hasUserService = [this] { return m_options.profile.isEmpty() && m_service.isInstalled(); };
    host.handOver = [this](const std::function<void()>& done) { m_service.start([done](bool) { done(); }); };
    return host;
}

void Program::addCommands() {
    using Menu = ui::MainWindow::Menu;
    m_window.addSeparator(Menu::File);
    m_window.addCommand(Menu::File, QStringLiteral("actionImport"), tr("&Import…"), {}, {}, [this] { openImport({}); });
    m_window.addCommand(Menu::File, QStringLiteral("actionExportConfiguration"), tr("E&xport the configuration…"),
                        QStringLiteral("download"), {}, [this] { ui::chooseExport(m_console, &m_window); });
    m_window.addSeparator(Menu::Edit);
    m_window.addCommand(Menu::Edit, QStringLiteral("actionReviewChanges"), tr("Re&view changes…"),
                        QStringLiteral("git-compare"), {}, [this] {
                            if (m_changes.waiting().isEmpty())
                                m_toast->say(tr("No change waits for review."));
                            else
                                m_window.findChild<ui::ReviewBar*>()->openReview();
                        });
    m_window.addCommand(Menu::Edit, QStringLiteral("actionHistory"), tr("&History of changes…"),
                        QStringLiteral("history"), {},
                        [this] { (new ui::HistoryDialog(m_console, &m_window))->open(); });
    m_window.addCommand(Menu::Edit, QStringLiteral("actionTrash"), tr("&Trash…"), QStringLiteral("trash"), {},
                        [this] { (new ui::TrashDialog(m_console, &m_window))->open(); });
    m_window.addCommand(Menu::Help, QStringLiteral("actionFirstRun"), tr("&First steps"), {}, {},
                        [this] { openFirstRun(); });
}

void Program::connectGateway() {
    connect(&m_gateway, &EmbeddedGateway::ready, this, &Program::onReady);
    connect(&m_gateway, &EmbeddedGateway::failed, this, &Program::onFailed);
    connect(&m_own, &ui::OwnGateway::restartAsked, this, [this] {
        m_embedded = embeddedOptions(m_options.profile);
        m_gateway.start(m_embedded);
    });
    m_window.setConnectionMenu(new ui::ConnectionsMenu(m_connections, &m_window));
    connect(&m_connections, &ui::Connections::currentChanged, this,
            [this] { m_window.setConnectionBand(m_connections.bandColor()); });
}

void Program::begin() {
    m_background->begin(m_options.minimized);
    m_gateway.start(m_embedded);
    if (m_window.isVisible() && ui::isFirstRunDue() && m_options.importFile.isEmpty() && m_options.link.isEmpty())
        openFirstRun();
    carryOut(m_options);
}

void Program::onReady(const ui::GatewayAddress& address) {
    m_window.hideTrouble();
    m_own.setServing(m_gateway.isServing());
    m_connections.setEmbedded(address);
}

void Program::onFailed(const QString& code, const QString& sentence) {
    m_own.setServing(false);
    Q_EMIT m_own.failed(sentence);
    if (m_firstRun != nullptr) {
        m_firstRun->gatewayFailed(code, sentence, m_embedded.gatewayPort);
        return;
    }
    if (code != QLatin1String("cannot_bind")) {
        m_window.showTrouble(sentence, tr("Try again"), [this] { m_gateway.start(m_embedded); });
        return;
    }
    m_window.showTrouble(sentence, tr("Use free ports this time"), [this] {
        auto free = m_embedded;
        free.gatewayPort = 0;
        free.adminPort = 0;
        m_gateway.start(free);
    });
}

void Program::startOn(quint16 gateway, quint16 admin) {
    auto settings = ui::OwnGateway::load();
    settings.gatewayPort = gateway;
    settings.adminPort = admin;
    ui::OwnGateway::store(settings);
    m_own.restart();
}

// SIGTERM and its like: as Quit; a second one at once.
void Program::onSignal() {
    if (std::exchange(m_asked, true))
        QCoreApplication::quit();
    else
        m_background->quitAsked();
}

void Program::takeOver(const QStringList& arguments) {
    const auto read = readOptions(arguments);
    if (!read.options)
        return;
    if (!read.options->minimized)
        m_window.raiseToFront();
    carryOut(*read.options);
}

void Program::carryOut(const ConsoleOptions& options) {
    if (!options.connection.isEmpty())
        connectTo(options.connection);
    if (!options.view.isEmpty())
        m_window.openView(options.view);
    if (options.pause)
        whenConnected([this] { m_window.gatewayWatch().setPaused(true); });
    if (!options.importFile.isEmpty())
        whenConnected([this, file = options.importFile] { openImport(file); });
    if (!options.exportFile.isEmpty())
        whenConnected([this, file = options.exportFile] { ui::exportConfiguration(m_console, &m_window, file); });
    if (!options.link.isEmpty())
        openLink(options.link);
}

void Program::connectTo(const QString& name) {
    const auto& remotes = m_connections.remotes();
    const auto found = std::find_if(remotes.begin(), remotes.end(),
                                    [&name](const ui::Connection& remote) { return remote.name == name; });
    if (found != remotes.end())
        m_connections.choose(found->id);
    else
        m_toast->say(tr("No gateway is saved as %1. Add it under Gateway, Connections.").arg(name));
}

void Program::whenConnected(std::function<void()> todo) {
    if (m_client.state() == ui::GatewayClient::State::Connected) {
        todo();
        return;
    }
    auto* once = new QObject(this);
    connect(&m_client, &ui::GatewayClient::stateChanged, once, [once, todo](ui::GatewayClient::State state) {
        if (state != ui::GatewayClient::State::Connected)
            return;
        once->deleteLater();
        once->disconnect();
        todo();
    });
}

void Program::openImport(const QString& file) {
    m_window.raiseToFront();
    auto* dialog = new ui::ImportDialog(m_console, &m_window);
    dialog->open();
    if (!file.isEmpty())
        dialog->openFile(file);
}

void Program::openFirstRun() {
    if (m_firstRun != nullptr) {
        m_firstRun->raise();
        return;
    }
    m_firstRun = new ui::FirstRunDialog(m_console, &m_window);
    connect(m_firstRun, &ui::FirstRunDialog::portsChosen, this, &Program::startOn);
    connect(m_firstRun, &ui::FirstRunDialog::goTo, &m_window, &ui::MainWindow::openView);
    m_firstRun->setConnect([this](QWidget* parent) { ui::openConnectionDialog(m_connections, {}, {}, parent); });
    m_firstRun->open();
}

// gatehouse:VIEW?argument=… opens a view with what it shall show. A view never changes anything by that.
void Program::openLink(const QString& link) {
    const QUrl url(link, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QLatin1String("gatehouse"))
        return;
    const QString view = QString(url.host().isEmpty() ? url.path() : url.host()).remove(u'/');
    const QString argument = QUrlQuery(url).queryItemValue(QStringLiteral("argument"), QUrl::FullyDecoded);
    m_window.openView(view, argument);
}

} // namespace gatehouse::app
