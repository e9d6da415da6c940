// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QDialog>
#include <QJsonObject>
#include <QLocale>
#include <QTimer>

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace gatehouse::ui {

// A canary while it runs: its share, how it does, and the hand on it: pause, resume, another share, promote, roll back.
// Deletes itself.
class CanaryDialog : public QDialog {
    Q_OBJECT

public:
    CanaryDialog(Console& console, const QJsonObject& route, QWidget* parent);

private:
    QWidget* makeShare();
    QWidget* makeButtons();
    void ask(); // once a second
    void showState();
    QString path() const;
    void send(const QJsonObject& what, const QString& done);
    void promote();
    void rollBack();
    QString stateWords() const;
    QString figureWords() const;

    Console& m_console;
    QString m_route;
    QJsonObject m_canary; // as it is configured
    QJsonObject m_now;    // how it stands; empty: not known
    QTimer m_timer;
    bool m_asking = false;
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
