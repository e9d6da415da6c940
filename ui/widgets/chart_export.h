// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/chart_data.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

// A chart by itself, with its title, stretch of time and time zone: for a report or a ticket.
namespace gatehouse::ui {

inline constexpr int chartPictureScale = 2; // of a PNG

// "size" is in pixels of the screen before the scale.
QImage chartImage(const Theme& theme, const QString& title, const ChartData& data, QSize size);
QByteArray chartSvg(const Theme& theme, const QString& title, const ChartData& data, QSize size);
QByteArray chartPdf(const Theme& theme, const QString& title, const ChartData& data, QSize size); // on white, A4
QByteArray chartCsv(const ChartData& data); // what is drawn; exact, times in UTC

} // namespace gatehouse::ui
