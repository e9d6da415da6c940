// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/routes/route_fields.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QVector>
#include <QWidget>
#include <functional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QMenu;
class QPushButton;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace gatehouse::ui {

class Form;

// Routes to go on with, by what went wrong: a row each.
class FallbackList : public QWidget {
    Q_OBJECT

public:
    FallbackList(const Theme& theme, std::function<QStringList()> routes, QWidget* parent = nullptr);
    void show(const QJsonArray& fallbacks);
    QJsonArray value() const;
    QString fault() const;
    int count() const { return static_cast<int>(m_rows.size()); }

    static QString causeName(const QString& cause); // of "5xx", "context" …

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QWidget* line = nullptr;
        QToolButton* causes = nullptr;
        QMenu* menu = nullptr;
        QComboBox* route = nullptr;
    };
    void add(const QJsonObject& fallback);
    void showCauses(const Row& row);

    const Theme& m_theme;
    std::function<QStringList()> m_routes;
    QVBoxLayout* m_layout;
    QPushButton* m_add;
    QVector<Row> m_rows;
};

// What is done where a target fails: tries, other routes, a second call, how long to wait, and cut streams.
class FailurePart : public RoutePart {
    Q_DECLARE_TR_FUNCTIONS(RouteFailure)

public:
    FailurePart(Form& form, const Theme& theme, std::function<QStringList()> routes);
    void show(const QJsonObject& route) override;
    void write(QJsonObject& route) const override;
    QString summary() const override;

private:
    void addRetry();
    void addHedge();
    void addTimeouts();
    void showFitting();

    Form& m_form;
    QSpinBox* m_attempts;
    QCheckBox* m_onConnect;
    QCheckBox* m_onTimeout;
    QCheckBox* m_on5xx;
    QLineEdit* m_statuses;
    FallbackList* m_fallbacks;
    QCheckBox* m_hedged;
    QSpinBox* m_percentile;
    QLineEdit* m_atLeast;
    QLineEdit* m_connect;
    QLineEdit* m_firstByte;
    QLineEdit* m_idle;
    QLineEdit* m_total;
    QComboBox* m_cut;
};

} // namespace gatehouse::ui
