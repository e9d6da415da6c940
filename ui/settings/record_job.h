// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace gatehouse::ui {

// Work on the records that the gateway does in the background: started here, and followed while it runs.
class RecordJobRow : public QWidget {
    Q_OBJECT

public:
    RecordJobRow(Console& console, const QString& kind, const QString& verb);
    void refresh();

Q_SIGNALS:
    void ended();

private:
    void start();
    void take(const QJsonObject& job);
    void show(const QString& sentence, bool wrong);

    Console& m_console;
    QString m_kind;
    QLabel* m_state;
    QProgressBar* m_progress;
    QPushButton* m_button;
    QTimer m_again;
    bool m_running = false;
};

} // namespace gatehouse::ui
