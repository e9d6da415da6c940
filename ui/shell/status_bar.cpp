// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_bar.h"

#include "ui/models/format.h"
#include "ui/theme/tokens.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <algorithm>
#include <numeric>

namespace gatehouse::ui {
namespace {

constexpr std::size_t rateSeconds = 10;
constexpr int spendSeconds = 5; // between two questions, while calls end

} // namespace

StatusBar::StatusBar(GatewayClient& client, QWidget* parent)
    : QFrame(parent), m_client(client), m_figures(new QLabel), m_age(new QLabel) {
    setObjectName(QStringLiteral("statusBar"));
    for (auto* label : {m_figures, m_age}) {
        label->setTextFormat(Qt::PlainText);
        label->setProperty("role", QStringLiteral("caption"));
    }
    m_figures->setObjectName(QStringLiteral("statusFigures"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::medium, space::tiny, space::medium, space::tiny);
    layout->addWidget(m_figures, 1);
    layout->addWidget(m_age);
    connect(&client, &GatewayClient::event, this, &StatusBar::onEvent);
    connect(&client, &GatewayClient::refreshNeeded, this, [this] {
        m_client.get(QStringLiteral("/status"), {}, this, [this](const Reply& reply) {
            m_running = reply.object()
                            .value(QLatin1String("counters"))
                            .toObject()
                            .value(QLatin1String("calls_running"))
                            .toInt();
            show();
        });
        askSpend();
    });
    connect(&client, &GatewayClient::stateChanged, this, [this] { show(); });
    m_second.setInterval(1'000);
    connect(&m_second, &QTimer::timeout, this, &StatusBar::second);
    m_second.start();
    m_finished.push_back(0);
    show();
}

void StatusBar::onEvent(const QString& type) {
    m_heard.start();
    if (type == QLatin1String("call.started")) {
        ++m_running;
    } else if (type == QLatin1String("call.finished")) {
        m_running = std::max(m_running - 1, 0);
        ++m_finished.back();
        m_spendStale = true;
    }
}

void StatusBar::second() {
    m_finished.push_back(0);
    if (m_finished.size() > rateSeconds)
        m_finished.pop_front();
    if (++m_sinceSpend >= spendSeconds && m_spendStale && m_client.state() == GatewayClient::State::Connected)
        askSpend();
    show();
}

void StatusBar::askSpend() {
    m_sinceSpend = 0;
    m_spendStale = false;
    QUrlQuery query;
    const auto midnight = QDateTime::currentDateTimeUtc().date().startOfDay(Qt::UTC); // budgets count UTC days
    query.addQueryItem(QStringLiteral("from"), midnight.toString(Qt::ISODate));
    query.addQueryItem(QStringLiteral("step"), QStringLiteral("1d"));
    query.addQueryItem(QStringLiteral("metrics"), QStringLiteral("cost"));
    m_client.get(QStringLiteral("/stats"), query, this, [this](const Reply& reply) {
        if (reply.ok())
            m_spend = reply.object().value(QLatin1String("total")).toObject().value(QLatin1String("cost")).toString();
        show();
    });
}

void StatusBar::show() {
    const QLocale locale;
    const double rate =
        std::accumulate(m_finished.begin(), m_finished.end(), 0.0) / static_cast<double>(m_finished.size());
    m_figures->setText(
        tr("%1 in flight  ·  %2 calls/s  ·  %3 today")
            .arg(countText(locale, m_running), locale.toString(rate, 'f', 1), moneyText(locale, m_spend)));
    const bool lost = m_client.state() == GatewayClient::State::Lost && m_heard.isValid();
    m_age->setText(lost ? tr("Updated %1 s ago").arg(countText(locale, m_heard.elapsed() / 1'000)) : QString());
}

} // namespace gatehouse::ui
