// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/filter_chips.h"

#include "core/contract/filter.h"

#include <QDateTime>
#include <QPushButton>
#include <QStyle>
#include <algorithm>

namespace gatehouse::ui {

FilterChips::FilterChips(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("filterChips"));
    setAccessibleName(tr("Terms of the filter"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FilterChips::show(const QString& filter) {
    for (auto* chip : std::exchange(m_chips, {}))
        chip->deleteLater();
    const std::string bytes = filter.toStdString();
    const auto parsed = contract::parseFilter(bytes, QDateTime::currentMSecsSinceEpoch() * 1'000);
    if (parsed) {
        for (const auto& term : parsed->terms) {
            const auto text = QString::fromStdString(bytes.substr(term.position, term.length));
            std::string rest = bytes;
            rest.erase(term.position, term.length);
            auto* chip = new QPushButton(m_theme.icon(QStringLiteral("x"), Theme::Tone::Secondary),
                                         QString(text).replace(u'&', QStringLiteral("&&")), this);
            chip->setObjectName(QStringLiteral("filterChip"));
            chip->setProperty("role", QStringLiteral("chip"));
            chip->setAccessibleName(tr("Remove %1 from the filter").arg(text));
            chip->setToolTip(tr("Remove %1 from the filter").arg(text));
            connect(chip, &QPushButton::clicked, this,
                    [this, rest = QString::fromStdString(rest).simplified()] { Q_EMIT filterChanged(rest); });
            chip->show();
            m_chips.append(chip);
        }
    }
    setVisible(!m_chips.isEmpty());
    place(width(), true);
    updateGeometry();
}

// The height that is needed; "move": puts them there.
int FilterChips::place(int width, bool move) const {
    int left = 0;
    int top = 0;
    int line = 0;
    for (auto* chip : m_chips) {
        const QSize size = chip->sizeHint();
        const int chipWidth = std::min(size.width(), std::max(width, 1));
        if (left > 0 && left + chipWidth > width) {
            left = 0;
            top += line + space::tiny;
            line = 0;
        }
        if (move) {
            const QRect place(left, top, chipWidth, size.height());
            chip->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
        }
        left += chipWidth + space::tiny;
        line = std::max(line, size.height());
    }
    return top + line;
}

int FilterChips::heightForWidth(int width) const {
    return place(width, false);
}

QSize FilterChips::sizeHint() const {
    return {0, place(std::max(width(), 1), false)};
}

void FilterChips::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    place(width(), true);
    if (height() != heightForWidth(width()))
        updateGeometry();
}

} // namespace gatehouse::ui
