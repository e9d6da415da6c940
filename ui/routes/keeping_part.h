// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/routes/route_fields.h"

#include <QCoreApplication>
#include <QHash>
#include <functional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace gatehouse::ui {

class Form;

// What all callers of the route together may ask for.
class RouteLimitsPart : public RoutePart {
    Q_DECLARE_TR_FUNCTIONS(RouteLimits)

public:
    explicit RouteLimitsPart(Form& form);
    void show(const QJsonObject& route) override;
    void write(QJsonObject& route) const override;
    QString summary() const override;

private:
    QSpinBox* add(const char* name, const QString& says);

    Form& m_form;
    QHash<QString, QSpinBox*> m_boxes; // by the limit's name
};

// Which answers are kept, for how long and for whom.
class RouteCachePart : public RoutePart {
    Q_DECLARE_TR_FUNCTIONS(RouteCache)

public:
    RouteCachePart(Form& form, const QStringList& routes);
    void show(const QJsonObject& route) override;
    void write(QJsonObject& route) const override;
    QString summary() const override;

private:
    void showFitting();

    Form& m_form;
    QComboBox* m_mode;
    QLineEdit* m_ttl;
    QComboBox* m_shared;
    QDoubleSpinBox* m_similarity;
    QComboBox* m_embedding;
    QDoubleSpinBox* m_temperature;
    QCheckBox* m_tools;
};

} // namespace gatehouse::ui
