// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_page.h"

#include <QCheckBox>
#include <QFrame>
#include <QLabel>
#include <QPointer>
#include <QVBoxLayout>

namespace gatehouse::ui {

SettingsPage::SettingsPage(Console& console, const QString& id, const QString& title, const QString& icon)
    : m_console(console), m_id(id), m_title(title), m_icon(icon), m_layout(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("settings_") + id);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::small);
}

void SettingsPage::addSection(const QString& title) {
    if (m_card != nullptr)
        m_layout->addSpacing(space::medium);
    if (!title.isEmpty()) {
        auto* heading = new QLabel(title);
        heading->setTextFormat(Qt::PlainText);
        heading->setProperty("role", QStringLiteral("section"));
        m_layout->addWidget(heading);
    }
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    m_card = new QVBoxLayout(card);
    m_card->setContentsMargins(1, 1, 1, 1);
    m_card->setSpacing(0);
    m_layout->addWidget(card);
}

SettingRow* SettingsPage::addRow(const QString& title, const QString& hint, QWidget* control, bool wide) {
    if (m_card == nullptr)
        addSection({});
    auto* row = new SettingRow(title, hint, control, wide);
    row->setProperty("parted", m_card->count() > 0);
    m_card->addWidget(row);
    m_rows.append(row);
    return row;
}

QCheckBox* SettingsPage::addSwitch(const QString& name, const QString& title, const QString& hint,
                                   std::function<bool()> get, std::function<void(bool)> set) {
    auto* box = new QCheckBox;
    box->setObjectName(QStringLiteral("setting_") + name);
    box->setChecked(get());
    addRow(title, hint, box);
    connect(box, &QCheckBox::clicked, this, [this, box, title, set](bool on) {
        set(on);
        tellChanged(on ? tr("%1: on", "a setting").arg(title) : tr("%1: off", "a setting").arg(title),
                    [box = QPointer<QCheckBox>(box), set, on] {
                        set(!on);
                        if (!box.isNull())
                            box->setChecked(!on);
                    });
    });
    return box;
}

void SettingsPage::addWidget(QWidget* widget) {
    m_layout->addWidget(widget);
}

void SettingsPage::finish() {
    m_layout->addStretch(1); // all that is left, rather than rows that grow
}

void SettingsPage::tellChanged(const QString& sentence, std::function<void()> undo) {
    m_console.toast.say(sentence, tr("Undo"), std::move(undo));
}

} // namespace gatehouse::ui
