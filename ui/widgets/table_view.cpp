// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include "ui/widgets/table_delegate.h"
#include "ui/widgets/table_export.h"
#include "ui/widgets/table_filter.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QSaveFile>
#include <QSettings>
#include <QThreadPool>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int typedTogetherMilliseconds = 1'000;
constexpr int saveSoonMilliseconds = 400;
constexpr double usualTextHeight = 17; // of the 10 point text that widths are given for

// The sentence of what went wrong, or empty.
QString writeFile(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return file.errorString();
    return {};
}

} // namespace

TableView::TableView(const Theme& theme, QWidget* parent) : QTableView(parent) {
    setItemDelegate(new TableDelegate(theme, this));
    setShowGrid(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    fitRows();
    auto* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header->setTextElideMode(Qt::ElideRight);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint& place) { chooseColumns(header->mapToGlobal(place)); });
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT opened(sourceIndex(index)); });
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(saveSoonMilliseconds);
    connect(&m_saveSoon, &QTimer::timeout, this, &TableView::saveColumns);
    const auto saveSoon = [this] {
        if (isVisible()) // by the person, not while the view is laid out
            m_saveSoon.start();
    };
    connect(header, &QHeaderView::sectionResized, this, saveSoon);
    connect(header, &QHeaderView::sectionMoved, this, saveSoon);
    connect(header, &QHeaderView::sortIndicatorChanged, this, saveSoon);
}

TableView::~TableView() = default;

void TableView::setSource(QAbstractItemModel* model, bool sorted) {
    if (sorted) {
        m_filter = new TableFilter(this);
        m_filter->setSourceModel(model);
        m_filter->setSortCaseSensitivity(Qt::CaseInsensitive);
        setModel(m_filter);
        horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // the model's own order at first
        setSortingEnabled(true);
        horizontalHeader()->setSortIndicatorClearable(true);
    } else {
        setModel(model);
    }
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &TableView::selectionMoved);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TableView::selectionMoved);
    m_remembered = restoreColumns();
}

void TableView::setQuickFilter(const QString& words) {
    if (m_filter != nullptr)
        m_filter->setWords(words);
}

QModelIndex TableView::sourceIndex(const QModelIndex& index) const {
    return m_filter == nullptr ? index : m_filter->mapToSource(index);
}

QModelIndex TableView::viewIndex(const QModelIndex& sourceIndex) const {
    return m_filter == nullptr ? sourceIndex : m_filter->mapFromSource(sourceIndex);
}

QModelIndexList TableView::selectedSourceRows() const {
    if (selectionModel() == nullptr)
        return {};
    auto rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    for (auto& row : rows)
        row = sourceIndex(row);
    return rows;
}

void TableView::setColumnWidths(const QList<int>& widths) {
    if (m_remembered)
        return;
    const double scale = std::max(1.0, fontMetrics().height() / usualTextHeight);
    for (int column = 0; column < widths.size(); ++column) {
        if (widths[column] == 0)
            horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
        else
            // A header that is longer in another language has its room.
            setColumnWidth(column, std::max(static_cast<int>(widths[column] * scale),
                                            horizontalHeader()->sectionSizeHint(column)));
    }
}

void TableView::setColumnsHidden(const QList<int>& columns) {
    if (m_remembered)
        return;
    for (const int column : columns)
        setColumnHidden(column, true);
}

int TableView::shownRows() const {
    return model() == nullptr ? 0 : model()->rowCount();
}

QList<int> TableView::visibleColumns() const {
    QList<int> columns;
    for (int place = 0; place < horizontalHeader()->count(); ++place) {
        const int column = horizontalHeader()->logicalIndex(place);
        if (!isColumnHidden(column))
            columns.append(column);
    }
    return columns;
}

