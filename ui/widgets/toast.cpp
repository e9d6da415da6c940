// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <chrono>

namespace gatehouse::ui {
namespace {

constexpr std::chrono::seconds shown{10};
constexpr int charactersWide = 80;

} // namespace

Toast::Toast(const Theme& theme) : m_text(new QLabel), m_button(new QPushButton) {
    Q_UNUSED(theme)
    setObjectName(QStringLiteral("toast"));
    setProperty("role", QStringLiteral("toast"));
    setFocusPolicy(Qt::NoFocus);
    m_text->setObjectName(QStringLiteral("toastText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_button->setObjectName(QStringLiteral("toastButton"));
    m_button->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::large, space::small, space::small, space::small);
    layout->setSpacing(space::large);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_timer.setSingleShot(true);
    m_timer.setInterval(shown);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, [this] {
        hide();
        if (const auto pressed = std::exchange(m_pressed, {}))
            pressed();
    });
    hide();
}

void Toast::attachTo(QWidget* window) {
    setParent(window);
    window->installEventFilter(this);
    hide();
}

void Toast::say(const QString& sentence, const QString& button, std::function<void()> pressed) {
    if (parentWidget() == nullptr)
        return; // no window yet
    m_text->setText(sentence);
    setAccessibleName(sentence);
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_button->setVisible(!button.isEmpty());
    m_pressed = std::move(pressed);
    place();
    show();
    raise();
    m_timer.start();
    QAccessibleEvent told(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
}

void Toast::place() {
    const auto* window = parentWidget();
    const int most = std::min(window->width() - 2 * space::huge, fontMetrics().averageCharWidth() * charactersWide);
    // As wide as its sentence in one line, where there is room for that.
    const auto margins = layout()->contentsMargins();
    int wanted =
        m_text->fontMetrics().horizontalAdvance(m_text->text()) + margins.left() + margins.right() + space::small;
    if (!m_button->isHidden())
        wanted += m_button->sizeHint().width() + space::large;
    const int wide = std::min(wanted, most);
    const int high = std::max(sizeHint().height(), layout()->heightForWidth(wide));
    setGeometry((window->width() - wide) / 2, window->height() - high - 2 * space::huge, wide, high);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent* event) {
    m_timer.stop();
    QFrame::enterEvent(event);
}

void Toast::leaveEvent(QEvent* event) {
    m_timer.start();
    QFrame::leaveEvent(event);
}

} // namespace gatehouse::ui
