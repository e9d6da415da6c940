// SPDX-License-Identifier: GPL-3.0-or-later
// The console: a window, and a gateway in the background of the same process.
#include "app/engine/data_folder.h"
#include "app/gatehouse/embedded_gateway.h"
#include "app/gatehouse/views.h"
#include "core/http/server/server.h"
#include "ui/client/gateway_client.h"
#include "ui/shell/main_window.h"
#include "ui/shell/system_scheme.h"
#include "ui/theme/theme.h"
#include "ui/widgets/console.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QRegularExpression>
#include <cstdio>

namespace {

using namespace gatehouse;

struct ConsoleOptions {
    app::EmbeddedOptions gateway;
    QString view;
};

// A profile has a data folder and settings of its own; the nameless one is the daemon's too.
std::string folderOf(const QString& profile) {
    const auto base = app::DataFolder::defaultPath();
    return profile.isEmpty() ? base : base + "-" + profile.toStdString();
}

ConsoleOptions readOptions(const QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "An AI gateway that a person can own."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(QStringLiteral("profile"),
                                     QApplication::translate("main", "Use the profile NAME, with its own store."),
                                     QStringLiteral("NAME"));
    const QCommandLineOption view(QStringLiteral("view"),
                                  QApplication::translate("main", "Open the view NAME: overview, log."),
                                  QStringLiteral("NAME"));
    parser.addOptions({profile, view});
    parser.process(application);
    const QString name = parser.value(profile);
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9._-]{0,64}$"));
    if (!plain.match(name).hasMatch()) {
        std::fputs("gatehouse: --profile takes letters, digits, '.', '_' and '-' only.\n", stderr);
        std::exit(2);
    }
    if (!name.isEmpty())
        QCoreApplication::setApplicationName(QStringLiteral("Gatehouse-") + name);
    ConsoleOptions options;
    options.gateway.dataFolder = folderOf(name);
    options.view = parser.value(view);
    return options;
}

} // namespace

int main(int count, char** words) {
    QApplication application(count, words);
    QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse"));
    QCoreApplication::setApplicationName(QStringLiteral("Gatehouse"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.gatehouse.Gatehouse"));
    const auto options = readOptions(application);
    (void)http::raiseDescriptorLimit();

    ui::Theme theme(application);
    ui::SystemScheme scheme;
    QObject::connect(&scheme, &ui::SystemScheme::darkChanged, &theme, &ui::Theme::setSystemDark);
    ui::GatewayClient client;
    ui::ChangeDesk changes(client);
    ui::TimeRange range;
    auto* toast = new ui::Toast(theme); // the window's, once it stands
    ui::Console console{theme, client, changes, range, *toast, key};
    ui::MainWindow window(console, app::makeViews(console));
    toast->attachTo(&window);
    ui::ConsoleKey key(client);
    if (!options.view.isEmpty())
        window.openView(options.view);

    app::EmbeddedGateway gateway;
    QObject::connect(&gateway, &app::EmbeddedGateway::ready, &client, [&](const ui::GatewayAddress& address) {
        window.hideTrouble();
        client.connectTo(address);
        window.openView(window.currentView());
    });
    QObject::connect(&gateway, &app::EmbeddedGateway::failed, &window,
                     [&](const QString& code, const QString& sentence) {
                         if (code != QLatin1String("cannot_bind")) {
                             window.showTrouble(sentence, QApplication::translate("main", "Try again"),
                                                [&] { gateway.start(options.gateway); });
                             return;
                         }
                         window.showTrouble(sentence, QApplication::translate("main", "Use free ports this time"), [&] {
                             auto free = options.gateway;
                             free.gatewayPort = 0;
                             free.adminPort = 0;
                             gateway.start(free);
                         });
                     });
    window.show();
    gateway.start(options.gateway);
    return QApplication::exec();
}
