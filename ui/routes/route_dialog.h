// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonObject>
#include <functional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace gatehouse::ui {

class ModelBook;
class ResourceList;
class TargetList;

// Makes or changes a route: the name that clients ask for, and who serves it.
class RouteDialog : public FormDialog {
    Q_OBJECT

public:
    // An empty route: a new one. "saved" hears its name.
    RouteDialog(Console& console, ModelBook& book, const ResourceList& routes, const QJsonObject& route,
                QWidget* parent, std::function<void(const QString&)> saved);

private:
    void addFields();
    void show(const QJsonObject& route);
    QJsonObject value() const;
    QString nameFault() const;
    QString targetsFault() const;
    void save();

    Console& m_console;
    const ResourceList& m_routes;
    const QJsonObject m_before;
    std::function<void(const QString&)> m_saved;
    QLineEdit* m_name;
    QComboBox* m_strategy;
    TargetList* m_targets;
    QSpinBox* m_attempts;
    QCheckBox* m_onConnect;
    QCheckBox* m_onTimeout;
    QCheckBox* m_on5xx;
    QLineEdit* m_statuses;
    QCheckBox* m_strict;
    QComboBox* m_bodies;
};

} // namespace gatehouse::ui
