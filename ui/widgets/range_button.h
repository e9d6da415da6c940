// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/time_range.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QPushButton>

class QCalendarWidget;
class QDateTimeEdit;
class QLabel;

namespace gatehouse::ui {

// What the range button opens: the usual stretches, and one's own to the minute, with a calendar.
class RangePopup : public QFrame {
    Q_OBJECT

public:
    RangePopup(const Theme& theme, TimeRange& range, QWidget* parent);

private:
    void showFault();
    void apply();

    TimeRange& m_range;
    QDateTimeEdit* m_from;
    QDateTimeEdit* m_to;
    QDateTimeEdit* m_edited; // where a day that is clicked goes
    QCalendarWidget* m_calendar;
    QLabel* m_fault;
    QPushButton* m_apply;
};

// The stretch of time of all views, as a button. With the zoom, a button beside it that takes it back.
class RangeButton : public QWidget {
    Q_OBJECT

public:
    RangeButton(const Theme& theme, TimeRange& range, QWidget* parent = nullptr);
    void openPopup();

private:
    void showRange();

    const Theme& m_theme;
    TimeRange& m_range;
    QPushButton* m_button;
    QPushButton* m_unzoom;
};

} // namespace gatehouse::ui