void TableView::copySelection() const {
    auto rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    const auto columns = visibleColumns();
    QStringList lines;
    for (const auto& row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells.append(row.siblingAtColumn(column).data().toString().replace(u'\t', u' ').replace(u'\n', u' '));
        lines.append(cells.join(u'\t'));
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

void TableView::exportRows() {
    auto* dialog = new QFileDialog(window(), tr("Export rows"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV (*.csv)"), tr("JSON Lines (*.jsonl)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("jsonl")) ? QStringLiteral("jsonl")
                                                                         : QStringLiteral("csv"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &TableView::writeRows);
    dialog->open();
}

void TableView::writeRows(const QString& file) {
    QList<int> rows;
    const auto selected = selectionModel()->selectedRows();
    if (selected.size() > 1) {
        for (const auto& row : selected)
            rows.append(row.row());
        std::sort(rows.begin(), rows.end());
    } else {
        for (int row = 0; row < shownRows(); ++row)
            rows.append(row);
    }
    const auto bytes = file.endsWith(QLatin1String(".jsonl"), Qt::CaseInsensitive) ? jsonLinesOf(*model(), rows)
                                                                                   : csvOf(*model(), rows);
    const auto count = static_cast<int>(rows.size());
    // A slow disk must not hold the window.
    QThreadPool::globalInstance()->start([guard = QPointer<TableView>(this), file, bytes, count] {
        const auto fault = writeFile(file, bytes);
        QMetaObject::invokeMethod(qApp, [guard, file, count, fault] {
            if (guard.isNull())
                return;
            if (fault.isEmpty()) {
                Q_EMIT guard->exported(file, count);
                return;
            }
            auto* box = new QMessageBox(
                QMessageBox::Warning, tr("Export rows"),
                tr("%1 could not be written: %2. Choose another place and export again.").arg(file, fault),
                QMessageBox::Close, guard->window());
            box->setTextFormat(Qt::PlainText);
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->open();
        });
    });
}

void TableView::keyboardSearch(const QString& search) {
    if (!m_typedAt.isValid() || m_typedAt.elapsed() > typedTogetherMilliseconds)
        m_typed.clear();
    m_typedAt.start();
    m_typed += search;
    const int rows = shownRows();
    const auto columns = visibleColumns();
    if (rows == 0 || columns.isEmpty())
        return;
    // The first letter goes on to the next row; further ones narrow down where it led.
    const int first = std::max(0, currentIndex().row()) + (m_typed.size() == 1 && currentIndex().isValid() ? 1 : 0);
    for (const int column : columns) {
        for (int step = 0; step < rows; ++step) {
            const auto index = model()->index((first + step) % rows, column);
            if (index.data().toString().startsWith(m_typed, Qt::CaseInsensitive)) {
                setCurrentIndex(index);
                return;
            }
        }
    }
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT opened(sourceIndex(currentIndex()));
    } else if (event->matches(QKeySequence::Delete)) {
        Q_EMIT deletePressed();
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void TableView::contextMenuEvent(QContextMenuEvent* event) {
    auto index = currentIndex();
    auto place = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse)
        index = indexAt(viewport()->mapFromGlobal(place));
    else if (index.isValid())
        place = viewport()->mapToGlobal(visualRect(index).bottomLeft());
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("tableMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid())
        Q_EMIT contextMenuAsked(sourceIndex(index), menu);
    if (!menu->isEmpty())
        menu->addSeparator();
    auto* copy = menu->addAction(tr("Copy as text"), this, [this] { copySelection(); });
    copy->setEnabled(selectionModel()->hasSelection());
    const auto selected = static_cast<int>(selectionModel()->selectedRows().size());
    menu->addAction(selected > 1 ? tr("Export %n row(s)…", nullptr, selected) : tr("Export all rows…"), this,
                    [this] { exportRows(); });
    menu->popup(place);
}

void TableView::chooseColumns(const QPoint& place) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto shown = visibleColumns();
    for (int at = 0; at < horizontalHeader()->count(); ++at) {
        const int column = horizontalHeader()->logicalIndex(at);
        const auto name = model()->headerData(column, Qt::Horizontal).toString();
        if (name.isEmpty())
            continue;
        auto* action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(shown.contains(column));
        action->setEnabled(!(shown.size() == 1 && shown.contains(column))); // one stays
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            saveColumns();
        });
    }
    menu->popup(place);
}

void TableView::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitRows();
}

void TableView::hideEvent(QHideEvent* event) {
    if (m_saveSoon.isActive()) {
        m_saveSoon.stop();
        saveColumns();
    }
    QTableView::hideEvent(event);
}

void TableView::fitRows() {
    verticalHeader()->setDefaultSectionSize(std::max(tableRowHeight, fontMetrics().height() + space::small));
}

QString TableView::settingsKey() const {
    return QString(QStringLiteral("tables/") + objectName());
}

bool TableView::restoreColumns() {
    if (objectName().isEmpty())
        return false;
    const QSettings settings;
    // Columns that an update added or took away: what was remembered is of another table.
    if (settings.value(QString(settingsKey() + QStringLiteral("/columns"))).toInt() != horizontalHeader()->count())
        return false;
    return horizontalHeader()->restoreState(
        settings.value(QString(settingsKey() + QStringLiteral("/header"))).toByteArray());
}

void TableView::saveColumns() {
    if (objectName().isEmpty() || model() == nullptr)
        return;
    QSettings settings;
    settings.setValue(QString(settingsKey() + QStringLiteral("/columns")), horizontalHeader()->count());
    settings.setValue(QString(settingsKey() + QStringLiteral("/header")), horizontalHeader()->saveState());
}

} // namespace gatehouse::ui
