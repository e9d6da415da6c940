// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/shortcuts_page.h"

#include "ui/widgets/shortcuts.h"
#include "ui/widgets/table_view.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int idRole = Qt::UserRole + 1;
constexpr int shownCommands = 12;

QString nativeText(const QKeySequence& keys) {
    return keys.toString(QKeySequence::NativeText);
}

} // namespace

ShortcutsPage::ShortcutsPage(Console& console)
    : SettingsPage(console, QStringLiteral("shortcuts"), tr("Shortcuts"), QStringLiteral("keyboard")),
      m_table(new TableView(console.theme)), m_filter(new QLineEdit), m_command(new QLabel), m_fault(new QLabel),
      m_keys(new QKeySequenceEdit), m_assign(new QPushButton(tr("Assign"))),
      m_remove(new QPushButton(tr("Remove keys"))), m_standard(new QPushButton(tr("Standard"))) {
    m_filter->setObjectName(QStringLiteral("shortcutFilter"));
    m_filter->setPlaceholderText(tr("Find a command or keys"));
    m_filter->setClearButtonEnabled(true);
    addRow(tr("Find a command"), tr("By its name, its keys, or where it works."), m_filter, true);
    addWidget(makeTable());
    addSection({});
    addRow(tr("Keys of the command"), tr("Choose a command in the table, press the new keys, then assign them."),
           makeEditor(), true);
    finish();
    connect(m_filter, &QLineEdit::textChanged, m_table, &TableView::setQuickFilter);
    connect(m_table, &TableView::selectionMoved, this, &ShortcutsPage::choose);
    connect(m_table, &TableView::opened, m_keys, [this] { m_keys->setFocus(); });
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, [this] { m_fault->hide(); });
    connect(m_assign, &QPushButton::clicked, this, &ShortcutsPage::assign);
    connect(m_remove, &QPushButton::clicked, this, [this] { set(chosen(), m_command->text(), {}); });
    connect(m_standard, &QPushButton::clicked, this, [this] {
        m_console.shortcuts->reset(chosen());
        refresh();
    });
    if (console.shortcuts != nullptr)
        connect(console.shortcuts, &Shortcuts::changed, this, &ShortcutsPage::refresh);
    refresh();
}

QWidget* ShortcutsPage::makeTable() {
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    m_rows.setHorizontalHeaderLabels({tr("Command"), tr("Where"), tr("Keys"), tr("Standard")});
    m_table->setObjectName(QStringLiteral("shortcutTable"));
    m_table->setAccessibleName(tr("Commands and their keys"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSource(&m_rows);
    m_table->setColumnWidths({0, 128, 112, 112});
    m_table->setMinimumHeight(tableRowHeight * (shownCommands + 1));
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_table);
    return card;
}

QWidget* ShortcutsPage::makeEditor() {
    auto* editor = new QWidget;
    m_command->setObjectName(QStringLiteral("shortcutCommand"));
    m_command->setTextFormat(Qt::PlainText);
    m_command->setProperty("role", QStringLiteral("section"));
    m_fault->setObjectName(QStringLiteral("shortcutFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->setProperty("role", QStringLiteral("faultCaption"));
    m_fault->hide();
    m_keys->setObjectName(QStringLiteral("shortcutKeys"));
    m_keys->setAccessibleName(tr("New keys"));
    m_assign->setObjectName(QStringLiteral("shortcutAssign"));
    m_remove->setObjectName(QStringLiteral("shortcutRemove"));
    m_standard->setObjectName(QStringLiteral("shortcutStandard"));
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    line->addWidget(m_keys, 1);
    line->addWidget(m_assign);
    line->addWidget(m_remove);
    line->addWidget(m_standard);
    auto* layout = new QVBoxLayout(editor);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_command);
    layout->addLayout(line);
    layout->addWidget(m_fault);
    return editor;
}

void ShortcutsPage::refresh() {
    const QString before = chosen();
    m_rows.removeRows(0, m_rows.rowCount());
    const auto entries = m_console.shortcuts != nullptr ? m_console.shortcuts->entries() : QVector<ShortcutEntry>();
    for (const auto& entry : entries) {
        QList<QStandardItem*> row;
        const QString place = entry.place.isEmpty() ? tr("Everywhere") : entry.place;
        for (const auto& text : {entry.title, place, nativeText(entry.keys), nativeText(entry.standard)}) {
            auto* item = new QStandardItem(text);
            item->setEditable(false);
            item->setData(entry.id, idRole);
            row.append(item);
        }
        m_rows.appendRow(row);
    }
    for (int i = 0; i < m_rows.rowCount(); ++i) {
        if (m_rows.item(i)->data(idRole).toString() == before)
            m_table->setCurrentIndex(m_table->viewIndex(m_rows.index(i, 0)));
    }
    choose();
}

QString ShortcutsPage::chosen() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.isEmpty() ? QString() : rows.first().data(idRole).toString();
}

void ShortcutsPage::choose() {
    const QString id = chosen();
    m_fault->hide();
    for (auto* each : {static_cast<QWidget*>(m_keys), static_cast<QWidget*>(m_assign), static_cast<QWidget*>(m_remove),
                       static_cast<QWidget*>(m_standard)})
        each->setEnabled(!id.isEmpty());
    m_command->setText(tr("No command is chosen"));
    const QSignalBlocker quiet(m_keys);
    m_keys->clear();
    if (id.isEmpty())
        return;
    const auto entries = m_console.shortcuts->entries();
    const auto entry = std::find_if(entries.begin(), entries.end(), [&id](const auto& each) { return each.id == id; });
    if (entry == entries.end())
        return;
    m_command->setText(entry->title);
    m_keys->setKeySequence(entry->keys);
    m_remove->setEnabled(!entry->keys.isEmpty());
    m_standard->setEnabled(entry->keys != entry->standard);
}

void ShortcutsPage::assign() {
    const auto keys = m_keys->keySequence();
    const QString id = chosen();
    if (keys.isEmpty())
        m_fault->setText(tr("Press the keys first."));
    else if (const QString taken = m_console.shortcuts->takenBy(id, keys); !taken.isEmpty())
        m_fault->setText(
            tr("%1 belongs to \"%2\". Choose other keys, or take them from there first.").arg(nativeText(keys), taken));
    else {
        set(id, m_command->text(), keys);
        return;
    }
    m_fault->show();
}

void ShortcutsPage::set(const QString& id, const QString& title, const QKeySequence& keys) {
    const auto entries = m_console.shortcuts->entries();
    const auto entry = std::find_if(entries.begin(), entries.end(), [&id](const auto& each) { return each.id == id; });
    if (entry == entries.end() || !m_console.shortcuts->assign(id, keys))
        return;
    refresh();
    tellChanged(keys.isEmpty() ? tr("\"%1\" has no keys now.").arg(title)
                               : tr("\"%1\" has the keys %2 now.").arg(title, nativeText(keys)),
                [shortcuts = m_console.shortcuts, id, before = entry->keys] { shortcuts->assign(id, before); });
}

bool ShortcutsPage::canReset() const {
    return m_console.shortcuts != nullptr;
}

void ShortcutsPage::reset() {
    m_console.shortcuts->resetAll();
    refresh();
}

} // namespace gatehouse::ui
