// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_bar.h"

#include "ui/models/format.h"
#include "ui/theme/tokens.h"

#include <QCoreApplication>
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
    m_age->setObjectName(QStringLiteral("statusAge"));
    auto* version = new QLabel(QStringLiteral("v%1").arg(QCoreApplication::applicationVersion()));
    version->setProperty("role", QStringLiteral("caption"));
    version->setVisible(!QCoreApplication::applicationVersion().isEmpty());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::large, space::tiny, space::large, space::tiny);
    layout->setSpacing(space::large);
    layout->addWidget(m_figures, 1);
    layout->addWidget(m_age);
    layout->addWidget(version);
    connect(&client, &GatewayClient::event, this, &StatusBar::onEvent);
    connect(&client, &GatewayClient::refreshNeeded, this, [this] {
        m_client.get(QStringLiteral("/status"), {}, this, [this](const Reply& reply) {
            if (reply.ok())
                m_heardAt = QDateTime::currentDateTime();
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
    m_heardAt = QDateTime::currentDateTime();
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

QString StatusBar::spend() const {
    return moneyText(QLocale(), m_spend);
}

void StatusBar::show() {
    const QLocale locale;
    const double rate =
        std::accumulate(m_finished.begin(), m_finished.end(), 0.0) / static_cast<double>(m_finished.size());
    m_figures->setText(tr("%1 in flight  ·  %2 req/s  ·  %3 today")
                           .arg(countText(locale, m_running), locale.toString(rate, 'f', 1), spend()));
    m_age->setText(ageText());
}

// While the gateway answers, when it was heard last; while it does not, how old all that is shown is.
QString StatusBar::ageText() const {
    const QLocale locale;
    if (!m_heardAt.isValid())
        return {};
    if (m_client.state() != GatewayClient::State::Lost)
        return tr("Updated %1").arg(locale.toString(m_heardAt.time(), QLocale::ShortFormat));
    const qint64 seconds = std::max<qint64>(m_heardAt.secsTo(QDateTime::currentDateTime()), 0);
    if (seconds < 60)
        return tr("Updated %1 s ago").arg(countText(locale, seconds));
    if (seconds < 3'600)
        return tr("Updated %1 min ago").arg(countText(locale, seconds / 60));
    return tr("Updated %1").arg(locale.toString(m_heardAt, QLocale::ShortFormat));
}

} // namespace gatehouse::ui
