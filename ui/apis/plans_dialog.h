// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/objects_dialog.h"
#include "ui/widgets/form_dialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace gatehouse::ui {

// The plans that subscriptions can be asked for.
class PlansDialog : public ObjectsDialog {
    Q_OBJECT

public:
    PlansDialog(Console& console, QWidget* parent);

protected:
    QList<QStandardItem*> rowOf(const QJsonObject& plan) override;
    void add() override;
    void edit(const QJsonObject& plan) override;
    QString deleteText(const QJsonObject& plan) const override;
};

// A plan: what each of its subscriptions may use, what it costs, and who approves it.
class PlanDialog : public FormDialog {
    Q_OBJECT

public:
    PlanDialog(Console& console, const QJsonObject& plan, QWidget* parent); // empty: a new one

private:
    void makeFields();
    void makeLimits();
    void makePrice();
    void show(const QJsonObject& plan);
    QJsonObject wanted() const;
    QString idFault() const;
    void save();

    Console& m_console;
    QJsonObject m_plan;
    QLineEdit* m_id;
    QLineEdit* m_title;
    QLineEdit* m_description;
    QComboBox* m_approval;
    QSpinBox* m_requests;
    QSpinBox* m_tokens;
    QSpinBox* m_concurrent;
    QLineEdit* m_usd;
    QComboBox* m_period;
    QLineEdit* m_month;
    QLineEdit* m_call;
    QLineEdit* m_markup;
    QLineEdit* m_expires;
    QCheckBox* m_enabled;
};

} // namespace gatehouse::ui
