// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/setting_row.h"

#include "ui/theme/tokens.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QLabel* wrapped(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (*role != '\0')
        label->setProperty("role", QLatin1String(role));
    label->setVisible(!text.isEmpty());
    return label;
}

} // namespace

SettingRow::SettingRow(const QString& title, const QString& hint, QWidget* control, bool wide)
    : m_title(title), m_hint(wrapped(hint, "caption")), m_fault(wrapped({}, "faultCaption")) {
    setProperty("role", QStringLiteral("setting"));
    auto* name = wrapped(title, "");
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(name);
    words->addWidget(m_hint);
    words->addWidget(m_fault);
    auto* layout = new QBoxLayout(wide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight, this);
    layout->setContentsMargins(space::large, space::medium, space::large, space::medium);
    layout->setSpacing(wide ? space::small : space::huge);
    layout->addLayout(words, wide ? 0 : 1);
    if (control == nullptr)
        return;
    layout->addWidget(control, wide ? 1 : 0, wide ? Qt::Alignment() : Qt::AlignVCenter);
    name->setBuddy(control);
    if (control->accessibleName().isEmpty())
        control->setAccessibleName(title);
    if (control->accessibleDescription().isEmpty())
        control->setAccessibleDescription(hint);
}

bool SettingRow::matches(const QStringList& words) const {
    const QString text = m_title + QLatin1Char(' ') + m_hint->text();
    return std::all_of(words.begin(), words.end(),
                       [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

void SettingRow::setFound(bool found) {
    if (m_found == found)
        return;
    m_found = found;
    setProperty("role", found ? QStringLiteral("settingFound") : QStringLiteral("setting"));
    style()->unpolish(this);
    style()->polish(this);
}

void SettingRow::setHint(const QString& hint) {
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void SettingRow::setFault(const QString& sentence) {
    m_fault->setText(sentence);
    m_fault->setVisible(!sentence.isEmpty());
}

} // namespace gatehouse::ui
