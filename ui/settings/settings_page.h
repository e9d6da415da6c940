// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/setting_row.h"
#include "ui/widgets/console.h"

#include <QVector>
#include <QWidget>
#include <functional>

class QCheckBox;
class QVBoxLayout;

namespace gatehouse::ui {

// A page of the settings: cards of rows. Changes count at once; what can be taken back offers that for a while.
class SettingsPage : public QWidget {
    Q_OBJECT

public:
    SettingsPage(Console& console, const QString& id, const QString& title, const QString& icon);

    const QString& id() const { return m_id; }
    const QString& title() const { return m_title; }
    const QString& icon() const { return m_icon; }
    const QVector<SettingRow*>& rows() const { return m_rows; }

    virtual void refresh() {} // it is shown, or the person asked
    virtual bool canReset() const { return false; }
    virtual void reset() {} // all of its settings to what they are at first

protected:
    // Rows that follow stand in a new card below this heading (empty: without one).
    void addSection(const QString& title);
    SettingRow* addRow(const QString& title, const QString& hint, QWidget* control, bool wide = false);
    // On or off, set at once. The box is "setting_" + name.
    QCheckBox* addSwitch(const QString& name, const QString& title, const QString& hint, std::function<bool()> get,
                         std::function<void(bool)> set);
    void addWidget(QWidget* widget); // below the cards so far
    void finish();                   // after the last row
    // Tells that something was changed and offers to undo it.
    void tellChanged(const QString& sentence, std::function<void()> undo);

    Console& m_console;

private:
    QString m_id;
    QString m_title;
    QString m_icon;
    QVBoxLayout* m_layout;
    QVBoxLayout* m_card = nullptr;
    QVector<SettingRow*> m_rows;
};

} // namespace gatehouse::ui
