// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session.h"

#include <QSettings>
#include <QSplitter>
#include <QWidget>

namespace gatehouse::ui::session {
namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString viewKey = QStringLiteral("window/view");
const QString rangeKey = QStringLiteral("window/range");

QString splitterKey(const QWidget& view, const QSplitter& splitter) {
    return QStringLiteral("splitters/%1.%2").arg(view.objectName(), splitter.objectName());
}

} // namespace

void save(QWidget& window, const QString& view, const TimeRange& range) {
    QSettings settings;
    settings.setValue(geometryKey, window.saveGeometry());
    settings.setValue(viewKey, view);
    settings.setValue(rangeKey, range.saved());
}

void restoreGeometry(QWidget& window) {
    window.restoreGeometry(QSettings().value(geometryKey).toByteArray()); // checks what it is given
}

QString view() {
    return QSettings().value(viewKey).toString();
}

void restoreRange(TimeRange& range) {
    const QString kept = QSettings().value(rangeKey).toString();
    if (!kept.isEmpty())
        (void)range.restore(kept); // what it does not understand changes nothing
}

void saveSplitters(QWidget& view) {
    QSettings settings;
    for (const auto* splitter : view.findChildren<QSplitter*>()) {
        if (!splitter->objectName().isEmpty())
            settings.setValue(splitterKey(view, *splitter), splitter->saveState());
    }
}

void restoreSplitters(QWidget& view) {
    const QSettings settings;
    for (auto* splitter : view.findChildren<QSplitter*>()) {
        const auto kept = settings.value(splitterKey(view, *splitter)).toByteArray();
        if (splitter->objectName().isEmpty() || kept.isEmpty())
            continue;
        // The view decides which way it lies, by the window's width; only the shares are taken over.
        const auto orientation = splitter->orientation();
        splitter->restoreState(kept);
        splitter->setOrientation(orientation);
    }
}

} // namespace gatehouse::ui::session
