// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/resources.h"
#include "ui/client/gateway_address.h"

#include <QObject>
#include <QThread>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace gatehouse::app {

struct EmbeddedOptions {
    std::string dataFolder;
    std::uint16_t gatewayPort = 8642;
    std::uint16_t adminPort = 8643;
    contract::NetworkSpec network; // how it reaches providers
};

// The engine inside the console, on its own control thread. Where another process already serves the data folder, the
// console attaches to that one instead: there are never two engines on one profile. Used from the UI thread.
class EmbeddedGateway : public QObject {
    Q_OBJECT

public:
    explicit EmbeddedGateway(QObject* parent = nullptr);
    ~EmbeddedGateway() override; // drains nothing: calls still running end now

    void start(const EmbeddedOptions& options);
    // Ends the engine; stopped() follows, also where none runs.
    void stop();
    // Whether the engine is here, rather than one that was found running.
    bool isServing() const { return m_serving; }

Q_SIGNALS:
    void ready(const gatehouse::ui::GatewayAddress& address);
    // code: "cannot_bind" …; sentence: for the person.
    void failed(const QString& code, const QString& sentence);
    void stopped();

private:
    class Worker;
    QThread m_thread;
    Worker* m_worker; // lives on m_thread
    std::atomic<bool> m_serving{false};
};

} // namespace gatehouse::app
