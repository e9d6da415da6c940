// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/metric_card.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QLabel* plainLabel(const char* role, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

MetricCard::MetricCard(const Theme& theme, const QString& title, const QString& icon, Theme::Tone tone, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_title(title), m_figure(plainLabel("figure", this)),
      m_note(plainLabel("secondary", this)) {
    setProperty("role", QStringLiteral("card"));
    m_figure->setProperty("data", true); // a number with its unit
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    auto* heading = plainLabel("secondary", this);
    heading->setText(title);
    heading->setObjectName(QStringLiteral("cardTitle"));
    auto* picture = new QLabel(this);
    picture->setPixmap(theme.icon(icon, tone).pixmap(iconPixels));
    connect(&theme, &Theme::changed, picture,
            [&theme, picture, icon, tone] { picture->setPixmap(theme.icon(icon, tone).pixmap(iconPixels)); });
    auto* top = new QHBoxLayout;
    top->addWidget(heading, 1);
    top->addWidget(picture);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::medium, space::large, space::medium);
    layout->setSpacing(space::tiny);
    layout->addLayout(top);
    layout->addWidget(m_figure);
    layout->addWidget(m_note, 1);
    show(QStringLiteral("–"), {});
}

void MetricCard::show(const QString& figure, const QString& note) {
    m_figure->setText(figure);
    m_note->setText(note);
    setAccessibleName(tr("%1: %2. %3", "title, figure, note").arg(m_title, figure, note));
}

QString MetricCard::figure() const {
    return m_figure->text();
}

void MetricCard::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT activated();
}

void MetricCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        Q_EMIT activated();
    else
        QFrame::keyPressEvent(event);
}

void MetricCard::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().link, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), cardRadius, cardRadius);
}

} // namespace gatehouse::ui
