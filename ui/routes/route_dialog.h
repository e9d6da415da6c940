// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonArray>
#include <QJsonObject>
#include <functional>
#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

class ModelBook;
class ResourceList;
class RoutePart;
class RuleList;
class StrategyPart;
class TargetList;
class TrafficBook;

// Makes or changes a route: the name that clients ask for, who serves it, and all that it goes by. What is rarely
// touched is folded and says in a line how it stands.
class RouteDialog : public FormDialog {
    Q_OBJECT

public:
    // What is known of the gateway's other objects.
    struct Known {
        ModelBook& models;
        TrafficBook& traffic;
        const ResourceList& routes;
        const ResourceList& providers;
    };
    // An empty route: a new one. "saved" hears its name.
    RouteDialog(Console& console, const Known& known, const QJsonObject& route, QWidget* parent,
                std::function<void(const QString&)> saved);
    ~RouteDialog() override;

private:
    void addMain();
    void addFolds();
    void addRecords();
    void show(const QJsonObject& route);
    void showLive();
    QJsonObject value() const;
    QString nameFault() const;
    QString targetsFault() const;
    QStringList otherRoutes() const;
    QStringList regions() const;
    void offerNames();
    void evaluate();
    void save();

    Console& m_console;
    Known m_known;
    const QJsonObject m_before;
    std::function<void(const QString&)> m_saved;
    QLineEdit* m_name;
    TargetList* m_targets;
    RuleList* m_rules;
    StrategyPart* m_strategy = nullptr;
    std::vector<std::unique_ptr<RoutePart>> m_parts;
    QCheckBox* m_strict;
    QComboBox* m_bodies;
    QPushButton* m_evaluate = nullptr;
};

} // namespace gatehouse::ui
