// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/choice_menu.h"

#include <QAction>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>

namespace gatehouse::ui {
namespace {

constexpr int namedChoices = 2; // more are counted

}

ChoiceMenu::ChoiceMenu(const char* name, const QString& title, QWidget* parent)
    : QPushButton(parent), m_title(title), m_menu(new QMenu(this)) {
    setObjectName(QLatin1String(name));
    setProperty("role", QStringLiteral("menu"));
    setAccessibleName(title);
    setMenu(m_menu);
    m_menu->installEventFilter(this);
    showText();
}

void ChoiceMenu::setChoices(const QVector<Choice>& choices) {
    const auto before = ticked();
    m_menu->clear();
    for (const auto& choice : choices) {
        auto text = choice.text;
        auto* action = m_menu->addAction(text.replace(u'&', QLatin1String("&&")));
        action->setData(choice.data);
        action->setCheckable(true);
        action->setChecked(before.contains(choice.data));
        connect(action, &QAction::triggered, this, [this, action] {
            if (ticked().size() > m_most)
                action->setChecked(false);
            showText();
            Q_EMIT chosen();
        });
    }
    showText();
}

void ChoiceMenu::tick(const QVariantList& wanted) {
    for (auto* action : m_menu->actions())
        action->setChecked(wanted.contains(action->data()));
    showText();
}

QVariantList ChoiceMenu::ticked() const {
    QVariantList found;
    for (const auto* action : m_menu->actions()) {
        if (action->isChecked())
            found.append(action->data());
    }
    return found;
}

void ChoiceMenu::showText() {
    QStringList names;
    for (const auto* action : m_menu->actions()) {
        if (action->isChecked())
            names.append(action->text());
    }
    const auto said =
        names.size() <= namedChoices ? names.join(QStringLiteral(", ")) : QLocale().toString(names.size());
    setText(names.isEmpty() ? m_title : tr("%1: %2", "what is chosen, choices").arg(m_title, said));
    setAccessibleDescription(names.join(QStringLiteral(", ")));
}

// Several are ticked in a row: the menu stays open.
bool ChoiceMenu::eventFilter(QObject* watched, QEvent* event) {
    const bool pressed = event->type() == QEvent::MouseButtonRelease ||
                         (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space);
    auto* action = watched == m_menu && pressed ? m_menu->activeAction() : nullptr;
    if (action == nullptr || !action->isEnabled())
        return QPushButton::eventFilter(watched, event);
    action->trigger();
    return true;
}

} // namespace gatehouse::ui
