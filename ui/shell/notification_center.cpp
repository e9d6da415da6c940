// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notification_center.h"

#include "ui/models/format.h"
#include "ui/models/notification_kinds.h"
#include "ui/models/scope_words.h"
#include "ui/shell/desktop_notifier.h"

#include <QJsonArray>
#include <algorithm>

namespace gatehouse::ui {
namespace {

using Tone = Theme::Tone;

constexpr int mostKept = 200;
constexpr int lostMilliseconds = 2'500; // a gateway that restarts is back by then
const QString failover = QStringLiteral("failover");
const QString budget = QStringLiteral("budget");
const QString keyRejected = QStringLiteral("key_rejected");
const QString approval = QStringLiteral("approval");
const QString gatewayKind = QStringLiteral("gateway");
const QString logView = QStringLiteral("log");
const QString providersView = QStringLiteral("providers");

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QString quoted(const QString& word) {
    return word.contains(u' ') ? QString(u'"' + word + u'"') : word;
}

} // namespace

NotificationCenter::NotificationCenter(GatewayClient& client, GatewayWatch& watch, QObject* parent)
    : QObject(parent), m_client(client), m_watch(watch), m_desktop(new DesktopNotifier(this)) {
    connect(&client, &GatewayClient::event, this, &NotificationCenter::onEvent);
    connect(&client, &GatewayClient::stateChanged, this, &NotificationCenter::onState);
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_wasThere = false;
        m_toldLost = false;
        m_lostLong.stop();
        m_failovers.clear();
    });
    connect(m_desktop, &DesktopNotifier::activated, this, &NotificationCenter::open);
    m_lostLong.setSingleShot(true);
    m_lostLong.setInterval(lostMilliseconds);
    connect(&m_lostLong, &QTimer::timeout, this, [this] {
        m_toldLost = true;
        const QString name = m_client.address().name;
        Notification news;
        news.kind = gatewayKind;
        news.cause = QString(QStringLiteral("lost:") + name);
        news.tone = Tone::Error;
        news.title = m_wasStopping ? tr("The gateway has stopped") : tr("The gateway does not answer");
        news.text = m_wasStopping ? tr("%1 was stopped. Calls are refused until it runs again.").arg(name)
                                  : tr("%1 cannot be reached. The console keeps trying.").arg(name);
        tell(std::move(news));
    });
}

int NotificationCenter::unseen() const {
    return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), [](const Notification& n) { return !n.seen; }));
}

void NotificationCenter::markSeen() {
    for (auto& news : m_all)
        news.seen = true;
    Q_EMIT changed();
}

void NotificationCenter::clear() {
    m_all.clear();
    Q_EMIT changed();
}

void NotificationCenter::open(quint64 number) {
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [number](const Notification& n) { return n.number == number; });
    if (found == m_all.end())
        return;
    found->seen = true;
    const auto news = *found; // what follows may change the list
    Q_EMIT changed();
    Q_EMIT openAsked(news.view, news.argument);
}

bool NotificationCenter::isQuiet(const QString& cause) const {
    const auto told = m_told.constFind(cause);
    return told != m_told.constEnd() && told->secsTo(m_now()) < quietSeconds;
}

void NotificationCenter::tell(Notification news) {
    if (!isNotificationOn(news.kind) || isQuiet(news.cause))
        return;
    news.at = m_now();
    news.number = ++m_last;
    m_told[news.cause] = news.at;
    m_all.prepend(news);
    if (m_all.size() > mostKept)
        m_all.removeLast();
    if (areDesktopNotificationsOn())
        m_desktop->show(news.number, news.title, news.text, news.tone == Tone::Error);
    Q_EMIT changed();
}

void NotificationCenter::onEvent(const QString& type, const QJsonObject& data) {
    if (type == QLatin1String("health.changed"))
        onHealth(data);
    else if (type == QLatin1String("call.finished"))
        onFinished(data);
    else if (type == QLatin1String("subscription.requested"))
        onRequested(data);
}

void NotificationCenter::onHealth(const QJsonObject& data) {
    const QString about = text(data, "about");
    if (about == QLatin1String("target"))
        onTarget(data);
    else if (about == QLatin1String("budget"))
        onBudget(data);
    else if (about == QLatin1String("gateway"))
        m_wasStopping = text(data, "state") == QLatin1String("stopping");
}

void NotificationCenter::onTarget(const QJsonObject& data) {
    const QString provider = text(data, "provider");
    const QString model = text(data, "model");
    const bool rests = text(data, "state") == QLatin1String("resting");
    Notification news;
    news.kind = failover;
    news.cause = QStringLiteral("%1:%2/%3").arg(text(data, "state"), provider, model);
    news.tone = rests ? Tone::Warning : Tone::Success;
    news.title = rests ? tr("%1 is not answering").arg(provider) : tr("%1 answers again").arg(provider);
    news.text = rests ? tr("%1 failed several times in a row and is left alone for a moment. Its routes use their next "
                           "target.")
                            .arg(model)
                      : tr("%1 takes calls again.").arg(model);
    news.view = logView;
    news.argument = QStringLiteral("provider:%1 after:-1h").arg(quoted(provider));
    tell(std::move(news));
}

