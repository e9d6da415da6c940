// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/stats_feed.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <QUrlQuery>

namespace gatehouse::ui {
namespace {

// The value percent-encoded as a whole: QUrlQuery leaves "+" as it is, which would arrive as a blank.
void add(QUrlQuery& query, const char* name, const QString& value) {
    if (!value.isEmpty())
        query.addQueryItem(QLatin1String(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

} // namespace

StatsFeed::StatsFeed(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {}

void StatsFeed::ask(const StatsQuestion& question) {
    const auto round = ++m_round;
    QUrlQuery query;
    add(query, "from", question.from);
    add(query, "to", question.to);
    add(query, "step", question.step);
    add(query, "group_by", question.groupBy.join(u','));
    add(query, "metrics", question.metrics.join(u','));
    add(query, "q", question.filter);
    setBusy(true);
    m_client.get(QStringLiteral("/stats"), query, this,
                 [this, question, round](const Reply& reply) { take(reply, question, round); });
}

void StatsFeed::forget() {
    ++m_round;
    setBusy(false);
}

void StatsFeed::take(const Reply& reply, const StatsQuestion& question, quint64 round) {
    if (round != m_round)
        return;
    if (!reply.ok()) {
        setBusy(false);
        Q_EMIT failed(reply.problem());
        return;
    }
    QThreadPool::globalInstance()->start([self = QPointer<StatsFeed>(this), body = reply.body(), question, round] {
        auto read = readStats(body, question.groupBy, question.metrics);
        auto answer = read ? std::make_shared<const StatsAnswer>(std::move(*read)) : nullptr;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, answer = std::move(answer), round] {
                if (self.isNull() || round != self->m_round)
                    return;
                self->setBusy(false);
                if (answer != nullptr) {
                    Q_EMIT self->answered(answer);
                    return;
                }
                Problem problem;
                problem.code = QStringLiteral("unreadable");
                problem.detail = tr("The gateway's answer is not what its version should give. Update the console or "
                                    "the gateway.");
                Q_EMIT self->failed(problem);
            },
            Qt::QueuedConnection);
    });
}

void StatsFeed::setBusy(bool busy) {
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged();
}

} // namespace gatehouse::ui
