// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/named_list.h"

#include "ui/widgets/list_parts.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace gatehouse::ui {

NamedList::NamedList(const Theme& theme, const QString& name, const Words& words, QAbstractItemModel* model,
                     const QList<int>& widths, QWidget* parent)
    : QWidget(parent), m_table(new TableView(theme)), m_buttons(new QHBoxLayout), m_model(model),
      m_empty(new QLabel(words.empty)), m_edit(new QPushButton(words.edit)), m_remove(new QPushButton(words.remove)) {
    m_table->setObjectName(QString(QStringLiteral("table_") + name));
    m_table->setAccessibleName(words.title);
    m_table->setSource(model);
    m_table->setColumnWidths(widths);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_empty->setProperty("role", QStringLiteral("secondary"));
    m_empty->setWordWrap(true);
    auto* add = new QPushButton(theme.icon(QStringLiteral("plus")), words.add);
    add->setObjectName(QString(QStringLiteral("add_") + name));
    m_edit->setObjectName(QString(QStringLiteral("edit_") + name));
    m_remove->setObjectName(QString(QStringLiteral("remove_") + name));
    m_buttons->setSpacing(space::small);
    m_buttons->addWidget(add);
    m_buttons->addWidget(m_edit);
    m_buttons->addWidget(m_remove);
    m_buttons->addStretch();
    auto* card = cardOf(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, space::medium, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(m_empty);
    layout->addWidget(card, 1);
    layout->addLayout(m_buttons);
    const auto edit = [this] {
        if (const int at = selected(); at >= 0)
            Q_EMIT editPressed(at);
    };
    const auto remove = [this] {
        if (const int at = selected(); at >= 0)
            Q_EMIT removePressed(at);
    };
    connect(add, &QPushButton::clicked, this, &NamedList::addPressed);
    connect(m_edit, &QPushButton::clicked, this, edit);
    connect(m_remove, &QPushButton::clicked, this, remove);
    connect(m_table, &TableView::opened, this, edit);
    connect(m_table, &TableView::deletePressed, this, remove);
    connect(m_table, &TableView::selectionMoved, this, &NamedList::showState);
    connect(model, &QAbstractItemModel::modelReset, this, &NamedList::showState);
    connect(model, &QAbstractItemModel::dataChanged, this, &NamedList::showState);
    showState();
}

void NamedList::addButtons(const QList<QPushButton*>& buttons) {
    for (auto* button : buttons)
        m_buttons->insertWidget(m_buttons->count() - 1, button); // before the stretch
}

int NamedList::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? rows.front().row() : -1;
}

void NamedList::showState() {
    const bool any = m_model->rowCount() > 0;
    m_empty->setVisible(!any);
    m_edit->setEnabled(selected() >= 0);
    m_remove->setEnabled(selected() >= 0);
}

} // namespace gatehouse::ui
