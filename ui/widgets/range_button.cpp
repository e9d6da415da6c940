// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/range_button.h"

#include <QCalendarWidget>
#include <QDateTimeEdit>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>
#include <tuple>

namespace gatehouse::ui {
namespace {

QDateTime moment(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at - at % 60'000);
}

// Edits tell of their focus only by events.
class FocusWatch : public QObject {
public:
    FocusWatch(QObject* parent, std::function<void()> focused) : QObject(parent), m_focused(std::move(focused)) {}

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::FocusIn)
            m_focused();
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<void()> m_focused;
};

} // namespace

RangePopup::RangePopup(const Theme& theme, TimeRange& range, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_range(range), m_from(new QDateTimeEdit(moment(range.fromMoment()))),
      m_to(new QDateTimeEdit(moment(range.toMoment()))), m_edited(m_from), m_calendar(new QCalendarWidget),
      m_fault(new QLabel), m_apply(new QPushButton(tr("Show this stretch"))) {
    setObjectName(QStringLiteral("rangePopup"));
    setProperty("role", QStringLiteral("popup"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* usual = new QVBoxLayout;
    usual->setSpacing(space::tiny);
    for (int i = 0; i < TimeRange::choiceCount; ++i) {
        const auto span = static_cast<TimeRange::Span>(i);
        auto* choice = new QPushButton(TimeRange::nameOf(span));
        choice->setObjectName(QStringLiteral("range%1").arg(i));
        choice->setProperty("role", QStringLiteral("preset"));
        choice->setCheckable(true);
        choice->setChecked(range.span() == span && !range.isZoomed());
        connect(choice, &QPushButton::clicked, this, [this, span] {
            m_range.choose(span);
            close();
        });
        usual->addWidget(choice);
    }
    usual->addStretch();

    auto* own = new QGridLayout;
    own->setHorizontalSpacing(space::small);
    own->setVerticalSpacing(space::small);
    int row = 0;
    for (const auto& [edit, name, text] :
         {std::tuple{m_from, "rangeFrom", tr("&From")}, std::tuple{m_to, "rangeTo", tr("&To")}}) {
        edit->setObjectName(QLatin1String(name));
        edit->setButtonSymbols(QAbstractSpinBox::NoButtons);
        edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
        auto* label = new QLabel(text);
        label->setBuddy(edit);
        edit->setAccessibleName(QString(text).remove(u'&'));
        own->addWidget(label, row, 0);
        own->addWidget(edit, row, 1);
        edit->installEventFilter(new FocusWatch(edit, [this, it = edit] {
            m_edited = it;
            m_calendar->setSelectedDate(it->date());
        }));
        connect(edit, &QDateTimeEdit::dateTimeChanged, this, &RangePopup::showFault);
        ++row;
    }
    m_calendar->setObjectName(QStringLiteral("rangeCalendar"));
    m_calendar->setAccessibleName(tr("Day"));
    m_calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    m_calendar->setGridVisible(false);
    m_calendar->setMinimumWidth(7 * (fontMetrics().horizontalAdvance(QStringLiteral("Wednes")) + space::small));
    for (const auto& [name, icon, text] : {std::tuple{"qt_calendar_prevmonth", "arrow-left", tr("Month before")},
                                           std::tuple{"qt_calendar_nextmonth", "arrow-right", tr("Next month")}}) {
        if (auto* button = m_calendar->findChild<QToolButton*>(QLatin1String(name)); button != nullptr) {
            button->setIcon(theme.icon(QLatin1String(icon)));
            button->setAccessibleName(text);
        }
    }
    m_calendar->setMaximumDate(QDate::currentDate().addDays(1));
    for (int day = Qt::Monday; day <= Qt::Sunday; ++day) { // no red week-ends: red says that something is wrong
        QTextCharFormat plain;
        plain.setForeground(theme.tokens().text);
        m_calendar->setWeekdayTextFormat(static_cast<Qt::DayOfWeek>(day), plain);
    }
    connect(m_calendar, &QCalendarWidget::clicked, this, [this](const QDate& day) {
        m_edited->setDate(day);
        if (m_edited == m_from && m_to->dateTime() <= m_from->dateTime())
            m_to->setDateTime(m_from->dateTime().addDays(1));
    });
    own->addWidget(m_calendar, row++, 0, 1, 2);
    m_fault->setObjectName(QStringLiteral("rangeFault"));
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->setWordWrap(true);
    own->addWidget(m_fault, row++, 0, 1, 2);
    m_apply->setObjectName(QStringLiteral("rangeApply"));
    m_apply->setProperty("role", QStringLiteral("primary"));
    connect(m_apply, &QPushButton::clicked, this, &RangePopup::apply);
    own->addWidget(m_apply, row, 1, Qt::AlignRight);

    auto* line = new QFrame;
    line->setProperty("role", QStringLiteral("divider"));
    line->setFixedWidth(1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    layout->setSpacing(space::medium);
    layout->addLayout(usual);
    layout->addWidget(line);
    layout->addLayout(own);
    showFault();
}

void RangePopup::showFault() {
    const bool wrong = m_to->dateTime() <= m_from->dateTime();
    m_fault->setText(wrong ? tr("The end lies before the start. Choose a later end.") : QString());
    m_fault->setVisible(wrong);
    m_apply->setEnabled(!wrong);
}

void RangePopup::apply() {
    m_range.chooseCustom(m_from->dateTime().toMSecsSinceEpoch(), m_to->dateTime().toMSecsSinceEpoch());
    close();
}

RangeButton::RangeButton(const Theme& theme, TimeRange& range, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_range(range), m_button(new QPushButton),
      m_unzoom(new QPushButton(tr("Reset zoom"))) {
    m_button->setObjectName(QStringLiteral("timeRange"));
    m_button->setIcon(theme.icon(QStringLiteral("calendar")));
    m_button->setIconSize(QSize(smallIconPixels, smallIconPixels));
    m_unzoom->setObjectName(QStringLiteral("resetZoom"));
    connect(m_button, &QPushButton::clicked, this, &RangeButton::openPopup);
    connect(m_unzoom, &QPushButton::clicked, this, [this] { m_range.unzoom(); });
    connect(&range, &TimeRange::changed, this, &RangeButton::showRange);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_unzoom);
    layout->addWidget(m_button);
    showRange();
}

void RangeButton::showRange() {
    m_button->setText(m_range.name());
    m_button->setAccessibleName(tr("Time range: %1").arg(m_range.name()));
    m_unzoom->setVisible(m_range.isZoomed());
}

void RangeButton::openPopup() {
    auto* popup = new RangePopup(m_theme, m_range, this);
    popup->adjustSize();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    auto place = m_button->mapToGlobal(
        QPoint(mirrored ? 0 : m_button->width() - popup->width(), m_button->height() + space::tiny));
    if (const auto* there = screen(); there != nullptr) {
        const auto room = there->availableGeometry();
        place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - popup->width())));
        place.setY(std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - popup->height())));
    }
    popup->move(place);
    popup->show();
}

} // namespace gatehouse::ui
