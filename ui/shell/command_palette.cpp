// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/theme/tokens.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <vector>

namespace gatehouse::ui {
namespace {

constexpr int paletteWidth = 520;
constexpr int paletteHeight = 360;
constexpr int atWordBegin = 8;
constexpr int besideTheLast = 4;

QString plain(const QAction& action) {
    return QString(action.text()).remove(u'&');
}

} // namespace

int fuzzyScore(const QString& typed, const QString& text) {
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        at = text.indexOf(letter, at, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        score += 1 + (at == 0 || text[at - 1].isSpace() ? atWordBegin : 0) + (at == last + 1 ? besideTheLast : 0);
        last = at++;
    }
    return score;
}

CommandPalette::CommandPalette(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_actions(actions), m_typed(new QLineEdit),
      m_list(new QListWidget) {
    setObjectName(QStringLiteral("commandPalette"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Commands"));
    resize(paletteWidth, paletteHeight);
    m_typed->setObjectName(QStringLiteral("paletteText"));
    m_typed->setPlaceholderText(tr("Run a command"));
    m_typed->setAccessibleName(tr("Run a command"));
    m_typed->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Commands that fit"));
    m_list->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::small, space::small, space::small, space::small);
    layout->addWidget(m_typed);
    layout->addWidget(m_list, 1);
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_typed, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    fill({});
    m_typed->setFocus();
}

void CommandPalette::fill(const QString& typed) {
    std::vector<std::pair<int, QAction*>> fitting;
    for (auto* action : m_actions) {
        if (const int score = fuzzyScore(typed, plain(*action)); score >= 0)
            fitting.emplace_back(score, action);
    }
    std::stable_sort(fitting.begin(), fitting.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    m_list->clear();
    for (const auto& [score, action] : fitting) {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QListWidgetItem(
            action->icon(), keys.isEmpty() ? plain(*action) : QString(plain(*action) + QStringLiteral("    ") + keys),
            m_list);
        item->setData(Qt::UserRole, QVariant::fromValue(action));
        if (!action->isEnabled())
            item->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run() {
    const auto* item = m_list->currentItem();
    auto* action = item == nullptr ? nullptr : item->data(Qt::UserRole).value<QAction*>();
    close();
    if (action != nullptr && action->isEnabled())
        action->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace gatehouse::ui
