// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/transfer/import_document.h"
#include "ui/transfer/presets.h"

#include <QJsonArray>
#include <QSet>
#include <optional>
#include <yaml-cpp/yaml.h>

namespace gatehouse::ui {

// Reads litellm_params: what they say of where and with which key becomes a provider, shared by all that say the same;
// the model becomes a target.
class LiteLlmDeployments {
public:
    LiteLlmDeployments(const PresetTable& presets, QVector<ImportNote>& notes);

    // The target; nothing where it cannot be taken over, which the notes then explain.
    std::optional<QJsonObject> take(const QString& where, const YAML::Node& parameters);
    const QJsonArray& providers() const { return m_providers; }

private:
    struct Place {
        QString preset;
        QString baseUrl;
        QString key;
        QString timeout;
        bool operator==(const Place&) const = default;
    };

    void noteOthers(const QString& where, const YAML::Node& parameters);
    bool fillAddress(Place& place, const QString& where, const YAML::Node& parameters);
    bool fillKey(Place& place, const QString& where, const YAML::Node& parameters);
    void fillTimeout(Place& place, const QString& where, const YAML::Node& parameters);
    QString providerFor(const Place& place);
    QString freeId(const Place& place) const;

    const PresetTable& m_presets;
    QVector<ImportNote>& m_notes;
    QJsonArray m_providers;
    QVector<std::pair<Place, QString>> m_ids;
};

} // namespace gatehouse::ui
