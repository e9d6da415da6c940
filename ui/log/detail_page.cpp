// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/detail_page.h"

#include "ui/theme/tokens.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QLabel* plainLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long names must not widen the page
    return label;
}

} // namespace

DetailPage::DetailPage(const char* name, QWidget* parent) : QScrollArea(parent) {
    auto* page = new QWidget;
    page->setObjectName(QLatin1String(name));
    auto* outer = new QVBoxLayout(page);
    outer->setContentsMargins(0, space::medium, space::small, space::medium);
    outer->setSpacing(space::medium);
    m_above = new QVBoxLayout;
    outer->addLayout(m_above);
    m_form = new QFormLayout;
    m_form->setVerticalSpacing(space::small);
    m_form->setHorizontalSpacing(space::large);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    outer->addLayout(m_form);
    outer->addStretch(1);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setWidget(page);
    page->setAutoFillBackground(false); // it lies on a card
    viewport()->setAutoFillBackground(false);
}

void DetailPage::addAbove(QWidget* widget) {
    m_above->addWidget(widget);
}

void DetailPage::clear() {
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
}

void DetailPage::addRow(const QString& name, const QString& value) {
    if (value.isEmpty())
        return;
    auto* label = new QLabel(name);
    label->setProperty("role", QStringLiteral("secondary"));
    auto* shown = plainLabel(value);
    shown->setAccessibleName(QString(name + QStringLiteral(": ") + value));
    m_form->addRow(label, shown);
}

void DetailPage::addText(const QString& sentence, const char* role) {
    auto* label = plainLabel(sentence);
    if (role != nullptr)
        label->setProperty("role", QLatin1String(role));
    m_form->addRow(label);
}

void DetailPage::addSection(const QString& title) {
    auto* label = new QLabel(title);
    label->setProperty("role", QStringLiteral("section"));
    m_form->addRow(label);
}

void DetailPage::addWidget(QWidget* widget) {
    m_form->addRow(widget);
}

} // namespace gatehouse::ui
