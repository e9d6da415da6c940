// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QLabel;

namespace gatehouse::ui {

// One setting: what it is called and what it does, beside the control that sets it. Search finds it by its words.
class SettingRow : public QFrame {
    Q_OBJECT

public:
    // The control becomes the label's buddy. A wide one stands below the words rather than beside them.
    SettingRow(const QString& title, const QString& hint, QWidget* control, bool wide = false);

    const QString& title() const { return m_title; }
    bool matches(const QStringList& words) const; // each of them
    void setFound(bool found);                    // by the search: it stands out
    void setHint(const QString& hint);
    void setFault(const QString& sentence); // empty: nothing is wrong

private:
    QString m_title;
    QLabel* m_hint;
    QLabel* m_fault;
    bool m_found = false;
};

} // namespace gatehouse::ui
