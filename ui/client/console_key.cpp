// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/console_key.h"

#include <QTimer>
#include <QUrlQuery>
#include <chrono>
#include <memory>
#include <utility>

namespace gatehouse::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes lifetime{60};
constexpr minutes margin{5};
constexpr seconds patienceAtTheEnd{2};

QString consoleId() {
    return QString::fromLatin1(ConsoleKey::application);
}

QDateTime momentOf(const QJsonObject& json, const char* name) {
    return QDateTime::fromString(json.value(QLatin1String(name)).toString(), Qt::ISODateWithMs);
}

QDateTime after(const QDateTime& moment, milliseconds time) {
    return moment.toUTC().addMSecs(time.count());
}

QString asText(const QDateTime& moment) {
    return moment.toUTC().toString(Qt::ISODate);
}

} // namespace

ConsoleKey::ConsoleKey(GatewayClient& client, QObject* parent) : ConsoleKey(client, Bodies::AsSet, parent) {}

ConsoleKey::ConsoleKey(GatewayClient& client, Bodies bodies, QObject* parent)
    : QObject(parent), m_client(client), m_bodies(bodies) {
    connect(&client, &GatewayClient::stateChanged, this, [this] {
        if (!isForThisGateway())
            forget();
    });
}

bool ConsoleKey::isForThisGateway() const {
    return m_gateway == m_client.address().admin;
}

// Another gateway was chosen: answers of the one before do not come any more.
void ConsoleKey::forget() {
    m_key.fill('\0');
    m_key.clear();
    m_id.clear();
    m_gateway = m_client.address().admin;
    if (!m_making)
        return;
    Problem problem;
    problem.code = QStringLiteral("other_gateway");
    problem.detail = tr("Another gateway was chosen meanwhile. Try again.");
    finish(problem);
}

void ConsoleKey::obtain(QObject* context, Handler handler) {
    if (!isForThisGateway())
        forget();
    m_waiting.append({context, std::move(handler)});
    const bool fresh = !m_key.isEmpty() && !m_fresh.hasExpired() && QDateTime::currentDateTimeUtc() < m_wallFresh;
    if (m_making)
        return;
    m_making = true;
    QTimer::singleShot(0, this, [this, fresh] {
        if (fresh && !m_key.isEmpty())
            finish({});
        else if (m_making)
            begin();
    });
}

void ConsoleKey::begin() {
    m_client.get(QStringLiteral("/apps/") + consoleId(), {}, this, [this](const Reply& reply) {
        if (reply.ok())
            makeKey();
        else if (reply.status() == 404)
            makeTeam();
        else
            finish(reply.problem());
    });
}

// Somebody else may make the same at the same time: that it is there then is as good.
void ConsoleKey::post(const QString& path, const QJsonObject& body, const QString& ownCode,
                      void (ConsoleKey::*next)()) {
    m_client.send(GatewayClient::Verb::Post, path, body, this, [this, ownCode, next](const Reply& reply) {
        if (reply.ok() || reply.problem().code == ownCode)
            (this->*next)();
        else
            finish(reply.problem());
    });
}

void ConsoleKey::makeTeam() {
    post(QStringLiteral("/teams"), {{QStringLiteral("id"), consoleId()}}, QStringLiteral("already_exists"),
         &ConsoleKey::makeApplication);
}

void ConsoleKey::makeApplication() {
    post(QStringLiteral("/apps"), {{QStringLiteral("id"), consoleId()}, {QStringLiteral("team"), consoleId()}},
         QStringLiteral("already_exists"), &ConsoleKey::makeKey);
}

void ConsoleKey::makeKey() {
    QJsonObject body{{QStringLiteral("app"), consoleId()},
                     {QStringLiteral("name"), QStringLiteral("Console, for an hour")},
                     {QStringLiteral("expires"), asText(after(QDateTime::currentDateTimeUtc(), lifetime))}};
    if (m_bodies == Bodies::NeverKept)
        body.insert(QStringLiteral("bodies"), QStringLiteral("off"));
    m_client.send(GatewayClient::Verb::Post, QStringLiteral("/keys"), body, this,
                  [this](const Reply& reply) { takeKey(reply); });
}

void ConsoleKey::takeKey(const Reply& reply) {
    if (!reply.ok()) {
        finish(reply.problem());
        return;
    }
    const auto made = reply.object();
    m_key = made.value(QLatin1String("key")).toString().toLatin1();
    m_id = made.value(QLatin1String("id")).toString();
    m_fresh = QDeadlineTimer(milliseconds(lifetime - margin));
    m_wallFresh = after(QDateTime::currentDateTimeUtc(), lifetime - margin);
    const auto created = momentOf(made, "created");
    clearAway(created);
    // "expires" was said by this machine's clock, and the gateway goes by its own.
    const auto left = milliseconds(created.msecsTo(momentOf(made, "expires")));
    if (!created.isValid() || std::chrono::abs(left - lifetime) < margin) {
        finish({});
        return;
    }
    m_client.send(GatewayClient::Verb::Patch, QStringLiteral("/keys/") + m_id,
                  {{QStringLiteral("expires"), asText(after(created, lifetime))}}, this,
                  [this](const Reply& changed) { finish(changed.ok() ? Problem() : changed.problem()); });
}

void ConsoleKey::clearAway(const QDateTime& now) {
    if (!now.isValid())
        return;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("app"), consoleId());
    m_client.get(QStringLiteral("/keys"), query, this, [this, now](const Reply& reply) {
        for (const auto& value : reply.items()) {
            const auto key = value.toObject();
            const auto expires = momentOf(key, "expires");
            if (expires.isValid() && expires < now)
                m_client.send(GatewayClient::Verb::Delete,
                              QStringLiteral("/keys/") + key.value(QLatin1String("id")).toString(), {}, this,
                              [](const Reply&) {});
        }
    });
}

void ConsoleKey::finish(const Problem& problem) {
    m_making = false;
    const bool failed = !problem.detail.isEmpty();
    if (failed)
        m_key.clear();
    const QByteArray key = m_key;
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto& waiter : waiting) {
        if (!waiter.context.isNull())
            waiter.handler(key, problem);
    }
}

void ConsoleKey::refused() {
    m_key.clear();
}

void ConsoleKey::revoke(QObject* context, std::function<void()> done) {
    const QString id = std::exchange(m_id, {});
    m_key.clear();
    // One answer, whichever comes first.
    auto once = [context = QPointer<QObject>(context), done = std::move(done), called = false]() mutable {
        if (!std::exchange(called, true) && !context.isNull())
            done();
    };
    const auto shared = std::make_shared<decltype(once)>(std::move(once));
    if (id.isEmpty() || !isForThisGateway()) {
        QTimer::singleShot(0, this, [shared] { (*shared)(); });
        return;
    }
    QTimer::singleShot(milliseconds(patienceAtTheEnd), this, [shared] { (*shared)(); });
    m_client.send(GatewayClient::Verb::Delete, QStringLiteral("/keys/") + id, {}, this,
                  [shared](const Reply&) { (*shared)(); });
}

} // namespace gatehouse::ui
