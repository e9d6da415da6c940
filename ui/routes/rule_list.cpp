// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/rule_list.h"

#include "ui/routes/rule_dialog.h"
#include "ui/routes/rule_words.h"
#include "ui/routes/target_list.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QToolButton* makeButton(const Theme& theme, const char* icon, const char* name, const QString& says) {
    auto* button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setIcon(theme.icon(QLatin1String(icon)));
    button->setToolTip(says);
    button->setAccessibleName(says);
    return button;
}

QLabel* makeWords(const char* role) {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (role != nullptr)
        label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

RuleRow::RuleRow(const Theme& theme, const QJsonObject& rule, QWidget* parent)
    : QFrame(parent), m_number(new QLabel), m_name(makeWords(nullptr)), m_sentence(makeWords("caption")),
      m_edit(makeButton(theme, "edit", "ruleEdit", tr("Edit rule"))),
      m_up(makeButton(theme, "arrow-up", "ruleUp", tr("Ask it earlier"))),
      m_down(makeButton(theme, "arrow-down", "ruleDown", tr("Ask it later"))),
      m_remove(makeButton(theme, "x", "ruleRemove", tr("Remove rule"))) {
    setObjectName(QStringLiteral("ruleRow"));
    m_number->setProperty("role", QStringLiteral("secondary"));
    m_sentence->setObjectName(QStringLiteral("ruleSentence"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_name);
    words->addWidget(m_sentence);
    layout->addWidget(m_number, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    for (auto* button : {m_edit, m_up, m_down, m_remove}) {
        layout->addWidget(button, 0, Qt::AlignTop);
        button->installEventFilter(this);
    }
    connect(m_edit, &QToolButton::clicked, this, &RuleRow::editAsked);
    connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT moveAsked(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT moveAsked(1); });
    connect(m_remove, &QToolButton::clicked, this, &RuleRow::removeAsked);
    setRule(rule);
}

void RuleRow::setRule(const QJsonObject& rule) {
    m_rule = rule;
    const auto name = textOf(rule, "name");
    m_name->setText(name);
    m_name->setVisible(!name.isEmpty());
    m_sentence->setText(ruleSentence(QLocale(), rule));
    m_edit->setAccessibleDescription(m_sentence->text());
}

QString RuleRow::sentence() const {
    return m_sentence->text();
}

void RuleRow::setPlace(int place, int count) {
    m_number->setText(QLocale().toString(place + 1));
    m_up->setEnabled(place > 0);
    m_down->setEnabled(place + 1 < count);
}

bool RuleRow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool up = key->key() == Qt::Key_Up;
        if (key->modifiers() == Qt::AltModifier && (up || key->key() == Qt::Key_Down)) {
            Q_EMIT moveAsked(up ? -1 : 1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

RuleList::RuleList(Console& console, TargetList& targets, std::function<QStringList()> routes, QWidget* parent)
    : QWidget(parent), m_console(console), m_targets(targets), m_routes(std::move(routes)),
      m_layout(new QVBoxLayout(this)),
      m_add(new QPushButton(console.theme.icon(QStringLiteral("plus")), tr("Add rule"))) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::small);
    m_add->setObjectName(QStringLiteral("addRule"));
    m_add->setAutoDefault(false);
    m_layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] { edit(nullptr); });
    connect(&m_targets, &TargetList::renamed, this, &RuleList::rename);
}

RuleRow* RuleList::add(const QJsonObject& rule) {
    auto* row = new RuleRow(m_console.theme, rule, this);
    m_layout->insertWidget(static_cast<int>(m_rows.size()), row);
    m_rows.append(row);
    connect(row, &RuleRow::editAsked, this, [this, row] { edit(row); });
    connect(row, &RuleRow::moveAsked, this, [this, row](int by) { move(row, by); });
    connect(row, &RuleRow::removeAsked, this, [this, row] {
        m_rows.removeOne(row);
        row->hide();
        row->deleteLater();
        place();
        Q_EMIT edited();
    });
    place();
    return row;
}

void RuleList::edit(RuleRow* row) {
    auto* dialog = new RuleDialog(m_console, m_targets, m_routes(), row != nullptr ? row->rule() : QJsonObject(),
                                  window(), [this, row](const QJsonObject& rule) {
                                      if (row != nullptr && m_rows.contains(row))
                                          row->setRule(rule);
                                      else
                                          add(rule);
                                      Q_EMIT edited();
                                  });
    dialog->open();
}

void RuleList::move(RuleRow* row, int by) {
    const auto from = m_rows.indexOf(row);
    const auto to = from + by;
    if (to < 0 || to >= m_rows.size())
        return;
    auto* focus = QApplication::focusWidget();
    m_rows.move(from, to);
    m_layout->removeWidget(row);
    m_layout->insertWidget(static_cast<int>(to), row);
    place();
    if (focus != nullptr && row->isAncestorOf(focus) && focus->isEnabled())
        focus->setFocus();
    Q_EMIT edited();
}

void RuleList::place() {
    for (int i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setPlace(i, static_cast<int>(m_rows.size()));
    // The order of the tab key follows the order of the rows.
    QWidget* last = nullptr;
    for (auto* row : std::as_const(m_rows)) {
        const auto buttons = row->findChildren<QToolButton*>();
        for (auto* button : buttons) {
            if (last != nullptr)
                setTabOrder(last, button);
            last = button;
        }
    }
    if (last != nullptr)
        setTabOrder(last, m_add);
}

void RuleList::rename(const QString& before, const QString& after) {
    for (auto* row : std::as_const(m_rows)) {
        auto rule = row->rule();
        auto names = textsOf(rule, "targets");
        const auto index = names.indexOf(before);
        if (index < 0 || after.isEmpty())
            continue;
        names[index] = after;
        rule.insert(QLatin1String("targets"), QJsonArray::fromStringList(names));
        row->setRule(rule);
    }
}

void RuleList::show(const QJsonArray& rules) {
    for (auto* row : std::as_const(m_rows))
        delete row;
    m_rows.clear();
    for (const auto& rule : rules)
        add(rule.toObject());
}

QJsonArray RuleList::value() const {
    QJsonArray rules;
    for (const auto* row : m_rows)
        rules.append(row->rule());
    return rules;
}

QString RuleList::fault() const {
    const auto names = m_targets.shownNames();
    for (const auto* row : m_rows) {
        for (const auto& name : textsOf(row->rule(), "targets")) {
            if (!names.contains(name))
                return tr("A rule goes to the target %1, which is not there. Edit that rule.").arg(name);
        }
    }
    return {};
}

} // namespace gatehouse::ui
