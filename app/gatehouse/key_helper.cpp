// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/key_helper.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <qt6keychain/keychain.h>

namespace gatehouse::app {
namespace {

enum Exit : int { Printed = 0, Failed = 1, Usage = 2, NotFound = 3, Unavailable = 4 };

constexpr std::chrono::seconds patience{30};
constexpr qsizetype longestName = 128;
constexpr qsizetype longestKey = 1024;
constexpr const char* command = "key-helper";
constexpr const char* usage = "Usage: gatehouse key-helper NAME\n"
                              "Prints the gateway key that your key chain holds under NAME. The console keeps one "
                              "there when it makes a key.\n";

int complain(int code, const char* sentence, const QString& name = {}) {
    std::fprintf(stderr, "gatehouse: ");
    std::fprintf(stderr, "%s%s%s\n", sentence, name.isEmpty() ? "" : " ", name.toLocal8Bit().constData());
    return code;
}

bool isName(const QString& name) {
    return !name.isEmpty() && name.size() <= longestName && !name.startsWith(u'-') &&
           std::all_of(name.begin(), name.end(), [](QChar c) { return c.isPrint(); });
}

// What a gateway takes as a key: visible ASCII. Anything else would reach the client's header.
bool isKey(const QByteArray& key) {
    return !key.isEmpty() && key.size() <= longestKey &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool hasSession() {
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") ||
           QFileInfo::exists(QString(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus")));
}

int printKey(const QKeychain::ReadPasswordJob& job, const QString& name) {
    switch (job.error()) {
    case QKeychain::NoError:
        break;
    case QKeychain::EntryNotFound:
        return complain(NotFound, "The key chain holds no key of this name. Keep one there with the console:", name);
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return complain(Unavailable, "The key chain is locked. Unlock it, then try again.");
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return complain(Unavailable, "There is no key chain in this session.");
    default:
        return complain(Failed, "The key chain failed.");
    }
    const auto key = job.binaryData();
    if (!isKey(key))
        return complain(Failed, "The entry of this name is no gateway key:", name);
    std::fwrite(key.constData(), 1, static_cast<std::size_t>(key.size()), stdout);
    std::fputc('\n', stdout);
    return std::fflush(stdout) == 0 ? Printed : complain(Failed, "The key could not be written.");
}

int readAndPrint(const QString& name) {
    if (!hasSession())
        return complain(Unavailable, "There is no key chain in this session.");
    auto* job = new QKeychain::ReadPasswordJob(QStringLiteral("gatehouse-keys"));
    job->setKey(name);
    job->setInsecureFallback(false);
    job->setAutoDelete(false); // whoever gives up on it leaves it to the end of the process
    int code = Unavailable;
    QObject::connect(job, &QKeychain::Job::finished, job, [&] {
        code = printKey(*job, name);
        QCoreApplication::quit();
    });
    QTimer::singleShot(patience, job, [&] {
        code = complain(Unavailable, "The key chain does not answer. Unlock it, then try again.");
        QCoreApplication::quit();
    });
    job->start();
    QCoreApplication::exec();
    return code;
}

} // namespace

std::optional<int> runKeyHelper(int count, char** words) {
    if (count < 2 || std::strcmp(words[1], command) != 0)
        return std::nullopt;
    QCoreApplication application(count, words);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && (arguments[2] == QLatin1String("--help") || arguments[2] == QLatin1String("-h"))) {
        std::fputs(usage, stdout);
        return Printed;
    }
    if (arguments.size() != 3 || !isName(arguments[2])) {
        std::fputs(usage, stderr);
        return Usage;
    }
    return readAndPrint(arguments[2]);
}

} // namespace gatehouse::app
