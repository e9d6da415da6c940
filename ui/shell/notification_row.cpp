// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notification_row.h"

#include "ui/shell/notification_center.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QString iconOf(Theme::Tone tone) {
    switch (tone) {
    case Theme::Tone::Error:
        return QStringLiteral("circle-x");
    case Theme::Tone::Warning:
        return QStringLiteral("alert-triangle");
    case Theme::Tone::Success:
        return QStringLiteral("circle-check");
    default:
        return QStringLiteral("info-circle");
    }
}

QString timeOf(const QDateTime& at) {
    const QLocale locale;
    return at.date() == QDate::currentDate() ? locale.toString(at.time(), QLocale::ShortFormat)
                                             : locale.toString(at, QLocale::ShortFormat);
}

} // namespace

NotificationRow::NotificationRow(const Theme& theme, const Notification& news, QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("notificationRow"));
    setProperty("role", QStringLiteral("row"));
    setFocusPolicy(Qt::StrongFocus);
    auto* picture = new QLabel;
    picture->setPixmap(theme.icon(iconOf(news.tone), news.tone).pixmap(iconPixels));
    auto* title = new QLabel(news.title);
    auto* words = new QLabel(news.text);
    auto* time = new QLabel(timeOf(news.at));
    title->setFont(theme.font(type::body, news.seen ? QFont::Normal : QFont::DemiBold));
    words->setProperty("role", QStringLiteral("secondary"));
    time->setProperty("role", QStringLiteral("caption"));
    for (auto* label : {title, words, time})
        label->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    words->setWordWrap(true);
    auto* top = new QHBoxLayout;
    top->setSpacing(space::small);
    top->addWidget(title, 1);
    top->addWidget(time, 0, Qt::AlignTop);
    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    text->addLayout(top);
    text->addWidget(words);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::medium, space::small, space::medium, space::small);
    layout->setSpacing(space::medium);
    layout->addWidget(picture, 0, Qt::AlignTop);
    layout->addLayout(text, 1);
    setAccessibleName(
        tr("%1, %2. %3", "title, time, text of a notification").arg(news.title, timeOf(news.at), news.text));
    if (!news.view.isEmpty())
        setCursor(Qt::PointingHandCursor);
}

void NotificationRow::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT activated();
}

void NotificationRow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT activated();
    else
        QFrame::keyPressEvent(event);
}

} // namespace gatehouse::ui
