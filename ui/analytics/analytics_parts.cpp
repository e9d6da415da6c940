// SPDX-License-Identifier: GPL-3.0-or-later
// What the view is made of, and its commands.
#include "ui/analytics/analytics_view.h"
#include "ui/analytics/group_table.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/chart_card.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/range_button.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr double zoomIn = 0.5;
constexpr std::array percentiles{50, 95, 99};

struct Step {
    const char* text;
    const char* word;
};
constexpr std::array steps{Step{QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Steps by range"), ""},
                           Step{QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Steps of 1 minute"), "1m"},
                           Step{QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Steps of 5 minutes"), "5m"},
                           Step{QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Steps of 15 minutes"), "15m"},
                           Step{QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Steps of 1 hour"), "1h"},
                           Step{QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Steps of 6 hours"), "6h"},
                           Step{QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Steps of 1 day"), "1d"}};

struct Kind {
    ChartKind kind;
    const char* icon;
    const char* name;
    const char* text;
};
constexpr std::array kinds{
    Kind{ChartKind::Lines, "chart-line", "kindLines", QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Lines")},
    Kind{ChartKind::Bars, "chart-histogram", "kindBars",
         QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Stacked bars")},
    Kind{ChartKind::HourMap, "grid-dots", "kindWeek",
         QT_TRANSLATE_NOOP("gatehouse::ui::AnalyticsView", "Hours of the week")}};

QComboBox* makeCombo(const char* name, const QString& accessible) {
    auto* combo = new QComboBox;
    combo->setObjectName(QLatin1String(name));
    combo->setAccessibleName(accessible);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return combo;
}

} // namespace

QWidget* AnalyticsView::makeTop() {
    auto* top = new QWidget;
    auto* title = new QLabel(tr("Analytics"));
    title->setProperty("role", QStringLiteral("title"));
    m_stale = new QLabel;
    m_stale->setObjectName(QStringLiteral("analyticsStale"));
    m_stale->setProperty("role", QStringLiteral("fault"));
    m_stale->setTextFormat(Qt::PlainText);
    m_stale->setWordWrap(true);
    m_reports = new QPushButton(tr("Reports"));
    m_reports->setObjectName(QStringLiteral("reports"));
    m_reports->setIcon(m_theme.icon(QStringLiteral("bookmark")));
    m_reportMenu = new QMenu(m_reports);
    m_reportMenu->setObjectName(QStringLiteral("reportMenu"));
    connect(m_reports, &QPushButton::clicked, this, [this] {
        fillReports();
        m_reportMenu->popup(m_reports->mapToGlobal(QPoint(0, m_reports->height() + space::tiny)));
    });
    m_rangeButton = new RangeButton(m_theme, m_range);
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(title);
    layout->addSpacing(space::small);
    layout->addWidget(m_stale, 1);
    layout->addWidget(m_reports);
    layout->addWidget(m_rangeButton);
    return top;
}

QWidget* AnalyticsView::makeControls() {
    auto* controls = new QWidget;
    auto* layout = new FlowLayout(space::small, controls);
    m_measure = makeCombo("measure", tr("What is shown"));
    for (int i = 0; i < measureCount; ++i)
        m_measure->addItem(nameOf(static_cast<Measure>(i)));
    m_percentile = makeCombo("percentile", tr("Percentile"));
    for (const int percentile : percentiles)
        m_percentile->addItem(QStringLiteral("p%1").arg(percentile), percentile);
    m_group = makeCombo("groupBy", tr("Split by"));
    for (int i = 0; i < groupByCount; ++i)
        m_group->addItem(nameOf(static_cast<GroupBy>(i)));
    m_step = makeCombo("step", tr("Time of a point"));
    for (const auto& step : steps)
        m_step->addItem(tr(step.text), QLatin1String(step.word));
    for (auto* combo : {m_measure, m_percentile, m_group, m_step}) {
        layout->addWidget(combo);
        connect(combo, &QComboBox::activated, this, &AnalyticsView::settingsChanged);
    }
    m_compare = new QPushButton(tr("Compare"));
    m_compare->setObjectName(QStringLiteral("compare"));
    m_compare->setCheckable(true);
    m_compare->setToolTip(tr("Compare with the stretch before"));
    m_compare->setAccessibleDescription(m_compare->toolTip());
    m_compare->setIcon(m_theme.icon(QStringLiteral("git-compare")));
    connect(m_compare, &QPushButton::toggled, this, &AnalyticsView::settingsChanged);
    layout->addWidget(m_compare);
    auto* which = new QButtonGroup(this);
    auto* together = new QWidget; // they stay in one row
    auto* row = new QHBoxLayout(together);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::tiny);
    for (const auto& kind : kinds) {
        auto* button = new QToolButton;
        button->setObjectName(QLatin1String(kind.name));
        button->setIcon(m_theme.icon(QLatin1String(kind.icon)));
        button->setIconSize(QSize(iconPixels, iconPixels));
        button->setAccessibleName(tr(kind.text));
        button->setToolTip(tr(kind.text));
        button->setCheckable(true);
        which->addButton(button);
        m_kinds.push_back(button);
        row->addWidget(button);
        connect(button, &QToolButton::clicked, this, &AnalyticsView::settingsChanged);
        button->setFocusPolicy(Qt::TabFocus);
    }
    layout->addWidget(together);
    return controls;
}

QWidget* AnalyticsView::makeTable() {
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    m_groups = new GroupTable(this);
    m_table = new TableView(m_theme);
    m_table->setObjectName(QStringLiteral("analyticsGroups"));
    m_table->setAccessibleName(tr("Sums of the whole stretch of time"));
    m_table->setSource(m_groups);
    m_table->setColumnWidths({0, 66, 66, 86, 76, 76, 76, 96, 92, 86, 82, 86, 82});
    m_table->setColumnsHidden(
        {GroupTable::LatencyMedian, GroupTable::Latency99, GroupTable::Cached, GroupTable::Reasoning});
    m_table->horizontalHeader()->setSectionResizeMode(GroupTable::Name, QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(60);
    connect(m_table, &TableView::opened, this,
            [this](const QModelIndex& row) { toLog(m_groups->termOfRow(row.row()), m_range.filter()); });
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_table);
    return card;
}

QWidget* AnalyticsView::makeBody() {
    m_filter = new FilterEdit;
    m_filter->setObjectName(QStringLiteral("analyticsFilter"));
    m_filter->setAccessibleName(tr("Filter of the charts"));
    m_fault = new QLabel;
    m_fault->setObjectName(QStringLiteral("analyticsFault"));
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    connect(m_filter, &FilterEdit::faultChanged, this, [this](const QString& fault) {
        m_fault->setText(fault);
        m_fault->setVisible(!fault.isEmpty());
    });
    connect(m_filter, &FilterEdit::filterChanged, this, [this](const QString& filter) {
        if (m_report.filter == filter)
            return;
        m_report.filter = filter;
        m_nowAnswer.reset(); // of other calls
        refresh();
    });

    m_card = new ChartCard(m_theme, m_console.toast, QStringLiteral("analytics"), tr("Latency"));
    m_card->setMinimumHeight(220);
    m_notice = new NoticePanel(m_theme);
    m_notice->setObjectName(QStringLiteral("analyticsNotice"));
    m_card->setPlaceholder(m_notice);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (m_failed && m_problem.code == QLatin1String("filter_not_summed")) {
            toLog({}, m_range.filter());
        } else if (m_failed) {
            m_console.client.reconnectNow();
            refresh();
        } else if (!m_report.filter.isEmpty()) {
            m_filter->setFilter({});
        } else if (m_range.span() != TimeRange::Span::All || m_range.isZoomed()) {
            m_range.choose(TimeRange::Span::All);
        } else {
            Q_EMIT goTo(QStringLiteral("overview"), {});
        }
    });
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("analyticsSplitter"));
    splitter->setHandleWidth(space::large);
    splitter->setProperty("role", QStringLiteral("gap"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_card);
    splitter->addWidget(makeTable());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({400, 190});

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    layout->addWidget(m_filter);
    layout->addWidget(m_fault);
    layout->addWidget(makeControls());
    layout->addWidget(splitter, 1);
    return this;
}

void AnalyticsView::makeActions() {
    addCommand(m_theme, "actionChooseRange", tr("Choose time range…"), QStringLiteral("calendar"),
               [this] { m_rangeButton->openPopup(); });
    addCommand(m_theme, "actionZoomIn", tr("Zoom in"), QStringLiteral("zoom-in"), [this] { zoomBy(zoomIn); });
    addCommand(m_theme, "actionZoomOut", tr("Zoom out"), QStringLiteral("zoom-out"), [this] { zoomBy(1 / zoomIn); });
    addCommand(m_theme, "actionResetZoom", tr("Reset zoom"), QStringLiteral("zoom-reset"),
               [this] { m_range.unzoom(); });
    addCommand(m_theme, "actionCompare", tr("Compare with the stretch before"), QStringLiteral("git-compare"),
               [this] { m_compare->toggle(); });
    for (std::size_t i = 0; i < kinds.size(); ++i)
        addCommand(m_theme, kinds[i].name, tr("Chart: %1").arg(tr(kinds[i].text)), QLatin1String(kinds[i].icon),
                   [this, i] { m_kinds[i]->click(); })
            ->setObjectName(QStringLiteral("actionKind%1").arg(i));
    addCommand(m_theme, "actionSaveReport", tr("Save report…"), QStringLiteral("bookmark"),
               [this] { askReportName(); });
    addAction(m_card->tableAction());
    addCommand(m_theme, "actionExport", tr("Export chart…"), QStringLiteral("download"),
               [this] { m_card->openExportMenu(); });
    for (auto* action : m_card->exportActions())
        addAction(action);
    addCommand(m_theme, "actionExportGroups", tr("Export the table…"), QStringLiteral("table"),
               [this] { m_table->exportRows(); });
}

void AnalyticsView::settingsChanged() {
    m_report.measure = static_cast<Measure>(m_measure->currentIndex());
    m_report.group = static_cast<GroupBy>(m_group->currentIndex());
    m_report.percentile = m_percentile->currentData().toInt();
    m_report.step = m_step->currentData().toString();
    m_report.compare = m_compare->isChecked();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (m_kinds[i]->isChecked())
            m_report.kind = kinds[i].kind;
    }
    showSettings();
    refresh();
}

void AnalyticsView::showSettings() {
    const QSignalBlocker quiet(m_compare);
    m_measure->setCurrentIndex(static_cast<int>(m_report.measure));
    m_group->setCurrentIndex(static_cast<int>(m_report.group));
    m_percentile->setCurrentIndex(std::max(0, m_percentile->findData(m_report.percentile)));
    m_step->setCurrentIndex(std::max(0, m_step->findData(m_report.step)));
    m_compare->setChecked(m_report.compare);
    const bool quantile = isQuantile(m_report.measure);
    // Not stacked, whatever was chosen before.
    const auto kind = quantile && m_report.kind == ChartKind::Bars ? ChartKind::Lines : m_report.kind;
    for (std::size_t i = 0; i < kinds.size(); ++i)
        m_kinds[i]->setChecked(kinds[i].kind == kind);
    m_kinds[1]->setEnabled(!quantile);
    m_kinds[1]->setToolTip(quantile ? tr("Percentiles do not add up") : tr(kinds[1].text));
    const bool week = m_report.kind == ChartKind::HourMap;
    m_percentile->setVisible(quantile && (m_report.group != GroupBy::Nothing || week));
    m_step->setEnabled(!week);
    m_compare->setEnabled(!week);
}

} // namespace gatehouse::ui
