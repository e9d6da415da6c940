// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_grid.h"

#include "ui/limits/limit_words.h"
#include "ui/theme/tokens.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>

namespace gatehouse::ui {
namespace {

constexpr double most = 1e12;

QLabel* head(const QString& text) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QStringLiteral("caption"));
    return label;
}

} // namespace

QDoubleSpinBox* limitBox(const QString& none) {
    auto* box = new QDoubleSpinBox;
    box->setDecimals(0);
    box->setRange(0, most);
    box->setGroupSeparatorShown(true);
    box->setSpecialValueText(none);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons); // numbers are typed; ↑ and ↓ work all the same
    box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    box->setMinimumWidth(box->fontMetrics().horizontalAdvance(none) + 2 * space::large);
    return box;
}

LimitGrid::LimitGrid(const QString& name, QWidget* parent) : QWidget(parent), m_name(name) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::small);
    grid->setVerticalSpacing(space::small);
    int column = 1;
    for (const auto* time : countedTimes) {
        grid->setColumnStretch(column, 1);
        grid->addWidget(head(timeText(QLatin1String(time))), 0, column++);
    }
    int row = 1;
    for (const auto* thing : countedThings) {
        auto* label = new QLabel(countedText(QLatin1String(thing)));
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        grid->addWidget(label, row, 0);
        column = 1;
        for (const auto* time : countedTimes) {
            auto* box = addBox(QStringLiteral("%1_per_%2").arg(QLatin1String(thing), QLatin1String(time)));
            if (column == 1)
                label->setBuddy(box);
            grid->addWidget(box, row, column++);
        }
        ++row;
    }
    auto* label = new QLabel(limitText(QStringLiteral("concurrent")));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    grid->addWidget(label, row, 0);
    auto* box = addBox(QStringLiteral("concurrent"));
    label->setBuddy(box);
    grid->addWidget(box, row, 1);
}

QDoubleSpinBox* LimitGrid::addBox(const QString& field) {
    auto* box = limitBox(tr("None"));
    box->setObjectName(QString(m_name + u'_' + field));
    box->setAccessibleName(limitText(field));
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
        if (isVisible())
            Q_EMIT edited();
    });
    m_boxes.insert(field, box);
    return box;
}

void LimitGrid::show(const QJsonObject& limits) {
    for (auto box = m_boxes.cbegin(); box != m_boxes.cend(); ++box)
        box.value()->setValue(limits.value(box.key()).toDouble());
}

QJsonObject LimitGrid::applyTo(QJsonObject limits) const {
    for (auto box = m_boxes.cbegin(); box != m_boxes.cend(); ++box) {
        if (limits.value(box.key()).toDouble() != box.value()->value())
            limits.insert(box.key(), static_cast<qint64>(box.value()->value()));
    }
    return limits;
}

} // namespace gatehouse::ui
