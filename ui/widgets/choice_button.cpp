// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int pictureSize = 32;

QLabel* quietLabel(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    return label;
}

} // namespace

ChoiceButton::ChoiceButton(const Theme& theme, const QString& icon, const QString& title, const QString& sentence,
                           QWidget* parent)
    : QPushButton(parent), m_theme(theme), m_icon(icon), m_picture(new QLabel) {
    setProperty("role", QStringLiteral("choice"));
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    auto policy = sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Expanding);
    policy.setVerticalPolicy(QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_picture->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* words = new QVBoxLayout;
    words->setSpacing(space::tiny);
    words->addStretch();
    words->addWidget(quietLabel(title, "section"));
    words->addWidget(quietLabel(sentence, "secondary"));
    words->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::large, space::large, space::large, space::large);
    layout->setSpacing(space::large);
    layout->addWidget(m_picture);
    layout->addLayout(words, 1);
    connect(&theme, &Theme::changed, this, &ChoiceButton::drawIcon);
    drawIcon();
}

QSize ChoiceButton::sizeHint() const {
    return layout()->sizeHint();
}

QSize ChoiceButton::minimumSizeHint() const {
    return layout()->minimumSize();
}

int ChoiceButton::heightForWidth(int width) const {
    return layout()->heightForWidth(width);
}

void ChoiceButton::drawIcon() {
    m_picture->setPixmap(m_theme.icon(m_icon, Theme::Tone::Accent).pixmap(pictureSize));
}

} // namespace gatehouse::ui
