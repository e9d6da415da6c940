// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_files.h"

#include "ui/client/aside.h"
#include "ui/prompts/prompt_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileDialog>
#include <QSaveFile>

namespace gatehouse::ui {
namespace {

constexpr int mostFiles = 2'000;
constexpr qint64 mostBytes = qint64{16} << 20U;

struct PromptFileWords {
    Q_DECLARE_TR_FUNCTIONS(PromptFileWords)
};

// A path of the gateway's, as a place beneath the folder; empty: it would lead out of it.
QString placeOf(const QString& folder, const QString& path) {
    const auto clean = QDir::cleanPath(path);
    const bool inside = !clean.isEmpty() && QDir::isRelativePath(clean) && clean != QLatin1String("..") &&
                        !clean.startsWith(QLatin1String("../")) && !clean.contains(u'\\') && !clean.contains(u':');
    return inside ? QDir(folder).filePath(clean) : QString();
}

QString failed(const QString& path, const QString& why) {
    return PromptFileWords::tr("%1 cannot be written: %2 Choose another place.").arg(path, why);
}

void chooseFolder(QWidget* parent, const QString& title, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace

PromptFiles readPromptFiles(const QString& folder) {
    PromptFiles read;
    qint64 bytes = 0;
    // Links could lead anywhere: they are left out, and so is what git keeps for itself.
    QDirIterator found(folder,
                       {QStringLiteral("*.json"), QStringLiteral("*.yaml"), QStringLiteral("*.yml"),
                        QStringLiteral("*.mustache"), QStringLiteral("*.md"), QStringLiteral("*.txt")},
                       QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (found.hasNext()) {
        const auto path = found.next();
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            read.fault = PromptFileWords::tr("%1 cannot be read.").arg(path);
            return read;
        }
        bytes += file.size();
        if (bytes > mostBytes || read.files.size() == mostFiles) {
            read.fault =
                PromptFileWords::tr("There are too many files here. Choose the folder that holds prompts only.");
            return read;
        }
        read.files.insert(QDir(folder).relativeFilePath(path), QString::fromUtf8(file.readAll()));
    }
    if (read.files.isEmpty())
        read.fault = PromptFileWords::tr("No prompts lie in this folder.");
    return read;
}

QString writePromptFiles(const QString& folder, const QJsonObject& files) {
    for (auto it = files.begin(); it != files.end(); ++it) {
        const auto place = placeOf(folder, it.key());
        if (place.isEmpty())
            return PromptFileWords::tr("The gateway named a file outside of the folder: %1").arg(it.key());
        QDir().mkpath(QFileInfo(place).path());
        QSaveFile file(place);
        const auto text = it.value().toString().toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            return failed(place, file.errorString());
    }
    return {};
}

void exportPromptFiles(Console& console, QWidget* parent, const QString& id) {
    chooseFolder(
        parent, PromptFileWords::tr("Export the prompt into a folder"), [&console, parent, id](const QString& folder) {
            console.client.get(
                promptPath(id, QStringLiteral("/export")), {}, parent, [&console, parent, folder](const Reply& reply) {
                    if (!reply.ok()) {
                        console.toast.say(reply.problem().detail);
                        return;
                    }
                    runAside(
                        parent,
                        [folder, files = reply.object().value(QLatin1String("files")).toObject()] {
                            return writePromptFiles(folder, files);
                        },
                        [&console, folder](const QString& fault) {
                            console.toast.say(fault.isEmpty()
                                                  ? PromptFileWords::tr("The prompt was written to %1.").arg(folder)
                                                  : fault);
                        });
                });
        });
}

void importPromptFiles(Console& console, QWidget* parent, std::function<void()> done) {
    const auto send = [&console, parent, done](const PromptFiles& read) {
        if (!read.fault.isEmpty()) {
            console.toast.say(read.fault);
            return;
        }
        console.client.send(GatewayClient::Verb::Post, QStringLiteral("/prompts/import"),
                            {{QStringLiteral("files"), read.files}}, parent, [&console, done](const Reply& reply) {
                                console.toast.say(reply.ok() ? PromptFileWords::tr("The prompts were imported.")
                                                             : reply.problem().detail);
                                if (reply.ok())
                                    done();
                            });
    };
    chooseFolder(parent, PromptFileWords::tr("Import prompts from a folder"), [parent, send](const QString& folder) {
        runAside(
            parent, [folder] { return readPromptFiles(folder); }, send);
    });
}

} // namespace gatehouse::ui
