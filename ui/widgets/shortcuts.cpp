// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/shortcuts.h"

#include <QSettings>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QString keyOf(const QString& id) {
    return QStringLiteral("shortcuts/") + QString(id).replace(u'/', u'.');
}

// Written as text in the portable form: "" stands for a command whose keys were taken away.
QKeySequence chosenFor(const ShortcutEntry& entry) {
    const QVariant chosen = QSettings().value(keyOf(entry.id));
    if (!chosen.isValid())
        return entry.standard;
    const auto keys = QKeySequence::fromString(chosen.toString(), QKeySequence::PortableText);
    const bool broken = !chosen.toString().isEmpty() && (keys.isEmpty() || keys[0].key() == Qt::Key_unknown);
    return broken ? entry.standard : keys;
}

} // namespace

QString plainText(const QAction& action) {
    static const QString mark = QStringLiteral("&&");
    QString text = action.text();
    text.replace(mark, QStringLiteral("\x01"));
    text.remove(u'&');
    return text.replace(u'\x01', u'&');
}

void setPossible(QAction* action, bool possible, const QString& why) {
    action->setEnabled(possible);
    action->setProperty("why", possible ? QString() : why);
    action->setToolTip(possible ? QString() : why); // empty: the text
    action->setStatusTip(possible ? QString() : why);
}

Shortcuts::Row* Shortcuts::find(const QString& id) {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const Row& row) { return row.entry.id == id; });
    return found == m_rows.end() ? nullptr : &*found;
}

void Shortcuts::add(QAction* action, const QString& id, const QString& place) {
    Row* row = find(id);
    if (row == nullptr) {
        m_rows.push_back({});
        row = &m_rows.back();
    }
    row->entry = {id, plainText(*action), place, action->shortcut(), {}};
    row->action = action;
    apply(*row, chosenFor(row->entry));
    // An old choice, or a view that did not know better, may collide with other keys; those were there first.
    if (!row->entry.keys.isEmpty() && !takenBy(id, row->entry.keys).isEmpty())
        apply(*row, {});
}

QVector<ShortcutEntry> Shortcuts::entries() const {
    QVector<ShortcutEntry> entries;
    for (const auto& row : m_rows)
        entries.push_back(row.entry);
    return entries;
}

QString Shortcuts::takenBy(const QString& id, const QKeySequence& keys) const {
    if (keys.isEmpty())
        return {};
    const auto self = std::find_if(m_rows.begin(), m_rows.end(), [&id](const Row& row) { return row.entry.id == id; });
    const QString place = self == m_rows.end() ? QString() : self->entry.place;
    for (const auto& row : m_rows) {
        const bool meets = row.entry.place.isEmpty() || place.isEmpty() || row.entry.place == place;
        if (row.entry.id != id && meets && row.entry.keys == keys)
            return row.entry.title;
    }
    return {};
}

bool Shortcuts::assign(const QString& id, const QKeySequence& keys) {
    Row* row = find(id);
    if (row == nullptr || !takenBy(id, keys).isEmpty())
        return false;
    if (keys == row->entry.standard)
        QSettings().remove(keyOf(id));
    else
        QSettings().setValue(keyOf(id), keys.toString(QKeySequence::PortableText));
    apply(*row, keys);
    Q_EMIT changed();
    return true;
}

void Shortcuts::reset(const QString& id) {
    if (const Row* row = find(id))
        assign(id, row->entry.standard);
}

void Shortcuts::resetAll() {
    QSettings().remove(QStringLiteral("shortcuts"));
    for (auto& row : m_rows)
        apply(row, row.entry.standard);
    Q_EMIT changed();
}

void Shortcuts::apply(Row& row, const QKeySequence& keys) {
    row.entry.keys = keys;
    if (row.action != nullptr)
        row.action->setShortcut(keys);
}

} // namespace gatehouse::ui
