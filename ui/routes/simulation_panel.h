// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QJsonObject>
#include <QLocale>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStringListModel;
class QVBoxLayout;

namespace gatehouse::ui {

class CallFacts;
class NoticePanel;
class ResourceList;

// "Who would serve this?": the way of a call that is not sent, as the gateway itself would lead it.
class SimulationPanel : public QWidget {
    Q_OBJECT

public:
    SimulationPanel(Console& console, const ResourceList& routes, const ResourceList& apps, QWidget* parent = nullptr);

    void ask(const QString& model); // shows the way of a call of that model
    void askAgain();                // where something was asked for
    void setNarrow(bool narrow);    // it stands below the table rather than beside it

Q_SIGNALS:
    void priceAsked(const QJsonObject& target); // provider, model and price

private:
    QWidget* makeQuestion();
    void offerNames();
    void offerApps();
    void simulate();
    void take(const Reply& reply);
    void showWay(const QJsonObject& way);
    void clear();
    void addLink(const QString& words);
    void addStart(const QJsonObject& way);
    void addRefusal(const QJsonObject& refusal);
    void addTarget(const QJsonObject& target, bool pretend);
    void addEnd(const QJsonObject& way);
    QString keyWords(const QJsonObject& target) const;
    QString costWords(const QJsonObject& target, bool pretend) const;

    Console& m_console;
    const ResourceList& m_routes;
    const ResourceList& m_apps;
    QLocale m_locale;
    QLineEdit* m_model;
    QStringListModel* m_names;
    QComboBox* m_app;
    QComboBox* m_operation;
    QSpinBox* m_input;
    QSpinBox* m_output;
    QPushButton* m_button;
    CallFacts* m_facts;
    QWidget* m_way;
    QVBoxLayout* m_steps;
    QLabel* m_fault;
    QGridLayout* m_grid = nullptr;
    QTimer m_soon; // the configuration changed under what is shown
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
