// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/provider_catalogue.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QHash>
#include <QJsonObject>
#include <optional>

namespace gatehouse::ui {

// A provider's name in a list.
struct ModelName {
    QString id;
    QString name; // for people; may be empty
};

struct ProviderRow {
    QString id;
    QJsonObject object; // of GET /providers; empty for the built-in provider
    QJsonObject health; // of GET /provider-health; empty while it is not known
    bool builtIn = false;
    QString state() const { return health.value(QLatin1String("state")).toString(); }
    bool enabled() const { return builtIn || object.value(QLatin1String("enabled")).toBool(true); }
};

// The providers in the order that people gave them, the built-in one last. Rows can be dragged to another place:
// moveAsked() tells of it, nothing moves by itself. UI thread.
class ProviderModel : public TableRows<ProviderRow> {
    Q_OBJECT

public:
    enum Column { Name, Kind, Health, Models, Keys, P95, Errors, Spend, ColumnCount };

    ProviderModel(const Theme& theme, const ProviderCatalogue& catalogue, QObject* parent = nullptr);

    void setObjects(const QVector<QJsonObject>& providers);
    void setHealth(const QJsonArray& items);
    void setModels(const QString& provider, std::optional<QVector<ModelName>> models);
    // What the provider offers, as far as it was asked in this session.
    std::optional<QVector<ModelName>> modelsOf(const QString& provider) const;
    void refreshNames(); // the catalogue has come

    const ProviderRow* row(const QModelIndex& index) const;
    const ProviderRow* find(const QString& id) const;
    QModelIndex indexOf(const QString& id) const;
    QStringList order() const; // without the built-in one
    bool onlyBuiltIn() const;  // there is nothing that a person added
    QString kindText(const ProviderRow& row) const;

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

Q_SIGNALS:
    void moveAsked(const QString& provider, int place); // before the row that stands there now

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column >= Models; }
    QString textAt(const ProviderRow& row, int column) const override;
    QVariant sortValue(const ProviderRow& row, int column) const override;
    QVariant roleAt(const ProviderRow& row, int column, int role) const override;
    void arrange();

    const Theme& m_theme;
    const ProviderCatalogue& m_catalogue;
    QVector<QJsonObject> m_objects;
    QHash<QString, QJsonObject> m_health;
    QHash<QString, QVector<ModelName>> m_models;
};

} // namespace gatehouse::ui
