// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_book.h"

#include <QJsonArray>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

QDateTime moment(const QJsonObject& object, const char* name) {
    return QDateTime::fromString(text(object, name), Qt::ISODateWithMs);
}

// "sentiment@production" is of "sentiment".
QString promptOf(const QString& reference) {
    return reference.section(u'@', 0, 0);
}

// What a version of an API serves.
QString servedBy(const QJsonObject& version) {
    const auto named = text(version, "prompt");
    return named.isEmpty() ? text(version.value(QLatin1String("definition")).toObject(), "prompt") : named;
}

PromptRow rowOf(const QJsonObject& told) {
    PromptRow row;
    row.id = text(told, "id");
    row.title = text(told, "title");
    row.team = text(told, "team");
    for (const auto& tag : told.value(QLatin1String("tags")).toArray())
        row.tags.append(tag.toString());
    row.labels = promptLabels(told);
    row.changed = moment(told, "changed");
    const auto versions = told.value(QLatin1String("versions"));
    row.version = versions.isDouble() ? versions.toInt() : 0;
    for (const auto* name : {"version", "latest", "latest_version"})
        row.version = std::max(row.version, told.value(QLatin1String(name)).toInt());
    for (const auto& value : versions.toArray()) {
        const auto version = value.toObject();
        row.version = std::max(row.version, version.value(QLatin1String("version")).toInt());
        row.changed = std::max(row.changed, moment(version, "created"));
    }
    return row;
}

} // namespace

PromptBook::PromptBook(GatewayClient& client, QObject* parent)
    : QObject(parent), m_prompts(client, QStringLiteral("/prompts")), m_apis(client, QStringLiteral("/apis")),
      m_chains(client, QStringLiteral("/chains")) {
    for (auto* list : {&m_prompts, &m_apis, &m_chains})
        connect(list, &ResourceList::changed, this, &PromptBook::build);
    connect(&m_prompts, &ResourceList::loadingChanged, this, &PromptBook::changed);
}

void PromptBook::reload() {
    for (auto* list : {&m_prompts, &m_apis, &m_chains})
        list->reload();
}

const PromptRow* PromptBook::find(const QString& id) const {
    const auto place = m_places.constFind(id);
    return place == m_places.constEnd() ? nullptr : &m_rows[*place];
}

QStringList PromptBook::ids() const {
    return m_places.keys();
}

QHash<QString, PromptBook::Use> PromptBook::uses() const {
    QHash<QString, Use> uses;
    const auto use = [&uses](const QString& prompt, const QString& by) {
        auto& users = uses[prompt].users;
        if (!users.contains(by))
            users.append(by);
    };
    for (const auto& api : m_apis.items()) {
        for (const auto& value : api.value(QLatin1String("versions")).toArray()) {
            const auto version = value.toObject();
            const auto prompt = promptOf(servedBy(version));
            if (prompt.isEmpty())
                continue;
            use(prompt, text(api, "id"));
            const auto state = text(version, "state");
            if (state == QLatin1String("published") || state == QLatin1String("deprecated"))
                uses[prompt].published.append(QString(text(api, "id") + u'/' + text(version, "version")));
        }
    }
    for (const auto& chain : m_chains.items()) {
        for (const auto& version : chain.value(QLatin1String("versions")).toArray()) {
            for (const auto& value : version.toObject().value(QLatin1String("steps")).toArray()) {
                const auto step = value.toObject();
                if (text(step, "kind") == QLatin1String("prompt"))
                    use(promptOf(text(step, "use")), text(chain, "id"));
            }
        }
    }
    return uses;
}

void PromptBook::build() {
    const auto used = uses();
    m_rows.clear();
    m_places.clear();
    m_rows.reserve(m_prompts.items().size());
    for (const auto& told : m_prompts.items()) {
        auto row = rowOf(told);
        if (const auto found = used.constFind(row.id); found != used.constEnd()) {
            row.published = found->published;
            row.users = found->users;
        }
        row.labelText = labelsText(row.labels);
        row.changedText = momentWords(row.changed);
        row.publishedText = row.published.join(QStringLiteral(", "));
        row.userText = row.users.join(QStringLiteral(", "));
        m_places.insert(row.id, m_rows.size());
        m_rows.append(std::move(row));
    }
    Q_EMIT changed();
}

} // namespace gatehouse::ui
