// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/difference_table.h"

#include "ui/changes/value_text.h"
#include "ui/client/object_merge.h"

#include <QGridLayout>
#include <QJsonArray>
#include <QLabel>

namespace gatehouse::ui {
namespace {

QLabel* cell(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("role", QLatin1String(role));
    return label;
}

bool isNothing(const QJsonValue& value) {
    return value.isUndefined() || value.isNull() || value == QJsonValue(QString()) ||
           (value.isArray() && value == QJsonValue(QJsonArray())) || (value.isObject() && value.toObject().isEmpty());
}

} // namespace

DifferenceTable::DifferenceTable(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::medium);
    m_grid->setVerticalSpacing(space::small);
    m_grid->setColumnStretch(0, 3);
    m_grid->setColumnStretch(1, 2);
    m_grid->setColumnStretch(3, 2);
}

void DifferenceTable::show(const QJsonObject& before, const QJsonObject& after) {
    clear();
    m_creates = before.isEmpty();
    m_deletes = after.isEmpty();
    if (m_creates || m_deletes) {
        addAll(m_creates ? after : before, {});
        return;
    }
    const auto differences = differencesOf(before, after);
    for (const auto& difference : differences) {
        if (!isNothing(difference.before) || !isNothing(difference.after))
            addRow(difference.field, difference.before, difference.after);
    }
    if (m_grid->count() == 0)
        m_grid->addWidget(cell(tr("No field differs."), "caption"), 0, 0, 1, 4);
}

// A whole object, field by field; what is not set says nothing.
void DifferenceTable::addAll(const QJsonObject& object, const QString& prefix) {
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.value().isObject())
            addAll(it.value().toObject(), QString(prefix + it.key() + u'.'));
        else if (!isNothing(it.value()))
            addRow(QString(prefix + it.key()), it.value(), it.value());
    }
}

void DifferenceTable::clear() {
    while (auto* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void DifferenceTable::addRow(const QString& field, const QJsonValue& before, const QJsonValue& after) {
    const int row = m_grid->rowCount();
    m_grid->addWidget(cell(fieldText(field), "secondary"), row, 0);
    if (m_creates || m_deletes) {
        m_grid->addWidget(cell(valueText(m_creates ? after : before), m_deletes ? "removed" : ""), row, 1, 1, 3);
        return;
    }
    auto* arrow = new QLabel;
    arrow->setTextFormat(Qt::PlainText);
    arrow->setPixmap(m_theme
                         .icon(isRightToLeft() ? QStringLiteral("arrow-left") : QStringLiteral("arrow-right"),
                               Theme::Tone::Secondary)
                         .pixmap(smallIconPixels));
    arrow->setAccessibleName(tr("becomes"));
    m_grid->addWidget(cell(valueText(before), "removed"), row, 1);
    m_grid->addWidget(arrow, row, 2, Qt::AlignTop);
    m_grid->addWidget(cell(valueText(after), "added"), row, 3);
}

} // namespace gatehouse::ui
