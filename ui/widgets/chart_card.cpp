// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_card.h"

#include "ui/widgets/chart.h"
#include "ui/widgets/chart_export.h"
#include "ui/widgets/chart_scale.h"
#include "ui/widgets/chart_table.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"

#include <QAction>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QSaveFile>
#include <QStackedWidget>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int measuredRows = 40; // for the widths of the columns
constexpr QSize leastPicture(960, 420);

struct Format {
    const char* extension;
    const char* text;
};
constexpr std::array formats{Format{"png", QT_TRANSLATE_NOOP("gatehouse::ui::ChartCard", "Export as PNG…")},
                             Format{"svg", QT_TRANSLATE_NOOP("gatehouse::ui::ChartCard", "Export as SVG…")},
                             Format{"pdf", QT_TRANSLATE_NOOP("gatehouse::ui::ChartCard", "Export as PDF…")},
                             Format{"csv", QT_TRANSLATE_NOOP("gatehouse::ui::ChartCard", "Export as CSV…")}};

QToolButton* toolButton(const QString& name, const QIcon& icon, const QString& text) {
    auto* button = new QToolButton;
    button->setObjectName(name);
    button->setIcon(icon);
    button->setIconSize(QSize(iconPixels, iconPixels));
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QString writeFile(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return file.errorString();
    return {};
}

QString writeImage(const QString& path, const QImage& image) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit())
        return file.errorString();
    return {};
}

} // namespace

