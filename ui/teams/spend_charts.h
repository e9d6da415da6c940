// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/analytics/report.h"
#include "ui/models/stats_feed.h"
#include "ui/widgets/console.h"

#include <QTimer>
#include <QWidget>

namespace gatehouse::ui {

class ChartCard;

// What one team spent in the range that is shown: by application and by API, as stacked bars. Clicked, a bar leads to
// its calls in the log.
class SpendCharts : public QWidget {
    Q_OBJECT

public:
    explicit SpendCharts(Console& console, QWidget* parent = nullptr);
    void show(const QString& team); // empty: nothing
    void refresh();

Q_SIGNALS:
    void callsAsked(const QString& filter);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Part {
        Report report;
        StatsFeed* feed = nullptr;
        ChartCard* card = nullptr;
    };
    Part makePart(const QString& name, const QString& title, GroupBy group);
    void ask(Part& part);
    void draw(const Part& part, const StatsFeed::Answer& answer);

    Console& m_console;
    QString m_team;
    Part m_apps;
    Part m_apis;
    QTimer m_soon;
};

} // namespace gatehouse::ui
