// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QObject>
#include <QPointer>

class QDialog;
class QWidget;

namespace gatehouse::ui {

// Takes the configuration back: one revision alone, or everything since it. What that would do is asked of the gateway
// and shown first. UI thread.
class Reverting : public QObject {
    Q_OBJECT

public:
    enum class Back { OnlyThis, AllSince };

    // Its dialogs stand over "window", which owns it.
    Reverting(Console& console, QWidget* window);
    void preview(const QString& revision, Back back);

Q_SIGNALS:
    void told(const QString& sentence); // why it cannot be, or that there is nothing to do
    void reverted();

private:
    void revert(const QString& revision, Back back, QDialog* over);
    void ask(const QString& revision, Back back, bool dry, GatewayClient::Handler handler);

    Console& m_console;
    QWidget* m_window;
};

} // namespace gatehouse::ui
