// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/provider_catalogue.h"

#include "ui/providers/spoken_dialects.h"

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
        if (!spokenDialects().contains(dialect) || address.contains(u'{') || address.isEmpty())
            continue;
        preset.supported = true;
        preset.places.clear(); // that address is whole
        preset.needsBaseUrl = false;
        preset.alternativeDialect = dialect;
        preset.baseUrl = address;
        if (!preset.auth.contains(QLatin1String("bearer")) && dialect == QLatin1String("openai"))
            preset.alternativeAuth = QStringLiteral("bearer");
        return;
    }
}

QStringList textsIn(const QJsonObject& json, const char* name) {
    QStringList texts;
    for (const auto& value : json.value(QLatin1String(name)).toArray())
        texts.append(value.toString());
    return texts;
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
    preset.authKinds = textsIn(json, "auth_kinds");
    preset.places = textsIn(json, "places");
    preset.environment = textsIn(json, "environment");
    if (preset.baseUrl == QLatin1String("{base_url}")) // no place in an address: it is the address
        preset.places.clear();
    if (!preset.supported)
        useAlternative(preset, json.value(QLatin1String("alternatives")).toArray());
    if (oftenUsed().contains(preset.id) && preset.supported)
        preset.category = QStringLiteral("often");
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
