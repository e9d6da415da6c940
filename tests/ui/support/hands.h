// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QWidget>

namespace gatehouse::ui {

// A person's hands on the widgets of a window, by their object names: clicks, keys, choices, and a look at what stands
// there. Waits for what is not there yet, for at most "patience". For tests that lead the console from outside.
class Hands {
public:
    // {"do": "click", "name": "publish"} and its like; answers {"ok": true, "value": …} or {"ok": false, "why": …}.
    QJsonObject carryOut(const QJsonObject& wish);

private:
    QJsonObject click(QWidget& widget);
    QJsonObject type(QWidget& widget, const QString& text);
    QJsonObject choose(QWidget& widget, const QString& text);
    QJsonObject press(QWidget& widget, const QString& keys);
    QJsonObject select(QWidget& widget, const QString& text);
    QJsonObject read(const QWidget& widget);
    QJsonObject runCommand(const QString& name);
};

} // namespace gatehouse::ui
