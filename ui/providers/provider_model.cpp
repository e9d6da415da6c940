// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/provider_model.h"

#include "ui/models/format.h"
#include "ui/providers/letter_tile.h"
#include "ui/providers/provider_words.h"

#include <QBrush>
#include <QIODevice>
#include <QJsonArray>
#include <QMimeData>
#include <algorithm>
#include <limits>

namespace gatehouse::ui {
namespace {

const QString rowType = QStringLiteral("application/x-gatehouse-provider");

qint64 placeOf(const QJsonObject& provider) {
    return provider.value(QLatin1String("order")).toInteger(std::numeric_limits<qint64>::max());
}

QString idOf(const QJsonObject& provider) {
    return provider.value(QLatin1String("id")).toString();
}

double number(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toDouble();
}

} // namespace

ProviderModel::ProviderModel(const Theme& theme, const ProviderCatalogue& catalogue, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_catalogue(catalogue) {}

void ProviderModel::setObjects(const QVector<QJsonObject>& providers) {
    m_objects = providers;
    std::stable_sort(m_objects.begin(), m_objects.end(), [](const QJsonObject& a, const QJsonObject& b) {
        return placeOf(a) != placeOf(b) ? placeOf(a) < placeOf(b) : idOf(a) < idOf(b);
    });
    arrange();
}

void ProviderModel::setHealth(const QJsonArray& items) {
    m_health.clear();
    for (const auto& item : items)
        m_health.insert(item.toObject().value(QLatin1String("provider")).toString(), item.toObject());
    arrange();
}

// Rows keep their place where only figures change, so that selection and scroll stay.
void ProviderModel::arrange() {
    QVector<ProviderRow> rows;
    for (const auto& object : std::as_const(m_objects))
        rows.append({idOf(object), object, m_health.value(idOf(object)), false});
    for (const auto& health : std::as_const(m_health)) {
        if (health.value(QLatin1String("built_in")).toBool())
            rows.append({health.value(QLatin1String("provider")).toString(), {}, health, true});
    }
    putRows(std::move(rows), &ProviderRow::id);
}

void ProviderModel::setModels(const QString& provider, std::optional<QVector<ModelName>> models) {
    if (models)
        m_models.insert(provider, std::move(*models));
    else
        m_models.remove(provider);
    const auto place = indexOf(provider);
    if (place.isValid())
        Q_EMIT dataChanged(place.siblingAtColumn(0), place.siblingAtColumn(ColumnCount - 1));
}

std::optional<QVector<ModelName>> ProviderModel::modelsOf(const QString& provider) const {
    const auto found = m_models.constFind(provider);
    return found == m_models.constEnd() ? std::nullopt : std::optional(*found);
}

void ProviderModel::refreshNames() {
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Kind), index(static_cast<int>(m_rows.size()) - 1, Kind));
}

const ProviderRow* ProviderModel::row(const QModelIndex& index) const {
    return index.isValid() && index.row() < m_rows.size() ? &m_rows.at(index.row()) : nullptr;
}

const ProviderRow* ProviderModel::find(const QString& id) const {
    return row(indexOf(id));
}

QModelIndex ProviderModel::indexOf(const QString& id) const {
    return findRow(&ProviderRow::id, id);
}

QStringList ProviderModel::order() const {
    QStringList ids;
    for (const auto& row : m_rows) {
        if (!row.builtIn)
            ids.append(row.id);
    }
    return ids;
}

bool ProviderModel::onlyBuiltIn() const {
    return std::all_of(m_rows.begin(), m_rows.end(), [](const ProviderRow& row) { return row.builtIn; });
}

QString ProviderModel::kindText(const ProviderRow& row) const {
    if (row.builtIn)
        return tr("Built in");
    const auto preset = row.object.value(QLatin1String("preset")).toString();
    if (const auto* known = m_catalogue.find(preset))
        return known->name;
    if (!preset.isEmpty())
        return preset;
    return tr("%1 compatible").arg(dialectName(row.object.value(QLatin1String("dialect")).toString()));
}

