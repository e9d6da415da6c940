// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/notice_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int pictureSize = 40;
constexpr int narrowestSentence = 240;
constexpr int widestSentence = 420;

} // namespace

NoticePanel::NoticePanel(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_picture(new QLabel(this)), m_sentence(new QLabel(this)),
      m_button(new QPushButton(this)) {
    m_picture->setAlignment(Qt::AlignCenter);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setMinimumWidth(narrowestSentence);
    m_sentence->setMaximumWidth(widestSentence);
    m_sentence->setProperty("role", QStringLiteral("secondary"));
    m_button->setObjectName(QStringLiteral("noticeButton"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addStretch();
    layout->addWidget(m_picture, 0, Qt::AlignHCenter);
    auto* row = new QHBoxLayout; // an alignment would leave a sentence of several lines too little height
    row->addStretch(1);
    row->addWidget(m_sentence, 100);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_button, &QPushButton::clicked, this, &NoticePanel::pressed);
    connect(&theme, &Theme::changed, this, &NoticePanel::drawIcon);
}

void NoticePanel::show(const QString& icon, Theme::Tone tone, const QString& sentence, const QString& button) {
    m_icon = icon;
    m_tone = tone;
    m_sentence->setText(sentence);
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_button->setVisible(!button.isEmpty());
    drawIcon();
}

// Where room is short, words go before the picture.
void NoticePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int words = m_sentence->heightForWidth(std::min(width(), widestSentence)) + m_button->sizeHint().height();
    m_picture->setVisible(height() > words + pictureSize + 4 * space::huge);
}

void NoticePanel::drawIcon() {
    if (!m_icon.isEmpty())
        m_picture->setPixmap(m_theme.icon(m_icon, m_tone).pixmap(pictureSize));
}

} // namespace gatehouse::ui
