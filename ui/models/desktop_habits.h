// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// How the program behaves on the desktop: three choices, each by itself, kept in the settings.
namespace gatehouse::ui {

// Closing the window leaves the program in the tray, where there is one. On until switched off.
bool closesToTray();
void setClosesToTray(bool on);
// The window opens when the program starts; off: only the tray icon, where there is one. On until switched off.
bool opensWindowAtStart();
void setOpensWindowAtStart(bool on);

// Starting at login is a file of the desktop's (org.gatehouse.Gatehouse.desktop in the folder "autostart" of the XDG
// configuration). These touch files: call them aside of the UI thread (ui/client/aside.h).
bool startsAtLogin();
// Empty: done. Else a sentence why not.
QString setStartsAtLogin(bool on, const QString& program);

} // namespace gatehouse::ui
