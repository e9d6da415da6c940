// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/text_size.h"

#include <QCoreApplication>
#include <QSettings>
#include <QtGlobal>
#include <algorithm>
#include <iterator>
#include <memory>

namespace gatehouse::ui {
namespace {

const QString sizeKey = QStringLiteral("appearance/text_size");
constexpr int usualDotsPerInch = 96;

// One size for all profiles: it is read before the profile is known.
std::unique_ptr<QSettings> shared() {
    return std::make_unique<QSettings>(QCoreApplication::organizationName(), QStringLiteral("Gatehouse"));
}

} // namespace

int textSize() {
    const int percent = shared()->value(sizeKey, usualTextSize).toInt();
    return std::find(std::begin(textSizes), std::end(textSizes), percent) != std::end(textSizes) ? percent
                                                                                                 : usualTextSize;
}

void setTextSize(int percent) {
    shared()->setValue(sizeKey, percent);
}

// Points become pixels by the dots per inch: fonts of the style sheet and of the palette grow alike.
void applyTextSize() {
    if (textSize() != usualTextSize && !qEnvironmentVariableIsSet("QT_FONT_DPI"))
        qputenv("QT_FONT_DPI", QByteArray::number(usualDotsPerInch * textSize() / 100));
}

} // namespace gatehouse::ui
