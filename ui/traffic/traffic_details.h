// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/traffic/traffic_row.h"

#include <QJsonObject>
#include <QScrollArea>

class QLabel;

namespace gatehouse::ui {

// What there is to know of one target: its circuit with its thresholds, who waits, what its provider's limits have
// left, and its health check, side by side.
class TrafficDetails : public QScrollArea {
    Q_OBJECT

public:
    explicit TrafficDetails(QWidget* parent = nullptr);
    // Null: nothing is selected. "provider" is its configuration.
    void show(const TrafficRow* row, const QJsonObject& provider);

private:
    QLabel* addPart(const QString& title, const char* name, int row, int column);

    QWidget* m_page;
    QLabel* m_title;
    QLabel* m_circuit;
    QLabel* m_queue;
    QLabel* m_learned;
    QLabel* m_health;
};

} // namespace gatehouse::ui
