// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QWidget>

class QComboBox;
class QDateEdit;

namespace gatehouse::ui {

// When a key ends: never, after a while, or at the end of a day.
class ExpiryEdit : public QWidget {
    Q_OBJECT

public:
    explicit ExpiryEdit(QWidget* parent = nullptr);
    void setMoment(const QDateTime& moment); // invalid: never
    QDateTime moment() const;                // in UTC; invalid: never

private:
    QComboBox* m_choice;
    QDateEdit* m_day;
    QDateTime m_given; // kept to the second while its day is not changed
};

} // namespace gatehouse::ui