void NotificationCenter::onBudget(const QJsonObject& data) {
    const QLocale locale;
    const QString scope = text(data, "scope");
    const QString id = text(data, "id");
    const int percent = data.value(QLatin1String("percent")).toInt();
    Notification news;
    news.kind = budget;
    news.cause = QStringLiteral("budget:%1/%2:%3").arg(scope, id, QString::number(percent));
    news.tone = percent >= 100 ? Tone::Error : Tone::Warning;
    const QString share = shareText(locale, percent / 100.0);
    news.title = tr("%1 has used %2 of its budget", "Team research, a share").arg(scopeText(scope, id), share);
    news.text =
        tr("%1 of %2 is spent.").arg(moneyText(locale, text(data, "spent")), moneyText(locale, text(data, "amount")));
    if (percent >= 100)
        news.text =
            tr("%1 What happens now is set with the budget; it can be raised there for a while.").arg(news.text);
    news.view = QStringLiteral("budgets");
    news.argument = scopeText(scope, id);
    tell(std::move(news));
}

// What waits for a person. Plans that approve by themselves ask nobody.
void NotificationCenter::onRequested(const QJsonObject& subscription) {
    const QString state = text(subscription, "state");
    if (!state.isEmpty() && state != QLatin1String("pending"))
        return;
    const QString id = text(subscription, "id");
    const QString app = text(subscription, "app");
    const QString who = text(subscription, "requested_by");
    Notification news;
    news.kind = approval;
    news.cause = QString(QStringLiteral("approval:") + id);
    news.tone = Tone::Info;
    news.title = tr("%1 asks for %2", "an application, an API").arg(app, text(subscription, "api"));
    news.text = who.isEmpty() ? tr("The subscription waits for your approval.")
                              : tr("Asked by %1. The subscription waits for your approval.").arg(who);
    news.view = QStringLiteral("approvals");
    news.argument = id;
    tell(std::move(news));
}

void NotificationCenter::onFinished(const QJsonObject& call) {
    const QString provider = text(call, "provider");
    const QString route = text(call, "route");
    if (text(call, "error_class") == QLatin1String("provider_auth")) {
        Notification news;
        news.kind = keyRejected;
        news.cause = QString(QStringLiteral("key:") + provider);
        news.tone = Tone::Error;
        news.title = tr("%1 rejects its key").arg(provider);
        news.text = tr("Calls to it fail until the key is replaced.");
        news.view = providersView;
        news.argument = provider;
        tell(std::move(news));
        return;
    }
    if (text(call, "outcome") != QLatin1String("ok") || route.isEmpty())
        return;
    if (call.value(QLatin1String("attempts")).toInt() > 1) {
        const auto looked = m_looked.constFind(route);
        if (!isQuiet(QString(QStringLiteral("failover:") + route)) &&
            (looked == m_looked.constEnd() || looked->secsTo(m_now()) >= 1)) {
            m_looked[route] = m_now();
            lookIntoFailover(route, text(call, "id"));
        }
    } else if (m_failovers.value(route) == provider) {
        m_failovers.remove(route);
        Notification news;
        news.kind = failover;
        news.cause = QString(QStringLiteral("recovered:") + route);
        news.tone = Tone::Success;
        news.title = tr("%1 serves %2 again").arg(provider, route);
        news.text = tr("The route's first choice is back.");
        news.view = logView;
        news.argument = QStringLiteral("route:%1 after:-1h").arg(quoted(route));
        tell(std::move(news));
    }
}

// The event does not say which attempts there were; the record does.
void NotificationCenter::lookIntoFailover(const QString& route, const QString& id) {
    m_client.get(QString(QStringLiteral("/calls/") + id), {}, this, [this, route, id](const Reply& reply) {
        const auto explain = reply.object().value(QLatin1String("explain")).toObject();
        const auto attempts = explain.value(QLatin1String("attempts")).toArray();
        if (!reply.ok() || attempts.size() < 2)
            return;
        const QString from = text(attempts.first().toObject(), "provider");
        const QString to = text(attempts.last().toObject(), "provider");
        if (from == to)
            return; // tried again at the same place
        m_failovers[route] = from;
        Notification news;
        news.kind = failover;
        news.cause = QString(QStringLiteral("failover:") + route);
        news.tone = Tone::Warning;
        news.title = tr("%1 fell back to %2", "route, provider").arg(route, to);
        news.text = tr("%1 did not serve the call; %2 did.").arg(from, to);
        news.view = logView;
        news.argument = QString(QStringLiteral("id:") + id);
        tell(std::move(news));
    });
}

void NotificationCenter::onState() {
    const auto state = m_client.state();
    if (state == GatewayClient::State::Lost && m_wasThere && !m_toldLost && !m_lostLong.isActive())
        m_lostLong.start();
    if (state != GatewayClient::State::Connected)
        return;
    m_wasThere = true;
    m_wasStopping = false;
    m_lostLong.stop();
    if (!std::exchange(m_toldLost, false))
        return;
    m_told.remove(QString(QStringLiteral("lost:") + m_client.address().name)); // the next loss is news again
    Notification news;
    news.kind = gatewayKind;
    news.cause = QStringLiteral("back:%1").arg(m_last);
    news.tone = Tone::Success;
    news.title = tr("The gateway is back");
    news.text = tr("%1 answers again.").arg(m_client.address().name);
    tell(std::move(news));
}

} // namespace gatehouse::ui
