// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/chart_data.h"

#include <QFrame>
#include <functional>

class QAction;
class QLabel;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace gatehouse::ui {

class Chart;
class ChartTable;
class TableView;
class Toast;

// A chart in its card: title, time zone, "Show as table", and export as PNG (twice the size), SVG, PDF and CSV. The
// actions belong to a view's commands as well: exportActions(), tableAction(). UI thread; files are written beside it.
class ChartCard : public QFrame {
    Q_OBJECT

public:
    // name: what the object names begin with ("latency" gives latencyChart, latencyTable, latencyShowTable …).
    ChartCard(const Theme& theme, Toast& toast, const QString& name, const QString& title, QWidget* parent = nullptr);
    Chart& chart() { return *m_chart; }
    void setTitle(const QString& title);
    void setNote(const QString& note); // beside the time zone, such as "Other is the rest of 14 providers"
    void setData(ChartData data);
    // In place of what is drawn: all that was asked for.
    void setCsv(std::function<QByteArray()> csv) { m_csv = std::move(csv); }
    void addTool(QWidget* tool);
    // In place of chart and table, while there is nothing to draw.
    void setPlaceholder(QWidget* widget);
    void showPlaceholder(bool on);
    void showTable(bool on);
    bool showsTable() const;

    QAction* tableAction() const { return m_showTable; }
    const QList<QAction*>& exportActions() const { return m_exports; } // PNG, SVG, PDF, CSV
    void openExportMenu();
    // The extension says the form. The person is told when it is done, or why not.
    void exportTo(const QString& path);

private:
    enum Page { ChartPage, TablePage, PlaceholderPage };
    void choosePage();
    void fillTable();
    void askWhere(const QString& extension, const QString& kind);

    const Theme& m_theme;
    Toast& m_toast;
    QString m_name;
    QString m_titleText;
    QString m_noteText;
    QLabel* m_title;
    QLabel* m_note;
    Chart* m_chart;
    TableView* m_table;
    ChartTable* m_values;
    QStackedWidget* m_stack;
    QWidget* m_tools;
    QToolButton* m_exportButton = nullptr;
    QMenu* m_exportMenu = nullptr;
    QAction* m_showTable;
    QList<QAction*> m_exports;
    std::function<QByteArray()> m_csv;
    bool m_placeholder = false;
};

} // namespace gatehouse::ui
