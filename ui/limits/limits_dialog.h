// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/scope_objects.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;

namespace gatehouse::ui {

class LimitGrid;

// How much the organisation, a team, an application, a key or a route may ask for; and for teams, applications and keys
// from where, which models, and how large.
class LimitsDialog : public FormDialog {
    Q_OBJECT

public:
    // An empty scope: the person chooses whose.
    LimitsDialog(Console& console, const ScopeObjects& objects, const QString& scope, const QString& name,
                 QWidget* parent);

private:
    void makeChooser();
    QWidget* addGrid(const QString& title, LimitGrid* grid, const QString& hint);
    void makeAccessFields();
    void showNames();
    void showObject();
    bool holds(const char* field) const; // whether objects of this scope have it
    QString networksFault(const QLineEdit* field) const;
    QString sizeFault() const;
    QJsonObject wanted() const;
    void save();

    Console& m_console;
    const ScopeObjects& m_objects;
    QString m_scope;
    QString m_name;
    QJsonObject m_before;
    QComboBox* m_scopes = nullptr;
    QComboBox* m_names = nullptr;
    LimitGrid* m_limits;
    LimitGrid* m_userLimits;
    QWidget* m_userBlock = nullptr;
    QLineEdit* m_models;
    QLineEdit* m_allow;
    QLineEdit* m_deny;
    QLineEdit* m_maxBody;
    QDoubleSpinBox* m_maxOutput;
    QComboBox* m_priority;
};

} // namespace gatehouse::ui
