// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusMessage>
#include <QObject>

namespace gatehouse::ui {

// What the desktop prefers, light or dark, from its settings portal (org.freedesktop.appearance, color-scheme:
// 1 = dark), and each change of it. Qt 6.4 does not read it. Without a portal nothing is told. UI thread.
class SystemScheme : public QObject {
    Q_OBJECT

public:
    explicit SystemScheme(QObject* parent = nullptr);

Q_SIGNALS:
    void darkChanged(bool dark);

private Q_SLOTS:
    void settingChanged(const QDBusMessage& message);

private:
    void ask();
};

} // namespace gatehouse::ui
