// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/desktop_habits.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

namespace gatehouse::ui {
namespace {

const QString trayKey = QStringLiteral("desktop/close_to_tray");
const QString windowKey = QStringLiteral("desktop/open_window_at_start");

QString autostartFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/autostart");
}

QString autostartFile() {
    return autostartFolder() + QStringLiteral("/org.gatehouse.Gatehouse.desktop");
}

// Quoted as the Desktop Entry Specification wants the key Exec: ", `, $ and \ with a backslash inside of quotes, that
// backslash doubled once more because it stands in a string value; % doubled.
QByteArray quotedProgram(const QString& program) {
    QString quoted;
    for (const QChar c : program) {
        if (c == u'"' || c == u'`' || c == u'$' || c == u'\\')
            quoted += QLatin1String("\\\\");
        else if (c == u'%')
            quoted += u'%';
        quoted += c;
        if (c == u'\\')
            quoted += u'\\';
    }
    return QByteArray("\"" + quoted.toUtf8() + "\"");
}

QString cannotWrite(const QString& why) {
    return QCoreApplication::translate("DesktopHabits",
                                       "%1 cannot be written (%2). Make the folder writable, then try again.")
        .arg(autostartFile(), why);
}

} // namespace

bool closesToTray() {
    return QSettings().value(trayKey, true).toBool();
}

void setClosesToTray(bool on) {
    QSettings().setValue(trayKey, on);
}

bool opensWindowAtStart() {
    return QSettings().value(windowKey, true).toBool();
}

void setOpensWindowAtStart(bool on) {
    QSettings().setValue(windowKey, on);
}

bool startsAtLogin() {
    return QFile::exists(autostartFile());
}

QString setStartsAtLogin(bool on, const QString& program) {
    if (!on) {
        QFile file(autostartFile());
        return !file.exists() || file.remove() ? QString() : cannotWrite(file.errorString());
    }
    QDir().mkpath(autostartFolder());
    QSaveFile file(autostartFile());
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(file.errorString());
    file.write("[Desktop Entry]\nType=Application\nName=Gatehouse\nIcon=org.gatehouse.Gatehouse\nExec=" +
               quotedProgram(program) + "\nTerminal=false\nX-GNOME-Autostart-enabled=true\n");
    return file.commit() ? QString() : cannotWrite(file.errorString());
}

} // namespace gatehouse::ui
