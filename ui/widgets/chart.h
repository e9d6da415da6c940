// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/chart_data.h"
#include "ui/widgets/chart_painter.h"

#include <QPixmap>
#include <QWidget>

namespace gatehouse::ui {

// Lines, stacked bars or a map of the week's hours, with a crosshair that names every value at the sample under it.
// Mouse: point, click, drag to zoom, Ctrl+wheel. Keys: ←/→ samples, ↑/↓ series, Home and End, Enter as a click, Esc
// takes away the crosshair, then the zoom. What does not move is drawn once into a picture. UI thread.
class Chart : public QWidget {
    Q_OBJECT

public:
    Chart(const Theme& theme, const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setData(ChartData data);
    const ChartData& data() const { return m_data; }
    ChartPlot plot() const;
    void setZoomed(bool zoomed) { m_zoomed = zoomed; } // Esc asks for zoomReset() then
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    // Of the crosshair; -1 where there is none.
    int sample() const { return m_sample; }
    qint64 sampleTime() const;

Q_SIGNALS:
    // Clicked, or Enter: the stretch of the sample and the filter's term of the series, or empty.
    void activated(qint64 from, qint64 to, const QString& term);
    void zoomed(qint64 from, qint64 to);
    void zoomReset();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    ChartPainter painterNow() const;
    void forgetPicture();
    void drawPicture();
    void pointAt(QPointF position);
    void moveTo(int sample, int series);
    void clearCrosshair();
    void activateSample();
    void describe();
    bool isMap() const { return m_data.kind == ChartKind::HourMap; }
    int sampleCount() const;
    void zoomAround(double share, double factor);
    void paintCrosshair(QPainter& painter);

    const Theme& m_theme;
    QString m_title;
    ChartData m_data;
    std::vector<qint64> m_samples; // times of all series, rising
    HourGrid m_grid;
    QPixmap m_picture;
    ChartPlot m_plot;
    int m_sample = -1; // of a map: row * 24 + hour
    int m_series = 0;  // under the crosshair
    double m_pressedAt = -1;
    double m_draggedTo = -1;
    bool m_zoomed = false;
};

} // namespace gatehouse::ui
