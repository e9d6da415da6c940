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

const QString mainFile = QStringLiteral("prompt.yaml");
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
    // Links could lead anywhere: they are left out.
    QDirIterator found(folder, {mainFile, QStringLiteral("*.mustache")}, QDir::Files | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
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
    if (splitPromptFiles(read.files).isEmpty())
        read.fault = PromptFileWords::tr("No prompts lie in this folder.");
    return read;
}

QVector<QJsonObject> splitPromptFiles(const QJsonObject& files) {
    QVector<QJsonObject> prompts;
    for (auto main = files.begin(); main != files.end(); ++main) {
        if (main.key() != mainFile && !main.key().endsWith(QString(u'/' + mainFile)))
            continue;
        const auto place = main.key().chopped(mainFile.size());
        QJsonObject prompt;
        for (auto it = files.begin(); it != files.end(); ++it) {
            if (it.key().startsWith(place))
                prompt.insert(it.key().mid(place.size()), it.value());
        }
        prompts.append(prompt);
    }
    return prompts;
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

namespace {

void fetchPrompt(Console& console, QWidget* parent, const QString& id, const QString& folder) {
    console.client.get(
        promptPath(id, QStringLiteral("/export")), {}, parent, [&console, parent, folder](const Reply& reply) {
            if (!reply.ok()) {
                console.toast.say(reply.problem().detail);
                return;
            }
            const auto files = reply.object().value(QLatin1String("files")).toObject();
            const auto tell = [&console, folder](const QString& fault) {
                console.toast.say(fault.isEmpty() ? PromptFileWords::tr("The prompt was written to %1.").arg(folder)
                                                  : fault);
            };
            runAside(
                parent, [folder, files] { return writePromptFiles(folder, files); }, tell);
        });
}

// One prompt after the other; the first that is refused ends it, since the others are likely wrong in the same way.
void sendPrompts(Console& console, QWidget* parent, QVector<QJsonObject> prompts, int sent,
                 std::function<void()> done) {
    if (prompts.isEmpty()) {
        console.toast.say(PromptFileWords::tr("%n prompt(s) imported.", nullptr, sent));
        done();
        return;
    }
    const QJsonObject body{{QStringLiteral("files"), prompts.takeFirst()}};
    console.client.send(GatewayClient::Verb::Post, QStringLiteral("/prompts/import"), body, parent,
                        [&console, parent, prompts, sent, done](const Reply& reply) {
                            if (reply.ok())
                                sendPrompts(console, parent, prompts, sent + 1, done);
                            else
                                console.toast.say(reply.problem().detail);
                        });
}

} // namespace

void exportPromptFiles(Console& console, QWidget* parent, const QString& id) {
    chooseFolder(
        parent, PromptFileWords::tr("Export the prompt into a folder"),
        [&console, parent, id](const QString& folder) { fetchPrompt(console, parent, id, QDir(folder).filePath(id)); });
}

void importPromptFiles(Console& console, QWidget* parent, std::function<void()> done) {
    const auto send = [&console, parent, done](const PromptFiles& read) {
        if (read.fault.isEmpty())
            sendPrompts(console, parent, splitPromptFiles(read.files), 0, done);
        else
            console.toast.say(read.fault);
    };
    chooseFolder(parent, PromptFileWords::tr("Import prompts from a folder"), [parent, send](const QString& folder) {
        runAside(
            parent, [folder] { return readPromptFiles(folder); }, send);
    });
}

} // namespace gatehouse::ui
