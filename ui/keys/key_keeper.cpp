// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/key_keeper.h"

#include <QCoreApplication>
#include <QPointer>
#include <qt6keychain/keychain.h>
#include <utility>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Keys)
};

QString service() {
    return QString::fromLatin1(keptKeysService);
}

QString faultOf(const QKeychain::Job& job) {
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return Words::tr("The key chain refused to keep it. Unlock the key chain, then keep it again.");
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return Words::tr("There is no key chain on this computer. Copy the key and store it yourself.");
    default:
        break;
    }
    return Words::tr("The key chain could not keep it. Copy the key and store it yourself.");
}

} // namespace

void keepKey(const QString& name, const QString& key, QObject* context,
             std::function<void(const QString& fault)> done) {
    // Never a child of the context: a job that waits for a prompt must end by itself.
    auto* job = new QKeychain::WritePasswordJob(service());
    job->setKey(name);
    job->setTextData(key);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [done = std::move(done)](QKeychain::Job* ended) { done(faultOf(*ended)); });
    job->start();
}

void forgetKeptKey(const QString& name, const QString& id, QObject* context) {
    auto* job = new QKeychain::ReadPasswordJob(service());
    job->setKey(name);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, name, id] {
        const bool same = job->error() == QKeychain::NoError &&
                          job->textData().startsWith(QString(QStringLiteral("gh_") + id + u'_'));
        if (!same)
            return;
        auto* removal = new QKeychain::DeletePasswordJob(service());
        removal->setKey(name);
        removal->setInsecureFallback(false);
        removal->start();
    });
    job->start();
}

} // namespace gatehouse::ui
