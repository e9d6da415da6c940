// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/console_options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

namespace gatehouse::app {
namespace {

constexpr int wrongUsage = 2;
constexpr int longestProfile = 64;

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(main)
};

bool isPlain(const QString& name) {
    return name.size() <= longestProfile && std::all_of(name.begin(), name.end(), [](QChar c) {
               return (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'.' || c == u'_' || c == u'-';
           });
}

ReadOptions wrong(const QString& sentence) {
    return {std::nullopt, QString(QStringLiteral("gatehouse: ") + sentence + u'\n'), wrongUsage};
}

// The folder in which this was started, for it may be handed to a program that was started elsewhere.
QString absolute(const QString& file) {
    return file.isEmpty() ? file : QFileInfo(file).absoluteFilePath();
}

} // namespace

ReadOptions readOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(Words::tr("An AI gateway that a person can own."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, Words::tr("Show the options."));
    const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")}, Words::tr("Show the version."));
    const QCommandLineOption profile(QStringLiteral("profile"),
                                     Words::tr("Use the profile NAME, with its own store and settings."),
                                     QStringLiteral("NAME"));
    const QCommandLineOption connection(
        QStringLiteral("connect"), Words::tr("Connect to the gateway that was saved as NAME."), QStringLiteral("NAME"));
    const QCommandLineOption view(QStringLiteral("view"), Words::tr("Open the view NAME, such as overview or log."),
                                  QStringLiteral("NAME"));
    const QCommandLineOption pause(QStringLiteral("pause"), Words::tr("Pause the gateway: new calls are refused."));
    const QCommandLineOption minimized(QStringLiteral("minimized"),
                                       Words::tr("Start without showing the window, where there is a tray."));
    const QCommandLineOption importing(QStringLiteral("import"),
                                       Words::tr("Show what FILE would change, before anything changes."),
                                       QStringLiteral("FILE"));
    const QCommandLineOption exporting(QStringLiteral("export"),
                                       Words::tr("Write the configuration to FILE, without secrets."),
                                       QStringLiteral("FILE"));
    parser.addOptions({help, version, profile, connection, view, pause, minimized, importing, exporting});
    parser.addPositionalArgument(QStringLiteral("link"),
                                 Words::tr("A gatehouse: address. It fills in a form and changes nothing by itself."),
                                 QStringLiteral("[LINK]"));
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    if (parser.isSet(help))
        return {std::nullopt, parser.helpText(), 0};
    if (parser.isSet(version))
        return {std::nullopt, QStringLiteral("Gatehouse %1\n").arg(QCoreApplication::applicationVersion()), 0};
    ConsoleOptions options;
    options.profile = parser.value(profile);
    options.connection = parser.value(connection);
    options.view = parser.value(view);
    options.importFile = absolute(parser.value(importing));
    options.exportFile = absolute(parser.value(exporting));
    options.pause = parser.isSet(pause);
    options.minimized = parser.isSet(minimized);
    if (!isPlain(options.profile))
        return wrong(Words::tr("--profile takes letters, digits, '.', '_' and '-' only."));
    const auto links = parser.positionalArguments();
    if (links.size() > 1)
        return wrong(Words::tr("Only one link is taken."));
    if (!links.isEmpty() && !links.first().startsWith(QLatin1String("gatehouse:"), Qt::CaseInsensitive))
        return wrong(Words::tr("%1 is no gatehouse: address.").arg(links.first()));
    options.link = links.value(0);
    return {options, {}, 0};
}

} // namespace gatehouse::app
