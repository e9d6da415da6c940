// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/environment_check.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>

namespace gatehouse::ui {
namespace {

constexpr qint64 mostBytes = 1 << 20;

QStringList startFiles(const QString& home) {
    QStringList files;
    for (const auto* name : {".profile", ".bash_profile", ".bash_login", ".bashrc", ".bash_aliases", ".zshenv",
                             ".zprofile", ".zshrc", ".zlogin", ".pam_environment", ".config/fish/config.fish"})
        files.append(QString(home + u'/' + QLatin1String(name)));
    const QDir fish(QString(home + QStringLiteral("/.config/fish/conf.d")));
    for (const auto& name : fish.entryList({QStringLiteral("*.fish")}, QDir::Files))
        files.append(fish.filePath(name));
    const QDir desktop(QString(home + QStringLiteral("/.config/environment.d")));
    for (const auto& name : desktop.entryList({QStringLiteral("*.conf")}, QDir::Files))
        files.append(desktop.filePath(name));
    files.append(QStringLiteral("/etc/environment"));
    return files;
}

// "export A=1 B=2", "A=1", "set -gx A 1", "setenv A 1"
bool sets(const QString& line, const QString& name) {
    const auto text = line.trimmed();
    if (text.startsWith(u'#'))
        return false;
    auto words = text.split(u' ', Qt::SkipEmptyParts);
    const bool declares = !words.isEmpty() && (words[0] == QLatin1String("set") || words[0] == QLatin1String("setenv"));
    if (declares) {
        words.removeFirst();
        words.removeIf([](const QString& word) { return word.startsWith(u'-'); });
        return words.value(0) == name;
    }
    for (const auto& word : words) {
        if (word.startsWith(QString(name + u'=')))
            return true;
    }
    return false;
}

} // namespace

QVector<SetVariable> findVariables(const QStringList& names, const QString& home) {
    QVector<SetVariable> out;
    const auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto& name : names) {
        if (environment.contains(name))
            out.append({name, {}});
    }
    for (const auto& path : startFiles(home)) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto lines = QString::fromUtf8(file.read(mostBytes)).split(u'\n');
        const auto shown = path.startsWith(home) ? QString(u'~' + path.mid(home.size())) : path;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            for (const auto& name : names) {
                if (sets(lines[i], name))
                    out.append(
                        {name,
                         QCoreApplication::translate("EnvironmentCheck", "%1, line %2", "file").arg(shown).arg(i + 1)});
            }
        }
    }
    return out;
}

} // namespace gatehouse::ui
