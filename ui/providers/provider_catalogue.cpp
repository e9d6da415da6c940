// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/provider_catalogue.h"

#include <QJsonArray>
#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int pageSize = 500;

int rankOf(const Preset& preset) {
    static const std::array<QLatin1String, 7> order{QLatin1String("cloud"),       QLatin1String("local"),
                                                    QLatin1String("aggregator"),  QLatin1String("plan"),
                                                    QLatin1String("self_hosted"), QLatin1String("agent_platform"),
                                                    QLatin1String("generic")};
    return static_cast<int>(std::find(order.begin(), order.end(), preset.category) - order.begin());
}

Preset presetOf(const QJsonObject& json) {
    const auto text = [&json](const char* name) { return json.value(QLatin1String(name)).toString(); };
    const auto flag = [&json](const char* name) { return json.value(QLatin1String(name)).toBool(); };
    Preset preset;
    preset.id = text("id");
    preset.name = text("name");
    preset.category = text("category");
    preset.baseUrl = text("base_url");
    preset.dialect = text("dialect");
    preset.auth = text("auth");
    preset.keyOptional = flag("key_optional");
    preset.needsBaseUrl = flag("needs_base_url");
    preset.supported = flag("supported");
    preset.unsupportedBecause = text("unsupported_because");
    preset.note = text("note");
    const auto variables = json.value(QLatin1String("environment")).toArray();
    for (const auto& variable : variables)
        preset.environment.append(variable.toString());
    return preset;
}

} // namespace

ProviderCatalogue::ProviderCatalogue(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_presets.clear();
        m_loaded = m_loading = false;
    });
}

void ProviderCatalogue::load() {
    if (m_loaded || m_loading)
        return;
    m_loading = true;
    m_coming.clear();
    fetch({});
}

void ProviderCatalogue::fetch(const QString& cursor) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageSize));
    if (!cursor.isEmpty())
        query.addQueryItem(QStringLiteral("cursor"), cursor);
    m_client.get(QStringLiteral("/catalogue/providers"), query, this, [this](const Reply& reply) {
        if (!reply.ok()) {
            m_loading = false;
            m_problem = reply.problem();
            Q_EMIT changed();
            return;
        }
        const auto items = reply.items();
        for (const auto& item : items)
            m_coming.append(presetOf(item.toObject()));
        if (const auto next = reply.nextCursor(); !next.isEmpty()) {
            fetch(next);
            return;
        }
        m_presets = std::exchange(m_coming, {});
        std::stable_sort(m_presets.begin(), m_presets.end(), [](const Preset& a, const Preset& b) {
            const int left = rankOf(a);
            const int right = rankOf(b);
            return left != right ? left < right : QString::localeAwareCompare(a.name, b.name) < 0;
        });
        m_loading = false;
        m_loaded = true;
        Q_EMIT changed();
    });
}

const Preset* ProviderCatalogue::find(const QString& id) const {
    const auto found =
        std::find_if(m_presets.begin(), m_presets.end(), [&id](const Preset& preset) { return preset.id == id; });
    return found == m_presets.end() ? nullptr : &*found;
}

} // namespace gatehouse::ui
