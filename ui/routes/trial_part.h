// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/routes/route_fields.h"

#include <QCoreApplication>
#include <QVector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;
class QWidget;

namespace gatehouse::ui {

class Form;
class ModelBook;
class TargetList;

// A share of the calls led to one target first, stepped up or rolled back by how it does.
class CanaryPart : public RoutePart {
    Q_DECLARE_TR_FUNCTIONS(RouteCanary)

public:
    CanaryPart(Form& form, TargetList& targets);
    void show(const QJsonObject& route) override;
    void write(QJsonObject& route) const override;
    QString summary() const override;

private:
    void offerTargets();
    void showFitting();

    Form& m_form;
    TargetList& m_targets;
    QCheckBox* m_on;
    QComboBox* m_target;
    QDoubleSpinBox* m_percent;
    QComboBox* m_sticky;
    QCheckBox* m_steps;
    QDoubleSpinBox* m_step;
    QLineEdit* m_every;
    QDoubleSpinBox* m_upTo;
    QCheckBox* m_errors;
    QDoubleSpinBox* m_errorRate;
    QCheckBox* m_slow;
    QLineEdit* m_latency;
    QCheckBox* m_bad;
    QDoubleSpinBox* m_feedback;
    QSpinBox* m_calls;
};

// Shares of the calls for each target, kept for as long as the same caller comes back.
class ExperimentPart : public RoutePart {
    Q_DECLARE_TR_FUNCTIONS(RouteExperiment)

public:
    ExperimentPart(Form& form, TargetList& targets);
    void show(const QJsonObject& route) override;
    void write(QJsonObject& route) const override;
    QString summary() const override;

private:
    void offerTargets();
    void showFitting();
    QString fault() const;

    Form& m_form;
    TargetList& m_targets;
    QCheckBox* m_on;
    QComboBox* m_sticky;
    QWidget* m_shares;
    QVBoxLayout* m_layout;
    QVector<QDoubleSpinBox*> m_boxes; // in the order of the targets
};

// A copy of a share of the calls, whose answers nobody gets.
class ShadowPart : public RoutePart {
    Q_DECLARE_TR_FUNCTIONS(RouteShadow)

public:
    ShadowPart(Form& form, ModelBook& book);
    void show(const QJsonObject& route) override;
    void write(QJsonObject& route) const override;
    QString summary() const override;

private:
    void showFitting();

    Form& m_form;
    QCheckBox* m_on;
    QComboBox* m_provider;
    QLineEdit* m_model;
    QDoubleSpinBox* m_percent;
    QCheckBox* m_billed;
};

} // namespace gatehouse::ui
