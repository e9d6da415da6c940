// SPDX-License-Identifier: GPL-3.0-or-later
// Saved reports: named settings of the view.
#include "ui/analytics/analytics_view.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/form.h"
#include "ui/widgets/form_dialog.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int longestName = 60;

} // namespace

void AnalyticsView::apply(const Report& report) {
    m_report = report;
    m_nowAnswer.reset();
    showSettings();
    m_filter->setFilter(report.filter);
    const QString before = m_range.saved();
    if (m_range.isZoomed() || report.range != before)
        m_range.restore(report.range); // asks, where it is another
    refresh();
}

void AnalyticsView::fillReports() {
    m_reportMenu->clear();
    const auto reports = savedReports();
    for (const auto& report : reports)
        m_reportMenu->addAction(m_theme.icon(QStringLiteral("chart-line")),
                                QString(report.name).replace(u'&', QLatin1String("&&")), this,
                                [this, report] { apply(report); });
    if (!reports.isEmpty())
        m_reportMenu->addSeparator();
    auto* save = m_reportMenu->addAction(m_theme.icon(QStringLiteral("bookmark")), tr("Save report…"), this,
                                         &AnalyticsView::askReportName);
    save->setObjectName(QStringLiteral("saveReport"));
    if (reports.isEmpty())
        return;
    auto* remove = m_reportMenu->addMenu(m_theme.icon(QStringLiteral("trash")), tr("Remove report"));
    for (const auto& report : reports)
        remove->addAction(QString(report.name).replace(u'&', QLatin1String("&&")), this, [this, report] {
            removeReport(report.name);
            m_console.toast.say(tr("Report %1 removed.").arg(report.name), tr("Undo"),
                                [report] { saveReport(report); });
        });
}

void AnalyticsView::askReportName() {
    auto* dialog = new FormDialog(m_theme, tr("Save report"), tr("Save report"), this);
    dialog->setObjectName(QStringLiteral("reportDialog"));
    auto* name = new QLineEdit;
    name->setMaxLength(longestName);
    dialog->form().addField(
        QStringLiteral("name"), tr("Name"), name,
        tr("Keeps what is shown, how it is split, the filter and the time range. A report of the "
           "same name is replaced."),
        [name] { return name->text().trimmed().isEmpty() ? tr("Give the report a name.") : QString(); });
    dialog->setSave([this, dialog, name] {
        Report report = m_report;
        report.name = name->text().trimmed();
        report.range = m_range.saved();
        saveReport(report);
        m_console.toast.say(tr("Report %1 saved.").arg(report.name));
        dialog->succeeded();
    });
    dialog->open();
}

} // namespace gatehouse::ui
