// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/model_book.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>
#include <algorithm>
#include <limits>
#include <utility>

namespace gatehouse::ui {
namespace {

const QString demo = QStringLiteral("demo");

} // namespace

ModelBook::ModelBook(GatewayClient& client, const ResourceList& providers, QObject* parent)
    : QObject(parent), m_client(client), m_providers(providers) {
    connect(&providers, &ResourceList::changed, this, [this] {
        m_asked.clear(); // their keys or addresses may be others
        Q_EMIT providersChanged();
    });
    connect(&client, &GatewayClient::refreshNeeded, this, &ModelBook::askForDemo);
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_models.clear();
        m_asked.clear();
        m_demo = false;
    });
    if (!client.address().admin.isEmpty())
        askForDemo();
}

void ModelBook::askForDemo() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("provider"), demo);
    query.addQueryItem(QStringLiteral("by"), QStringLiteral("direct"));
    m_client.get(QStringLiteral("/models"), query, this, [this](const Reply& reply) {
        if (!reply.ok())
            return;
        m_demo = !reply.items().isEmpty();
        Q_EMIT providersChanged();
    });
}

QStringList ModelBook::providers() const {
    QStringList names;
    auto all = m_providers.items();
    // In the order that people gave them; those without one come last.
    const auto place = [](const QJsonObject& provider) {
        return provider.value(QLatin1String("order")).toInteger(std::numeric_limits<qint64>::max());
    };
    std::stable_sort(all.begin(), all.end(),
                     [&place](const QJsonObject& a, const QJsonObject& b) { return place(a) < place(b); });
    for (const auto& provider : std::as_const(all))
        names.append(provider.value(QLatin1String("id")).toString());
    if (m_demo && !names.contains(demo))
        names.append(demo);
    return names;
}

QStringList ModelBook::modelsOf(const QString& provider) {
    if (!provider.isEmpty() && !m_asked.contains(provider)) {
        m_asked.insert(provider);
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("provider"), provider);
        query.addQueryItem(QStringLiteral("by"), QStringLiteral("direct"));
        query.addQueryItem(QStringLiteral("limit"), QStringLiteral("500"));
        m_client.get(QStringLiteral("/models"), query, this, [this, provider](const Reply& reply) {
            QStringList models;
            for (const auto& item : reply.items())
                models.append(item.toObject().value(QLatin1String("name")).toString().mid(provider.size() + 1));
            add(provider, models);
        });
        if (provider != demo) {
            const auto id = QString::fromLatin1(QUrl::toPercentEncoding(provider));
            m_client.get(QString(QStringLiteral("/providers/") + id + QStringLiteral("/models")), {}, this,
                         [this, provider](const Reply& reply) {
                             QStringList models;
                             for (const auto& item : reply.items())
                                 models.append(item.toObject().value(QLatin1String("id")).toString());
                             add(provider, models);
                         });
        }
    }
    return m_models.value(provider);
}

void ModelBook::add(const QString& provider, const QStringList& models) {
    auto& known = m_models[provider];
    const auto before = known.size();
    known.append(models);
    known.removeAll(QString());
    known.removeDuplicates();
    known.sort(Qt::CaseInsensitive);
    if (known.size() != before)
        Q_EMIT modelsChanged(provider);
}

} // namespace gatehouse::ui
