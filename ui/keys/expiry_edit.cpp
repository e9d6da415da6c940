// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/expiry_edit.h"

#include "ui/theme/tokens.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int never = 0;
constexpr int onADay = -1;

} // namespace

ExpiryEdit::ExpiryEdit(QWidget* parent) : QWidget(parent), m_choice(new QComboBox), m_day(new QDateEdit) {
    m_choice->setObjectName(QStringLiteral("expiryChoice"));
    m_choice->setAccessibleName(tr("Expires"));
    m_choice->addItem(tr("Never"), never);
    for (const int days : {7, 30, 90, 365})
        m_choice->addItem(tr("In %n day(s)", nullptr, days), days);
    m_choice->addItem(tr("On a day"), onADay);
    m_day->setObjectName(QStringLiteral("expiryDay"));
    m_day->setAccessibleName(tr("Day on which it expires"));
    m_day->setCalendarPopup(true);
    const auto today = QDate::currentDate();
    m_day->setMinimumDate(today);
    m_day->setDate(today.addDays(30));
    m_day->hide();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_choice, 1);
    layout->addWidget(m_day, 1);
    setFocusProxy(m_choice);
    connect(m_choice, &QComboBox::currentIndexChanged, this,
            [this] { m_day->setVisible(m_choice->currentData().toInt() == onADay); });
}

void ExpiryEdit::setMoment(const QDateTime& moment) {
    m_given = moment;
    m_choice->setCurrentIndex(m_choice->findData(moment.isValid() ? onADay : never));
    if (!moment.isValid())
        return;
    const auto day = moment.toLocalTime().date();
    m_day->setMinimumDate(std::min(day, QDate::currentDate()));
    m_day->setDate(day);
}

QDateTime ExpiryEdit::moment() const {
    const int choice = m_choice->currentData().toInt();
    if (choice == never)
        return {};
    if (choice != onADay)
        return QDateTime::currentDateTimeUtc().addDays(choice);
    if (m_given.isValid() && m_given.toLocalTime().date() == m_day->date())
        return m_given.toUTC();
    return m_day->date().endOfDay().toUTC();
}

} // namespace gatehouse::ui
