// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/charge_model.h"
#include "ui/widgets/console.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace gatehouse::ui {

class TableView;

// What the subscriptions of a team, or to an API, are charged in a month, with the sum and an export. UI thread.
class ChargePanel : public QWidget {
    Q_OBJECT

public:
    enum class Whose { Team, Api };
    ChargePanel(Console& console, Whose whose, QWidget* parent = nullptr);
    void show(const QString& id); // of the team or the API; empty: nothing

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeBar();
    void load();
    void take(const QJsonArray& items);
    void say(const QString& sentence);

    Console& m_console;
    const Whose m_whose;
    ChargeModel* m_model;
    QString m_id;
    quint64 m_round = 0;
    QComboBox* m_month = nullptr;
    QLabel* m_total = nullptr;
    QLabel* m_note = nullptr;
    TableView* m_table = nullptr;
    QWidget* m_card = nullptr;
};

} // namespace gatehouse::ui
