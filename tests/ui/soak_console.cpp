// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks through the whole console while calls run, and tells how its memory goes. Under the address sanitizer it also
// tells at its end what leaked.
//   soak_console [SECONDS]
#include "tests/ui/support/lived_store.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/wander.h"
#include "tests/ui/support/whole_console.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <cstdio>

namespace {

using namespace gatehouse::ui;

constexpr int callsApartMilliseconds = 50;
constexpr int clicksApartMilliseconds = 120;
constexpr double mostMegabytesAnHour = 20;

double residentMegabytes() {
    QFile status(QStringLiteral("/proc/self/statm"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    return status.readAll().split(' ').value(1).toDouble() * 4096 / 1e6;
}

// Streamed calls, one after the other, that nobody waits for.
class Traffic {
public:
    explicit Traffic(const RunningGateway& gateway) : m_request(url(gateway)) {
        m_request.setRawHeader("Authorization", "Bearer " + gateway.key());
        m_request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        QObject::connect(&m_timer, &QTimer::timeout, &m_network, [this] { send(); });
        m_timer.start(callsApartMilliseconds);
    }
    int count() const { return m_count; }

private:
    static QUrl url(const RunningGateway& gateway) {
        QUrl url(gateway.address().gateway);
        url.setPath(QStringLiteral("/v1/chat/completions"));
        return url;
    }
    void send() {
        static const QStringList models{QStringLiteral("demo/echo"), QStringLiteral("demo/flaky"),
                                        QStringLiteral("demo/429"), QStringLiteral("no-such-model")};
        const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                                  {QStringLiteral("content"), QStringLiteral("Hello")}};
        const QJsonObject body{{QStringLiteral("model"), models[m_count++ % models.size()]},
                               {QStringLiteral("stream"), true},
                               {QStringLiteral("messages"), QJsonArray{message}}};
        auto* reply = m_network.post(m_request, QJsonDocument(body).toJson());
        QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    }

    QNetworkAccessManager m_network;
    QNetworkRequest m_request;
    QTimer m_timer;
    int m_count = 0;
};

// One click: a view, or one of the actions that stand there now.
void click(WholeConsole& console, QRandomGenerator& dice) {
    if (dice.bounded(4) == 0) {
        const auto number = dice.bounded(static_cast<int>(console.entries.size()));
        console.window.openView(console.entries[static_cast<std::size_t>(number)].id);
        return;
    }
    const auto actions = harmlessActions(&console.window);
    if (!actions.isEmpty())
        actions[dice.bounded(static_cast<int>(actions.size()))]->trigger();
}

} // namespace

int main(int count, char** words) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(count, words);
    QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse soak"));
    QSettings().clear();
    const qint64 seconds = count > 1 ? QByteArray(words[1]).toLongLong() : 3600;
    RunningGateway gateway;
    gateway.setConfiguration(livedConfiguration(gateway.key()));
    if (!fillLivedStore(gateway.dataFolder()) || !gateway.start())
        return 1;
    WholeConsole console;
    console.window.show();
    console.client.connectTo(gateway.address());
    const Traffic traffic(gateway);
    QRandomGenerator dice(1);
    QElapsedTimer time;
    time.start();
    double settled = 0; // after a fifth of the time: by then every view has been opened
    qint64 clicks = 0;
    for (qint64 told = 0; time.elapsed() < seconds * 1000; ++clicks) {
        click(console, dice);
        QTest::qWait(clicksApartMilliseconds);
        closeDialogs();
        if (settled == 0 && time.elapsed() > seconds * 200)
            settled = residentMegabytes();
        if (time.elapsed() / 60'000 > told) {
            told = time.elapsed() / 60'000;
            std::printf("%lld min: %.1f MB resident, %lld clicks, %d calls\n", static_cast<long long>(told),
                        residentMegabytes(), static_cast<long long>(clicks), traffic.count());
            std::fflush(stdout);
        }
    }
    const double grown = residentMegabytes() - settled;
    const double anHour = grown * 3600 / (static_cast<double>(seconds) * 0.8);
    std::printf("%lld clicks, %d calls: %.1f MB resident at the end, %+.1f MB an hour\n",
                static_cast<long long>(clicks), traffic.count(), residentMegabytes(), anHour);
    return anHour <= mostMegabytesAnHour || seconds < 600 ? 0 : 1;
}
