// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fact_list.h"

#include "ui/theme/tokens.h"

#include <QFormLayout>
#include <QLabel>

namespace gatehouse::ui {

QLabel* plainLabel(const QString& text, const char* role, const char* name) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    label->setObjectName(QLatin1String(name));
    return label;
}

FactList::FactList(QWidget* parent) : QWidget(parent), m_layout(new QFormLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(space::large);
    m_layout->setVerticalSpacing(space::small);
    m_layout->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void FactList::clear() {
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
}

void FactList::add(const QString& name, const QString& value) {
    if (value.isEmpty())
        return;
    auto* label = plainLabel(name, "secondary");
    label->setWordWrap(false);
    auto* shown = plainLabel(value);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    shown->setAccessibleName(name);
    shown->setProperty("data", true);
    m_layout->addRow(label, shown);
}

void FactList::addSection(const QString& title) {
    auto* label = plainLabel(title, "section");
    if (m_layout->rowCount() > 0)
        label->setContentsMargins(0, space::small, 0, 0);
    m_layout->addRow(label);
}

} // namespace gatehouse::ui
