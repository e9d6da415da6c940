// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/scale.h"

#include <QCoreApplication>
#include <QSettings>
#include <algorithm>
#include <iterator>
#include <memory>

namespace gatehouse::ui {
namespace {

const QString scaleKey = QStringLiteral("appearance/scale");

// It is read before the profile is known.
std::unique_ptr<QSettings> shared() {
    return std::make_unique<QSettings>(QCoreApplication::organizationName(), QStringLiteral("Gatehouse"));
}

} // namespace

int scale() {
    const int percent = shared()->value(scaleKey, usualScale).toInt();
    return std::find(std::begin(scales), std::end(scales), percent) != std::end(scales) ? percent : usualScale;
}

void setScale(int percent) {
    shared()->setValue(scaleKey, percent);
}

void applyScale() {
    if (scale() != usualScale && !qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        qputenv("QT_SCALE_FACTOR", QByteArray::number(scale() / 100.0));
}

} // namespace gatehouse::ui
