// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation.h"

#include <QSignalBlocker>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int idRole = Qt::UserRole;
constexpr int titleRole = Qt::UserRole + 1;
constexpr int rowHeight = 32;
constexpr int tightRowHeight = 26; // a target that a finger still meets

} // namespace

Navigation::Navigation(const Theme& theme, QWidget* parent) : QListWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Views"));
    setIconSize({iconPixels, iconPixels});
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    connect(this, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr && !item->data(idRole).toString().isEmpty())
            Q_EMIT chosen(item->data(idRole).toString());
    });
    lay();
}

void Navigation::addView(const QString& id, const QString& title, const QString& icon, int group) {
    if (m_group >= 0 && group != m_group) {
        auto* gap = new QListWidgetItem(this);
        gap->setFlags(Qt::NoItemFlags);
    }
    m_group = group;
    auto* item = new QListWidgetItem(m_theme.icon(icon), title, this);
    item->setData(idRole, id);
    item->setData(titleRole, title);
    item->setData(Qt::AccessibleTextRole, title);
    lay();
}

void Navigation::choose(const QString& id) {
    const QSignalBlocker quiet(this);
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(idRole).toString() == id)
            setCurrentRow(row);
    }
}

void Navigation::setViewShown(const QString& id, bool shown) {
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(idRole).toString() == id)
            item(row)->setHidden(!shown);
    }
    fit();
}

void Navigation::setCompact(bool compact) {
    if (m_compact == compact)
        return;
    m_compact = compact;
    lay();
}

int Navigation::heightOf(const QListWidgetItem& one, bool tight) const {
    const bool gap = one.data(idRole).toString().isEmpty();
    if (gap)
        return tight ? space::tiny : space::medium;
    return std::max(tight ? tightRowHeight : rowHeight,
                    fontMetrics().height() + 2 * (tight ? space::tiny : space::small));
}

void Navigation::resizeEvent(QResizeEvent* event) {
    QListWidget::resizeEvent(event);
    fit();
}

void Navigation::fit() {
    int needed = 0;
    for (int row = 0; row < count(); ++row) {
        if (!item(row)->isHidden())
            needed += heightOf(*item(row), false);
    }
    const bool tight = needed > viewport()->height();
    if (tight == m_tight)
        return;
    m_tight = tight;
    lay();
}

// The width follows the font, so that long names and large fonts keep their place.
void Navigation::lay() {
    int widest = navigationWidth;
    for (int row = 0; row < count(); ++row) {
        auto* one = item(row);
        const QString title = one->data(titleRole).toString();
        one->setText(m_compact ? QString() : title);
        one->setToolTip(m_compact ? title : QString());
        one->setSizeHint({0, heightOf(*one, m_tight)});
        widest = std::max(widest, fontMetrics().horizontalAdvance(title) + iconPixels + 5 * space::medium);
    }
    setFixedWidth(m_compact ? iconPixels + 2 * space::small + 2 * space::medium
                            : std::min(widest, navigationWidth * 2));
}

} // namespace gatehouse::ui
