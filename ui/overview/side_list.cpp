// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/side_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QLabel* plainLabel(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (role != nullptr)
        label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

SideList::SideList(const Theme& theme, const QString& title, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_title(plainLabel(title, "section")), m_titleText(title),
      m_body(new QVBoxLayout) {
    setProperty("role", QStringLiteral("card"));
    m_body->setSpacing(space::small);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::medium, space::large, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(m_title);
    layout->addLayout(m_body);
    layout->addStretch();
}

void SideList::setLines(const QVector<Line>& lines, const QString& empty, const QString& emptyIcon, int most) {
    if (lines == m_lines && empty == m_empty && most == m_most)
        return;
    m_lines = lines;
    m_empty = empty;
    m_most = most;
    while (auto* item = m_body->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_title->setText(lines.isEmpty() ? m_titleText
                                     //: A heading and how many lines it has
                                     : tr("%1 (%2)").arg(m_titleText, QLocale().toString(lines.size())));
    if (lines.isEmpty()) {
        m_body->addWidget(
            makeLine({emptyIcon,
                      emptyIcon == QLatin1String("circle-check") ? Theme::Tone::Success : Theme::Tone::Secondary,
                      empty,
                      {},
                      {}},
                     -1));
        return;
    }
    for (int i = 0; i < lines.size() && i < most; ++i)
        m_body->addWidget(makeLine(lines[i], i));
    if (lines.size() > most)
        m_body->addWidget(plainLabel(tr("and %n more", nullptr, static_cast<int>(lines.size()) - most), "secondary"));
}

QWidget* SideList::makeLine(const Line& line, int number) {
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    auto* picture = new QLabel;
    const auto draw = [this, picture, line] {
        picture->setPixmap(m_theme.icon(line.icon, line.tone).pixmap(iconPixels));
    };
    connect(&m_theme, &Theme::changed, picture, draw);
    draw();
    row->addWidget(picture);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(plainLabel(line.text, nullptr));
    if (!line.note.isEmpty())
        words->addWidget(plainLabel(line.note, "caption"));
    row->addLayout(words, 1);
    if (!line.button.isEmpty()) {
        auto* button = new QPushButton(line.button);
        button->setObjectName(QStringLiteral("%1Step%2").arg(objectName()).arg(number));
        button->setAccessibleDescription(line.text);
        connect(button, &QPushButton::clicked, this, [this, number] { Q_EMIT pressed(number); });
        row->addWidget(button);
    }
    return widget;
}

} // namespace gatehouse::ui
