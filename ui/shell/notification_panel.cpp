// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notification_panel.h"

#include "ui/shell/notification_center.h"
#include "ui/shell/notification_row.h"
#include "ui/widgets/notice_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr QSize usualSize{400, 440};
constexpr int mostShown = 50;

} // namespace

NotificationPanel::NotificationPanel(const Theme& theme, NotificationCenter& center, QWidget* window)
    : QDialog(window, Qt::Popup | Qt::FramelessWindowHint), m_theme(theme), m_center(center),
      m_clear(new QPushButton(tr("Clear"))), m_stack(new QStackedWidget), m_rows(nullptr) {
    setObjectName(QStringLiteral("notificationPanel"));
    setAccessibleName(tr("Notifications"));
    auto* title = new QLabel(tr("Notifications"));
    title->setProperty("role", QStringLiteral("section"));
    m_clear->setObjectName(QStringLiteral("clearNotifications"));
    connect(m_clear, &QPushButton::clicked, &center, &NotificationCenter::clear);
    auto* content = new QWidget;
    m_rows = new QVBoxLayout(content);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    auto* scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false); // the panel's own shows through
    content->setAutoFillBackground(false);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* empty = new NoticePanel(theme);
    empty->show(QStringLiteral("bell"), Theme::Tone::Secondary,
                tr("Nothing to report. Failovers, budgets and rejected keys will show here."), {});
    m_stack->addWidget(scroll);
    m_stack->addWidget(empty);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(space::medium, space::small, space::small, space::small);
    top->addWidget(title, 1);
    top->addWidget(m_clear);
    top->addWidget(makeSettings());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    connect(&center, &NotificationCenter::changed, this, &NotificationPanel::fill);
}

QWidget* NotificationPanel::makeSettings() {
    auto* settings = new QToolButton;
    settings->setObjectName(QStringLiteral("notificationSettings"));
    settings->setIcon(m_theme.icon(QStringLiteral("settings")));
    settings->setIconSize({iconPixels, iconPixels});
    settings->setToolTip(tr("Choose what is told"));
    settings->setAccessibleName(tr("Choose what is told"));
    connect(settings, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT m_center.openAsked(QStringLiteral("settings"), QStringLiteral("notifications"));
    });
    return settings;
}

void NotificationPanel::openBelow(const QWidget* bell) {
    fill();
    resize(usualSize.boundedTo(parentWidget()->size()));
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const QPoint corner =
        bell->mapToGlobal(mirrored ? QPoint(0, bell->height()) : QPoint(bell->width(), bell->height()));
    move(corner + QPoint(mirrored ? 0 : -width(), space::tiny));
    show();
    m_showing = true; // what is new stays marked while the panel is open
    m_center.markSeen();
    m_showing = false;
}

void NotificationPanel::fill() {
    if (m_showing || (sender() != nullptr && !isVisible()))
        return;
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto& all = m_center.all();
    for (int i = 0; i < std::min<int>(static_cast<int>(all.size()), mostShown); ++i)
        m_rows->addWidget(rowFor(all[i]));
    m_rows->addStretch(1);
    m_stack->setCurrentIndex(all.isEmpty() ? 1 : 0);
    m_clear->setEnabled(!all.isEmpty());
}

QWidget* NotificationPanel::rowFor(const Notification& news) {
    auto* row = new NotificationRow(m_theme, news);
    // Queued: what it leads to may fill the panel anew.
    connect(
        row, &NotificationRow::activated, this,
        [this, number = news.number] {
            hide();
            m_center.open(number);
        },
        Qt::QueuedConnection);
    return row;
}

} // namespace gatehouse::ui
