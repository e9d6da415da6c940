// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/key_chain.h"

#include "core/secrets/reference.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QObject>
#include <QString>
#include <QThread>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <qt6keychain/keychain.h>
#include <sodium.h>
#include <string>
#include <sys/stat.h>
#include <utility>

namespace gatehouse::secrets {
namespace {

enum class Operation { Read, Write, Remove };

// What a caller waits for. Shared with the job, which may end long after the caller has given up.
struct Answer {
    std::mutex mutex;
    std::condition_variable ready;
    bool done = false;
    bool abandoned = false;
    QKeychain::Error error = QKeychain::NoError;
    Secret secret;
};

struct Request {
    Operation operation = Operation::Read;
    std::string name;
    Secret value; // for Write
    std::shared_ptr<Answer> answer;
};

void wipeBytes(QByteArray& bytes) {
    if (!bytes.isEmpty())
        sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

QKeychain::Job* makeJob(const Request& request) {
    const QString service = QStringLiteral("org.gatehouse.Gatehouse");
    switch (request.operation) {
    case Operation::Write: {
        auto* job = new QKeychain::WritePasswordJob(service);
        const auto value = request.value.reveal();
        job->setBinaryData(QByteArray(value.data(), static_cast<qsizetype>(value.size())));
        return job;
    }
    case Operation::Remove:
        return new QKeychain::DeletePasswordJob(service);
    case Operation::Read:
        break;
    }
    return new QKeychain::ReadPasswordJob(service);
}

tl::unexpected<Error> unavailable() {
    return failure(
        ErrorKind::Unavailable, "keychain_unavailable",
        "No key chain can be reached from here. Keep the secret in the vault (gatehoused secret set), a file or "
        "the environment.");
}

tl::unexpected<Error> locked() {
    return failure(
        ErrorKind::Unavailable, "keychain_locked",
        "The key chain does not answer; it may be locked and waiting for its password. Unlock it, or keep the "
        "secret in the vault.");
}

// QtKeychain's own texts may come from other programs, so they are not shown.
tl::unexpected<Error> failed(QKeychain::Error error, std::string_view name) {
    switch (error) {
    case QKeychain::EntryNotFound:
        return failure(ErrorKind::NotFound, "secret_not_found",
                       "The key chain has no secret \"" + std::string(name) + "\". Set it: gatehoused secret set " +
                           std::string(name));
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return failure(ErrorKind::Unavailable, "keychain_locked",
                       "The key chain refused access. Unlock it and allow Gatehouse to use it.");
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return unavailable();
    default:
        break;
    }
    return failure(ErrorKind::Unavailable, "keychain_failed",
                   "The key chain failed (error " + std::to_string(static_cast<int>(error)) +
                       "). See that its service runs.");
}

} // namespace

// Lives in its own thread, with the jobs.
struct QtKeyChain::Worker {
    Worker() {
        thread.setObjectName(QStringLiteral("keychain"));
        context.moveToThread(&thread);
        thread.start();
    }

    ~Worker() {
        thread.quit();
        thread.wait();
    }

    void start(std::shared_ptr<Request> request) {
        QMetaObject::invokeMethod(
            &context, [this, request = std::move(request)] { run(request); }, Qt::QueuedConnection);
    }

    void run(const std::shared_ptr<Request>& request) {
        QKeychain::Job* const job = makeJob(*request);
        request->value = Secret(); // the job has its own copy, which we cannot wipe
        job->setKey(QString::fromStdString(request->name));
        job->setInsecureFallback(false);
        QObject::connect(job, &QKeychain::Job::finished, &context,
                         [this, request](QKeychain::Job* ended) { finish(*request, *ended); });
        job->start(); // and deletes itself at its end
    }

    void finish(const Request& request, QKeychain::Job& job) {
        Answer& answer = *request.answer;
        const std::lock_guard lock(answer.mutex);
        answer.error = job.error();
        if (auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(&job); read != nullptr && answer.error == 0) {
            QByteArray bytes = read->binaryData();
            if (!answer.abandoned)
                answer.secret = Secret(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
            wipeBytes(bytes);
        }
        answer.done = true;
        if (answer.abandoned)
            --stuck;
        answer.ready.notify_all();
    }

    Result<Secret> ask(Operation operation, std::string_view name, const Secret* value,
                       std::chrono::milliseconds deadline);

    QThread thread;
    QObject context;
    std::atomic<int> stuck{0}; // jobs whose callers gave up
};

Result<Secret> QtKeyChain::Worker::ask(Operation operation, std::string_view name, const Secret* value,
                                       std::chrono::milliseconds deadline) {
    if (stuck > 0)
        return locked();
    auto request = std::make_shared<Request>();
    request->operation = operation;
    request->name = name;
    if (value != nullptr)
        request->value = Secret(value->reveal());
    auto answer = std::make_shared<Answer>();
    request->answer = answer;
    start(std::move(request));
    std::unique_lock lock(answer->mutex);
    if (!answer->ready.wait_for(lock, deadline, [&answer] { return answer->done; })) {
        answer->abandoned = true;
        ++stuck;
        return locked();
    }
    if (answer->error != QKeychain::NoError)
        return failed(answer->error, name);
    return std::move(answer->secret);
}

QtKeyChain::QtKeyChain(std::chrono::milliseconds deadline) : m_deadline(deadline) {}
QtKeyChain::~QtKeyChain() = default;

// Without a session bus libsecret would start one of its own, or wait for one.
bool QtKeyChain::present() const {
    const char* const address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); // NOLINT(concurrency-mt-unsafe)
    if (address != nullptr && *address != '\0')
        return true;
    const char* const folder = std::getenv("XDG_RUNTIME_DIR"); // NOLINT(concurrency-mt-unsafe)
    if (folder == nullptr || *folder == '\0')
        return false;
    struct stat status {};
    return ::stat((std::string(folder) + "/bus").c_str(), &status) == 0 && S_ISSOCK(status.st_mode);
}

QtKeyChain::Worker& QtKeyChain::worker() {
    if (!m_worker)
        m_worker = std::make_unique<Worker>();
    return *m_worker;
}

Result<Secret> QtKeyChain::read(std::string_view name) {
    if (!present())
        return unavailable();
    return worker().ask(Operation::Read, name, nullptr, m_deadline);
}

Result<void> QtKeyChain::write(std::string_view name, const Secret& secret) {
    if (!present())
        return unavailable();
    return worker().ask(Operation::Write, name, &secret, m_deadline).map([](const Secret&) {});
}

Result<void> QtKeyChain::remove(std::string_view name) {
    if (!present())
        return unavailable();
    return worker().ask(Operation::Remove, name, nullptr, m_deadline).map([](const Secret&) {});
}

} // namespace gatehouse::secrets
