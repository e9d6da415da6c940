// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDateTime>
#include <QFrame>
#include <QString>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace gatehouse::ui {

inline constexpr double chartGap = std::numeric_limits<double>::quiet_NaN();

struct ChartPoint {
    QDateTime at;
    double value = 0; // chartGap: nothing is known of that time
};

struct ChartSeries {
    QString name;
    std::vector<ChartPoint> points;
};

// Lines over time with a crosshair that names every value at the moment under it (mouse, or ← and →). The library that
// draws stands behind this interface only. At most six series; a gap stays a gap.
class LineChart : public QFrame {
    Q_OBJECT

public:
    using Format = std::function<QString(double)>; // of a value, for the axis and the crosshair

    LineChart(const Theme& theme, const QString& title, Format format, QWidget* parent = nullptr);
    ~LineChart() override;
    void setData(std::vector<ChartSeries> series, const QDateTime& from, const QDateTime& to);

Q_SIGNALS:
    // The moment that was clicked, or on which Enter was pressed.
    void activated(const QDateTime& at);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Overlay;
    struct Drawing;
    void draw();
    void pointAt(const QPoint& position);
    void step(int direction);
    QString described() const;

    const Theme& m_theme;
    QString m_title;
    Format m_format;
    std::vector<ChartSeries> m_series;
    QDateTime m_from;
    QDateTime m_to;
    int m_sample = -1; // under the crosshair; -1: none
    std::unique_ptr<Drawing> m_drawing;
    Overlay* m_overlay;
};

} // namespace gatehouse::ui
