// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QDialog>
#include <QJsonObject>
#include <QLocale>

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace gatehouse::ui {

class TrafficBook;

// A canary while it runs: its share, how it does, and the hand on it: pause, resume, another share, promote, roll back.
// Deletes itself.
class CanaryDialog : public QDialog {
    Q_OBJECT

public:
    CanaryDialog(Console& console, TrafficBook& traffic, const QJsonObject& route, QWidget* parent);

private:
    QWidget* makeShare();
    QWidget* makeButtons();
    void showState();
    void send(const QJsonObject& what, const QString& done);
    void promote();
    void rollBack();
    QString stateWords(const QJsonObject& state) const;
    QString figureWords(const QJsonObject& state) const;

    Console& m_console;
    TrafficBook& m_traffic;
    QString m_route;
    QJsonObject m_canary; // as it is configured
    QLocale m_locale;
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_figures = nullptr;
    QLabel* m_fault = nullptr;
    QDoubleSpinBox* m_percent = nullptr;
    QPushButton* m_set = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_promote = nullptr;
    QPushButton* m_back = nullptr;
};

} // namespace gatehouse::ui
