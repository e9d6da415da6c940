// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/object_index.h"

#include "ui/models/resource_list.h"

#include <array>

namespace gatehouse::ui {
namespace {

struct Kind {
    const char* path;
    const char* word;
    const char* icon;
    const char* view;
    const char* term;        // of the log's filter
    const char* prefix = ""; // before its id, where its view shows other objects too
};

constexpr std::array<Kind, 8> kinds{{
    {"/providers", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "Provider"), "server", "providers", "provider"},
    {"/routes", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "Route"), "route", "routes", "route"},
    {"/apps", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "Application"), "apps", "apps", "app"},
    {"/keys", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "Key"), "key", "keys", "key"},
    {"/apis", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "API"), "world", "apis", "api"},
    {"/teams", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "Team"), "users", "teams", "team"},
    {"/prompts", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "Prompt"), "file-text", "prompts", "prompt"},
    {"/chains", QT_TRANSLATE_NOOP("gatehouse::ui::ObjectIndex", "Chain"), "corner-down-right", "prompts", "api", "chain:"},
}};

QString quotedWhereNeeded(const QString& text) {
    return text.contains(u' ') ? QString(u'"' + text + u'"') : text;
}

} // namespace

ObjectIndex::ObjectIndex(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {}

void ObjectIndex::readAnew() {
    if (!m_lists.empty() || m_client.address().admin.isEmpty())
        return; // the lists keep themselves up to date
    for (const auto& kind : kinds) {
        auto* list = new ResourceList(m_client, QLatin1String(kind.path), this);
        connect(list, &ResourceList::changed, this, &ObjectIndex::changed);
        m_lists.push_back(list);
    }
}

QVector<FoundObject> ObjectIndex::objects() const {
    QVector<FoundObject> found;
    for (std::size_t i = 0; i < m_lists.size(); ++i) {
        const auto& kind = kinds[i];
        for (const auto& item : m_lists[i]->items()) {
            const bool isRoute = QLatin1String(kind.path) == QLatin1String("/routes");
            const QString id = item.value(isRoute ? QLatin1String("model") : QLatin1String("id")).toString();
            const QString title = item.value(QLatin1String("title")).toString();
            const QString name = title.isEmpty() ? item.value(QLatin1String("name")).toString() : title;
            found.append({id, name.isEmpty() ? id : name, tr(kind.word), QLatin1String(kind.icon),
                          QLatin1String(kind.view), QString(QLatin1String(kind.prefix) + id),
                          QString(QLatin1String(kind.term) + u':' + quotedWhereNeeded(id))});
        }
    }
    return found;
}

} // namespace gatehouse::ui
