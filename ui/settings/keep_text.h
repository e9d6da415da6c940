// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>
#include <QStringList>

namespace gatehouse::ui {

// How the admin API writes ages and sizes ("30d", "12h", "forever", "64KiB", "unlimited"), as a person reads them.
QString keepText(const QLocale& locale, const QString& value);

// What is offered for a field, the usual one among them.
const QStringList& agesOffered();
const QStringList& sizesOffered();
const QStringList& capsOffered();

} // namespace gatehouse::ui