ChartCard::ChartCard(const Theme& theme, Toast& toast, const QString& name, const QString& title, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_toast(toast), m_name(name), m_titleText(title), m_title(new QLabel(title)),
      m_note(new QLabel), m_chart(new Chart(theme, title)), m_table(new TableView(theme)),
      m_values(new ChartTable(this)), m_stack(new QStackedWidget), m_tools(new QWidget),
      m_showTable(new QAction(this)) {
    setProperty("role", QStringLiteral("card"));
    m_title->setProperty("role", QStringLiteral("section"));
    m_title->setTextFormat(Qt::PlainText);
    m_note->setProperty("role", QStringLiteral("caption"));
    m_note->setTextFormat(Qt::PlainText);
    setObjectName(QString(name + QStringLiteral("Card")));
    m_chart->setObjectName(QString(name + QStringLiteral("Chart")));
    m_table->setObjectName(QString(name + QStringLiteral("Table")));
    m_table->setAccessibleName(title);
    m_table->setSource(m_values);
    m_showTable->setObjectName(QStringLiteral("action") + name.left(1).toUpper() + name.mid(1) +
                               QStringLiteral("ShowTable"));
    m_showTable->setText(tr("Show as table"));
    m_showTable->setIcon(theme.icon(QStringLiteral("list-details")));
    m_showTable->setCheckable(true);
    connect(m_showTable, &QAction::toggled, this, &ChartCard::choosePage);

    auto* tableButton =
        toolButton(QString(name + QStringLiteral("ShowTable")), m_showTable->icon(), m_showTable->text());
    tableButton->setCheckable(true);
    connect(tableButton, &QToolButton::toggled, m_showTable, &QAction::setChecked);
    connect(m_showTable, &QAction::toggled, tableButton, &QToolButton::setChecked);
    m_exportButton = toolButton(QString(name + QStringLiteral("Export")), theme.icon(QStringLiteral("download")),
                                tr("Export this chart"));
    m_exportMenu = new QMenu(m_exportButton);
    for (const auto& format : formats) {
        const QString extension = QLatin1String(format.extension);
        auto* action = new QAction(tr(format.text), this);
        action->setObjectName(QStringLiteral("action") + name.left(1).toUpper() + name.mid(1) +
                              QStringLiteral("Export") + extension.toUpper());
        connect(action, &QAction::triggered, this, [this, extension] { askWhere(extension, extension.toUpper()); });
        m_exports << action;
        m_exportMenu->addAction(action);
    }
    connect(m_exportButton, &QToolButton::clicked, this, &ChartCard::openExportMenu);

    auto* tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(space::tiny);
    tools->addWidget(tableButton);
    tools->addWidget(m_exportButton);
    auto* top = new QHBoxLayout;
    top->setSpacing(space::medium);
    top->addWidget(m_title);
    top->addWidget(m_note, 1);
    top->addWidget(m_tools);
    m_stack->addWidget(m_chart);
    m_stack->addWidget(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::small, space::medium, space::medium);
    layout->setSpacing(space::tiny);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    setNote({});
}

void ChartCard::setTitle(const QString& title) {
    m_titleText = title;
    m_title->setText(title);
    m_chart->setTitle(title);
    m_table->setAccessibleName(title);
}

void ChartCard::setNote(const QString& note) {
    m_noteText = note;
    const QString zone = tr("Times in %1").arg(zoneText());
    m_note->setText(note.isEmpty() ? zone : QString(zone + QStringLiteral(" · ") + note));
}

void ChartCard::setData(ChartData shown) {
    m_chart->setData(std::move(shown));
    if (showsTable())
        fillTable();
    else
        m_values->setData(nullptr);
}

void ChartCard::addTool(QWidget* tool) {
    static_cast<QHBoxLayout*>(m_tools->layout())->insertWidget(0, tool);
}

void ChartCard::setPlaceholder(QWidget* widget) {
    m_stack->addWidget(widget);
}

void ChartCard::showPlaceholder(bool on) {
    m_placeholder = on;
    choosePage();
}

void ChartCard::showTable(bool on) {
    m_showTable->setChecked(on);
}

bool ChartCard::showsTable() const {
    return m_showTable->isChecked();
}

void ChartCard::choosePage() {
    const bool placeholder = m_placeholder && m_stack->count() > PlaceholderPage;
    m_tools->setEnabled(!placeholder);
    for (auto* action : m_exports)
        action->setEnabled(!placeholder);
    if (showsTable() && !placeholder)
        fillTable();
    m_stack->setCurrentIndex(placeholder ? PlaceholderPage : showsTable() ? TablePage : ChartPage);
}

void ChartCard::fillTable() {
    m_values->setData(&m_chart->data());
    m_table->horizontalHeader()->setResizeContentsPrecision(measuredRows);
    m_table->resizeColumnsToContents();
}

void ChartCard::openExportMenu() {
    m_exportMenu->popup(m_exportButton->mapToGlobal(QPoint(0, m_exportButton->height() + space::tiny)));
}

void ChartCard::askWhere(const QString& extension, const QString& kind) {
    auto* dialog = new QFileDialog(this, tr("Export as %1").arg(kind));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(extension);
    dialog->setNameFilter(tr("%1 files (*.%2)").arg(kind, extension));
    dialog->selectFile(QString(QStringLiteral("gatehouse-") + m_name + u'.' + extension));
    connect(dialog, &QFileDialog::fileSelected, this, &ChartCard::exportTo);
    dialog->open();
}

void ChartCard::exportTo(const QString& path) {
    const QString extension = QFileInfo(path).suffix().toLower();
    const auto& shown = m_chart->data();
    const QSize size = m_chart->size().expandedTo(leastPicture);
    std::function<QString()> write;
    if (extension == QLatin1String("png"))
        write = [path, image = chartImage(m_theme, m_titleText, shown, size)] { return writeImage(path, image); };
    else if (extension == QLatin1String("svg"))
        write = [path, bytes = chartSvg(m_theme, m_titleText, shown, size)] { return writeFile(path, bytes); };
    else if (extension == QLatin1String("pdf"))
        write = [path, bytes = chartPdf(m_theme, m_titleText, shown, size)] { return writeFile(path, bytes); };
    else
        write = [path, bytes = m_csv ? m_csv() : chartCsv(shown)] { return writeFile(path, bytes); };
    QThreadPool::globalInstance()->start([self = QPointer<ChartCard>(this), write = std::move(write), path] {
        const QString fault = write();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, fault, path] {
                if (self.isNull())
                    return;
                self->m_toast.say(
                    fault.isEmpty()
                        ? tr("Exported to %1").arg(QDir::toNativeSeparators(path))
                        : tr("The chart could not be written to %1: %2").arg(QDir::toNativeSeparators(path), fault));
            },
            Qt::QueuedConnection);
    });
}

} // namespace gatehouse::ui
