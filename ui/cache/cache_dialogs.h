// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/scope_objects.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonObject>
#include <functional>

class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

// Says what shall be thrown away: of a route, of a model, of a key, or all.
class PurgeDialog : public FormDialog {
    Q_OBJECT

public:
    // "chosen" gets the body for POST /cache/purge. An empty route: of all.
    PurgeDialog(Console& console, const ScopeObjects& objects, const QString& route, QWidget* parent,
                std::function<void(const QJsonObject& what)> chosen);

private:
    QJsonObject what() const;

    QComboBox* m_route;
    QLineEdit* m_model;
    QComboBox* m_key;
};

// How large the caches may grow and how long an answer counts.
class CacheSettingsDialog : public FormDialog {
    Q_OBJECT

public:
    CacheSettingsDialog(Console& console, const QJsonObject& settings, QWidget* parent);

private:
    void save();

    Console& m_console;
    QJsonObject m_settings;
    QLineEdit* m_memory;
    QLineEdit* m_store;
    QLineEdit* m_ttl;
};

} // namespace gatehouse::ui
