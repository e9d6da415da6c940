// SPDX-License-Identifier: GPL-3.0-or-later
// The console: a window, and a gateway in the background of the same process.
#include "app/gatehouse/console_options.h"
#include "app/gatehouse/key_helper.h"
#include "app/gatehouse/program.h"
#include "app/gatehouse/single_instance.h"
#include "core/http/server/server.h"
#include "ui/language/language.h"
#include "ui/shell/stall_watch.h"
#include "ui/theme/scale.h"

#include <QApplication>
#include <QSettings>
#include <cstdio>
#include <cstring>
#include <optional>

namespace {

using namespace gatehouse;

#ifdef NDEBUG
using Application = QApplication;
struct Watch {
    explicit Watch(const Application&) {}
};
#else
using Application = ui::MeteredApplication;
using Watch = ui::StallWatch;
#endif

QStringList argumentsOf(int count, char** words) {
    QStringList arguments;
    for (int i = 0; i < count; ++i)
        arguments.append(QString::fromLocal8Bit(words[i]));
    return arguments;
}

void nameProgram(const QString& profile) {
    QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse"));
    QCoreApplication::setApplicationName(profile.isEmpty() ? QStringLiteral("Gatehouse")
                                                           : QString(QStringLiteral("Gatehouse-") + profile));
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.gatehouse.Gatehouse"));
}

int tell(const app::ReadOptions& read) {
    std::fputs(read.text.toLocal8Bit().constData(), read.exitCode == 0 ? stdout : stderr);
    return read.exitCode;
}

// --help and --version work where there is no display.
bool asksForText(int count, char** words) {
    for (int i = 1; i < count; ++i) {
        for (const char* word : {"--help", "--version", "-h", "-v"}) {
            if (std::strcmp(words[i], word) == 0)
                return true;
        }
    }
    return false;
}

} // namespace

int main(int count, char** words) {
    if (const auto done = app::runKeyHelper(count, words))
        return *done;
    nameProgram({});
    std::optional<QCoreApplication> terminal;
    if (asksForText(count, words)) {
        terminal.emplace(count, words);
        return tell(app::readOptions(argumentsOf(count, words)));
    }
    ui::applyScale();
    Application application(count, words);
    const auto read = app::readOptions(QCoreApplication::arguments());
    if (!read.options)
        return tell(read);
    nameProgram(read.options->profile);
    app::SingleInstance instance(read.options->profile);
    if (!instance.claim()) {
        if (instance.handOver(QCoreApplication::arguments()))
            return 0;
        std::fputs("gatehouse: another console runs with this profile and does not answer. End it, then try again.\n",
                   stderr);
        return 1;
    }
    (void)http::raiseDescriptorLimit();
    ui::Language language(application);
    language.speak(QSettings().value(QStringLiteral("appearance/language")).toString());
    app::Program program(application, *read.options);
    QObject::connect(&instance, &app::SingleInstance::arrived, &program, &app::Program::takeOver);
    program.begin();
    const Watch watch(application);
    return QApplication::exec();
}
