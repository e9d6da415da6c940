// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_model.h"

#include "ui/prompts/prompt_words.h"

#include <QJsonArray>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

ChainRow rowOf(const QJsonObject& told) {
    ChainRow row;
    row.id = text(told, "id");
    row.title = text(told, "title");
    row.team = text(told, "team");
    row.labels = labelsText(promptLabels(told));
    const auto newest = told.value(QLatin1String("versions")).toArray().last().toObject();
    row.version = newest.value(QLatin1String("version")).toInt();
    row.steps = static_cast<int>(newest.value(QLatin1String("steps")).toArray().size());
    row.changed = QDateTime::fromString(text(newest, "created"), Qt::ISODateWithMs);
    return row;
}

// The APIs that serve each chain, by its id.
QHash<QString, QStringList> servedBy(const QVector<QJsonObject>& apis) {
    QHash<QString, QStringList> served;
    for (const auto& api : apis) {
        for (const auto& value : api.value(QLatin1String("versions")).toArray()) {
            const auto version = value.toObject();
            const auto used = text(version.value(QLatin1String("definition")).toObject(), "chain");
            if (!used.isEmpty())
                served[used.section(u'@', 0, 0)].append(QString(text(api, "id") + u'/' + text(version, "version")));
        }
    }
    return served;
}

} // namespace

ChainModel::ChainModel(GatewayClient& client, QObject* parent)
    : TableRows(ColumnCount, parent), m_chains(client, QStringLiteral("/chains")),
      m_apis(client, QStringLiteral("/apis")) {
    for (auto* list : {&m_chains, &m_apis})
        connect(list, &ResourceList::changed, this, &ChainModel::build);
    connect(&m_chains, &ResourceList::loadingChanged, this, &ChainModel::changed);
}

void ChainModel::reload() {
    m_chains.reload();
    m_apis.reload();
}

void ChainModel::build() {
    const auto served = servedBy(m_apis.items());
    QVector<ChainRow> rows;
    for (const auto& chain : m_chains.items()) {
        auto row = rowOf(chain);
        row.published = served.value(row.id).join(QStringLiteral(", "));
        rows.append(std::move(row));
    }
    putRows(std::move(rows), &ChainRow::id);
    Q_EMIT changed();
}

QStringList ChainModel::ids() const {
    QStringList ids;
    for (const auto& row : m_rows)
        ids.append(row.id);
    return ids;
}

const ChainRow* ChainModel::row(const QString& id) const {
    const auto index = find(id);
    return index.isValid() ? &m_rows[index.row()] : nullptr;
}

QModelIndex ChainModel::find(const QString& id) const {
    return findRow(&ChainRow::id, id);
}

QString ChainModel::textAt(const ChainRow& row, int column) const {
    switch (column) {
    case Name:
        return row.name();
    case Id:
        return row.id;
    case Labels:
        return row.labels;
    case Version:
        return row.version == 0 ? QString() : m_locale.toString(row.version);
    case Steps:
        return m_locale.toString(row.steps);
    case Published:
        return row.published;
    case Changed:
        return momentWords(row.changed);
    case Team:
        return row.team;
    default:
        return {};
    }
}

QVariant ChainModel::sortValue(const ChainRow& row, int column) const {
    switch (column) {
    case Version:
        return row.version;
    case Steps:
        return row.steps;
    case Changed:
        return row.changed;
    default:
        return textAt(row, column);
    }
}

QVariant ChainModel::roleAt(const ChainRow& row, int /*column*/, int role) const {
    return role == IdRole ? QVariant(row.id) : QVariant();
}

QString ChainModel::title(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Id:
        return tr("Id");
    case Labels:
        return tr("Labels");
    case Version:
        return tr("Version");
    case Steps:
        return tr("Steps");
    case Published:
        return tr("Published");
    case Changed:
        return tr("Changed");
    case Team:
        return tr("Team");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
