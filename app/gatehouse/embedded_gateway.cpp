// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/embedded_gateway.h"

#include "app/engine/data_folder.h"
#include "app/engine/engine.h"
#include <QCoreApplication>
#include <optional>
#include <unistd.h>

namespace gatehouse::app {
namespace {

ui::GatewayAddress addressOf(const Addresses& addresses, const Secret& token) {
    ui::GatewayAddress address;
    address.name = QCoreApplication::translate("EmbeddedGateway", "This computer");
    address.admin = QUrl(QString::fromStdString(addresses.admin));
    address.gateway = QUrl(QString::fromStdString(addresses.gateway));
    const auto text = token.reveal(); // handed on in memory, for the header of each request
    address.token = QByteArray(text.data(), static_cast<qsizetype>(text.size()));
    return address;
}

} // namespace

// All that lives on the control thread.
class EmbeddedGateway::Worker : public QObject {
public:
    explicit Worker(EmbeddedGateway& owner) : m_owner(owner) {}

    void start(const EmbeddedOptions& options) {
        stop();
        if (auto done = open(options); !done) {
            const auto& error = done.error();
            stop();
            Q_EMIT m_owner.failed(QString::fromStdString(error.code), QString::fromStdString(error.message));
        }
    }

    void stop() {
        m_owner.m_serving = false;
        if (m_engine)
            m_engine->stop();
        m_engine.reset();
        m_foundation.reset();
        if (m_folder && m_folder->locked())
            m_folder->removeAddresses();
        m_folder.reset();
    }

private:
    Result<void> open(const EmbeddedOptions& options) {
        auto folder = DataFolder::open(options.dataFolder);
        if (!folder)
            return tl::unexpected(std::move(folder.error()));
        m_folder.emplace(std::move(*folder));
        if (auto locked = m_folder->lock(); !locked)
            return attach(locked.error());
        auto token = m_folder->adminToken({});
        if (!token)
            return tl::unexpected(std::move(token.error()));
        const auto shared = std::make_shared<const Secret>(std::move(*token));
        FoundationOptions settled;
        settled.process.network = options.network;
        auto foundation = Foundation::open(*m_folder, std::move(settled), m_clock, m_log);
        if (!foundation)
            return tl::unexpected(std::move(foundation.error()));
        m_foundation = std::move(*foundation);
        EngineOptions with;
        with.gateway.port = options.gatewayPort;
        with.admin.port = options.adminPort;
        with.adminToken = shared;
        auto engine = Engine::start(*m_foundation, std::move(with));
        if (!engine)
            return tl::unexpected(std::move(engine.error()));
        m_engine = std::move(*engine);
        if (auto serving = m_engine->serve(); !serving)
            return serving;
        const Addresses addresses{m_engine->gatewayUrl(), m_engine->adminUrl(), ::getpid()};
        if (auto written = m_folder->writeAddresses(addresses); !written)
            return written;
        m_owner.m_serving = true;
        Q_EMIT m_owner.ready(addressOf(addresses, *shared));
        return {};
    }

    // The daemon of the same user serves this profile.
    Result<void> attach(const Error& lockFailure) {
        const auto running = m_folder->runningAddresses();
        if (!running)
            return tl::unexpected(lockFailure);
        auto token = m_folder->adminToken({});
        if (!token)
            return tl::unexpected(std::move(token.error()));
        Q_EMIT m_owner.ready(addressOf(*running, *token));
        return {};
    }

    EmbeddedGateway& m_owner;
    Log m_log{LogLevel::Warning};
    SystemClock m_clock;
    std::optional<DataFolder> m_folder;
    std::unique_ptr<Foundation> m_foundation;
    std::unique_ptr<Engine> m_engine;
};

EmbeddedGateway::EmbeddedGateway(QObject* parent) : QObject(parent), m_worker(new Worker(*this)) {
    qRegisterMetaType<ui::GatewayAddress>();
    m_thread.setObjectName(QStringLiteral("control"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

EmbeddedGateway::~EmbeddedGateway() {
    QMetaObject::invokeMethod(
        m_worker, [this] { m_worker->stop(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    delete m_worker;
}

void EmbeddedGateway::start(const EmbeddedOptions& options) {
    QMetaObject::invokeMethod(
        m_worker, [this, options] { m_worker->start(options); }, Qt::QueuedConnection);
}

void EmbeddedGateway::stop() {
    QMetaObject::invokeMethod(
        m_worker,
        [this] {
            m_worker->stop();
            Q_EMIT stopped();
        },
        Qt::QueuedConnection);
}

} // namespace gatehouse::app
