// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/provider_catalogue.h"

#include <QJsonArray>
#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int pageSize = 500;

int rankOf(const CatalogueEntry& preset) {
    static const std::array<QLatin1String, 8> order{QLatin1String("often"),          QLatin1String("cloud"),
                                                    QLatin1String("local"),          QLatin1String("aggregator"),
                                                    QLatin1String("plan"),           QLatin1String("self_hosted"),
                                                    QLatin1String("agent_platform"), QLatin1String("generic")};
    return static_cast<int>(std::find(order.begin(), order.end(), preset.category) - order.begin());
}

// What most people look for stands first, in this order.
const QStringList& oftenUsed() {
    static const QStringList ids{
        QStringLiteral("openai"),          QStringLiteral("anthropic"), QStringLiteral("google"),
        QStringLiteral("mistral"),         QStringLiteral("deepseek"),  QStringLiteral("xai"),
        QStringLiteral("openrouter"),      QStringLiteral("groq"),      QStringLiteral("ollama"),
        QStringLiteral("lmstudio"),        QStringLiteral("vllm"),      QStringLiteral("custom-openai"),
        QStringLiteral("custom-anthropic")};
    return ids;
}

// A provider whose own form this version lacks may speak another one at another address.
void useAlternative(CatalogueEntry& preset, const QJsonArray& alternatives) {
    for (const auto& value : alternatives) {
        const auto other = value.toObject();
        const auto dialect = other.value(QLatin1String("dialect")).toString();
        const auto address = other.value(QLatin1String("base_url")).toString();
        const bool spoken = dialect == QLatin1String("openai") || dialect == QLatin1String("anthropic");
        if (!spoken || address.contains(u'{') || address.isEmpty())
            continue;
        preset.supported = true;
        preset.alternativeDialect = dialect;
        preset.baseUrl = address;
        if (!preset.auth.contains(QLatin1String("bearer")) && dialect == QLatin1String("openai"))
            preset.alternativeAuth = QStringLiteral("bearer");
        return;
    }
}

CatalogueEntry presetOf(const QJsonObject& json) {
    const auto text = [&json](const char* name) { return json.value(QLatin1String(name)).toString(); };
    const auto flag = [&json](const char* name) { return json.value(QLatin1String(name)).toBool(); };
    CatalogueEntry preset;
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
    if (!preset.supported)
        useAlternative(preset, json.value(QLatin1String("alternatives")).toArray());
    if (oftenUsed().contains(preset.id) && preset.supported)
        preset.category = QStringLiteral("often");
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
        std::stable_sort(m_presets.begin(), m_presets.end(), [](const CatalogueEntry& a, const CatalogueEntry& b) {
            const int left = rankOf(a);
            const int right = rankOf(b);
            if (left != right)
                return left < right;
            const auto first = oftenUsed().indexOf(a.id);
            const auto second = oftenUsed().indexOf(b.id);
            return first != second ? first < second
                                   : QString::compare(a.name, b.name, Qt::CaseInsensitive) < 0; // names of products
        });
        m_loading = false;
        m_loaded = true;
        Q_EMIT changed();
    });
}

const CatalogueEntry* ProviderCatalogue::find(const QString& id) const {
    const auto found = std::find_if(m_presets.begin(), m_presets.end(),
                                    [&id](const CatalogueEntry& preset) { return preset.id == id; });
    return found == m_presets.end() ? nullptr : &*found;
}

} // namespace gatehouse::ui