QString ProviderModel::textAt(const ProviderRow& row, int column) const {
    const QLocale locale;
    const auto none = QStringLiteral("–");
    const bool known = !row.health.isEmpty();
    const auto calls = static_cast<qint64>(number(row.health, "calls"));
    switch (column) {
    case Name:
        return row.id;
    case Kind:
        return kindText(row);
    case Health:
        return known ? healthWords(row.state()).text : none;
    case Models: {
        const auto models = modelsOf(row.id);
        return models ? countText(locale, models->size()) : none;
    }
    case Keys:
        return row.builtIn ? none : countText(locale, row.object.value(QLatin1String("keys")).toArray().size());
    case P95: {
        const auto slow = row.health.value(QLatin1String("p95_ms"));
        return slow.isDouble() ? durationText(locale, slow.toDouble()) : none;
    }
    case Errors:
        return calls == 0 ? none : shareText(locale, number(row.health, "error_share"));
    case Spend: {
        const auto cost = row.health.value(QLatin1String("cost"));
        if (calls == 0)
            return none;
        return cost.isString() ? moneyText(locale, cost.toString()) : tr("unknown");
    }
    default:
        return {};
    }
}

QVariant ProviderModel::sortValue(const ProviderRow& row, int column) const {
    switch (column) {
    case Models:
        return modelsOf(row.id) ? QVariant(modelsOf(row.id)->size()) : QVariant(-1);
    case Keys:
        return row.object.value(QLatin1String("keys")).toArray().size();
    case P95:
        return number(row.health, "p95_ms");
    case Errors:
        return number(row.health, "error_share");
    case Spend:
        return row.health.value(QLatin1String("cost")).toString().toDouble();
    default:
        return textAt(row, column);
    }
}

QVariant ProviderModel::roleAt(const ProviderRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        if (column == Name)
            return letterTile(m_theme, row.id);
        if (column == Health && !row.health.isEmpty()) {
            const auto words = healthWords(row.state());
            return m_theme.icon(words.icon, words.tone);
        }
        return {};
    case Qt::ForegroundRole:
        return row.enabled() ? QVariant() : QVariant(QBrush(m_theme.color(Theme::Tone::Secondary)));
    default:
        return {};
    }
}

QString ProviderModel::title(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Kind:
        return tr("Kind");
    case Health:
        return tr("Health");
    case Models:
        return tr("Models");
    case Keys:
        return tr("Keys");
    case P95:
        return tr("p95");
    case Errors:
        return tr("Errors");
    case Spend:
        return tr("Spend, 24 h");
    default:
        return {};
    }
}

Qt::ItemFlags ProviderModel::flags(const QModelIndex& index) const {
    const auto* row = this->row(index);
    if (row == nullptr)
        return Qt::ItemIsDropEnabled; // between rows only
    auto flags = TableRows::flags(index);
    return row->builtIn ? flags : flags | Qt::ItemIsDragEnabled;
}

QStringList ProviderModel::mimeTypes() const {
    return {rowType};
}

QMimeData* ProviderModel::mimeData(const QModelIndexList& indexes) const {
    const auto* row = indexes.isEmpty() ? nullptr : this->row(indexes.first());
    if (row == nullptr)
        return nullptr;
    auto* data = new QMimeData;
    data->setData(rowType, row->id.toUtf8());
    return data;
}

// Says no to the table, which would else take the dragged row away by itself.
bool ProviderModel::dropMimeData(const QMimeData* data, Qt::DropAction /*action*/, int row, int /*column*/,
                                 const QModelIndex& parent) {
    if (data->hasFormat(rowType) && !parent.isValid())
        Q_EMIT moveAsked(QString::fromUtf8(data->data(rowType)), row < 0 ? static_cast<int>(m_rows.size()) : row);
    return false;
}

} // namespace gatehouse::ui
