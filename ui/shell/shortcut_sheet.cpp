// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcut_sheet.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/shortcuts.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr QSize firstSize{560, 560};

} // namespace

ShortcutSheet::ShortcutSheet(const Shortcuts& shortcuts, QWidget* parent)
    : QDialog(parent), m_filter(new QLineEdit), m_tree(new QTreeWidget) {
    setObjectName(QStringLiteral("shortcutSheet"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(firstSize);
    m_filter->setObjectName(QStringLiteral("shortcutFilter"));
    m_filter->setPlaceholderText(tr("Find a command or its keys"));
    m_filter->setAccessibleName(tr("Find a command or its keys"));
    m_filter->setClearButtonEnabled(true);
    m_tree->setObjectName(QStringLiteral("shortcutTree"));
    m_tree->setAccessibleName(tr("Commands and their keys"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("Command"), tr("Keys")});
    m_tree->setRootIsDecorated(false);
    m_tree->setItemsExpandable(false);
    m_tree->setIndentation(space::medium);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutSheet::filter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::large, space::large, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    layout->addWidget(buttons);
    fill(shortcuts);
    m_filter->setFocus();
}

void ShortcutSheet::fill(const Shortcuts& shortcuts) {
    QHash<QString, QTreeWidgetItem*> places;
    for (const auto& entry : shortcuts.entries()) {
        if (entry.keys.isEmpty())
            continue;
        auto*& place = places[entry.place];
        if (place == nullptr) {
            place = new QTreeWidgetItem(m_tree, {entry.place.isEmpty() ? tr("Everywhere") : entry.place});
            QFont bold = m_tree->font();
            bold.setWeight(QFont::DemiBold);
            place->setFont(0, bold);
            place->setSizeHint(0, QSize(0, tableRowHeight + space::small));
            place->setFlags(Qt::ItemIsEnabled);
        }
        auto* row = new QTreeWidgetItem(place, {entry.title, entry.keys.toString(QKeySequence::NativeText)});
        row->setSizeHint(0, QSize(0, std::max(tableRowHeight, m_tree->fontMetrics().height() + space::small)));
        row->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    }
    m_tree->headerItem()->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    m_tree->expandAll();
}

void ShortcutSheet::filter(const QString& words) {
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        auto* place = m_tree->topLevelItem(i);
        int left = 0;
        for (int j = 0; j < place->childCount(); ++j) {
            auto* row = place->child(j);
            const bool fits =
                row->text(0).contains(words, Qt::CaseInsensitive) || row->text(1).contains(words, Qt::CaseInsensitive);
            row->setHidden(!fits);
            left += fits ? 1 : 0;
        }
        place->setHidden(left == 0);
    }
}

} // namespace gatehouse::ui
