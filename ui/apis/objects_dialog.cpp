// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/objects_dialog.h"

#include "ui/widgets/confirm.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/table_view.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QUrl>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 130;
constexpr int linesHigh = 30;
constexpr int idRole = Qt::UserRole;

QPushButton* buttonOf(const QString& name, const QString& text) {
    auto* button = new QPushButton(text);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

} // namespace

QStandardItem* cellOf(const QString& text, const QVariant& sorted) {
    auto* item = new QStandardItem(text);
    if (sorted.isValid())
        item->setData(sorted, TableView::SortRole);
    return item;
}

ObjectsDialog::ObjectsDialog(Console& console, Words words, QWidget* parent)
    : QDialog(parent), m_console(console), m_words(std::move(words)),
      m_list(console.client, QString(u'/' + m_words.kind)), m_model(new QStandardItemModel(this)),
      m_table(new TableView(console.theme)), m_notice(new NoticePanel(console.theme)), m_pages(new QStackedWidget),
      m_content(new QVBoxLayout), m_outcome(plainLabel({}, "fault")), m_bar(new QWidget) {
    setObjectName(QString(m_words.kind + QStringLiteral("Dialog")));
    setWindowTitle(m_words.title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_outcome->setObjectName(QString(m_words.kind + QStringLiteral("Outcome")));
    m_outcome->hide();
    m_table->setObjectName(QString(m_words.kind + QStringLiteral("Table")));
    m_table->setAccessibleName(m_words.title);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_model->setHorizontalHeaderLabels(m_words.headers);
    m_table->setSource(m_model);
    m_table->setColumnWidths(m_words.widths);
    auto* content = new QWidget;
    content->setLayout(m_content);
    m_content->setContentsMargins(0, 0, 0, 0);
    m_content->setSpacing(space::medium);
    m_content->addWidget(m_table, 1);
    m_pages->addWidget(m_notice);
    m_pages->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_outcome);
    layout->addWidget(m_bar);
    auto* buttons = new FlowLayout(space::small, m_bar);
    auto* create = buttonOf(QString(m_words.kind + QStringLiteral("Add")), m_words.add);
    create->setProperty("role", QStringLiteral("primary"));
    buttons->addWidget(create);
    connect(create, &QPushButton::clicked, this, [this] { add(); });
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (m_list.loadedOnce())
            add();
        else
            m_list.reload();
    });
    connect(m_table, &TableView::opened, this, [this] { edit(selected()); });
    connect(m_table, &TableView::selectionMoved, this, &ObjectsDialog::showPossible);
    const auto room = fontMetrics();
    resize(
        QSize(room.averageCharWidth() * charactersWide, room.height() * linesHigh).boundedTo(parent->window()->size()));
}

void ObjectsDialog::addButton(const char* name, const QString& text, std::function<void(const QJsonObject&)> pressed) {
    auto* button = buttonOf(QString(m_words.kind + QLatin1String(name)), text);
    m_bar->layout()->addWidget(button);
    m_ofOne.append(button);
    connect(button, &QPushButton::clicked, this, [this, pressed = std::move(pressed)] {
        if (const auto object = selected(); !object.isEmpty())
            pressed(object);
    });
}

void ObjectsDialog::setDetails(QWidget* widget) {
    m_content->addWidget(widget);
}

void ObjectsDialog::begin() {
    addButton("Edit", tr("Edit"), [this](const QJsonObject& object) { edit(object); });
    addButton("Delete", tr("Delete"), [this](const QJsonObject&) { remove(); });
    auto* close = buttonOf(QString(m_words.kind + QStringLiteral("Close")), tr("Close"));
    m_bar->layout()->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(&m_list, &ResourceList::changed, this, &ObjectsDialog::fill);
    connect(&m_list, &ResourceList::loadingChanged, this, &ObjectsDialog::fill);
    fill();
}

void ObjectsDialog::fill() {
    const auto before = memberText(selected(), "id");
    m_model->removeRows(0, m_model->rowCount());
    for (const auto& object : m_list.items()) {
        const auto cells = rowOf(object);
        cells.front()->setData(memberText(object, "id"), idRole);
        m_model->appendRow(cells);
        if (memberText(object, "id") == before || m_model->rowCount() == 1)
            m_table->setCurrentIndex(m_table->viewIndex(cells.front()->index()));
    }
    const bool failed = m_list.loading() == ResourceList::Loading::Failed;
    if (failed && !m_list.loadedOnce())
        m_notice->show(QStringLiteral("circle-x"), Theme::Tone::Error, m_list.problem().detail, tr("Retry"));
    else if (!m_list.loadedOnce())
        m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading…"), {});
    else
        m_notice->show(m_words.icon, Theme::Tone::Secondary, m_words.empty, m_words.add);
    m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    showPossible();
}

QJsonObject ObjectsDialog::selected() const {
    const auto rows = m_table->selectedSourceRows();
    if (rows.isEmpty())
        return {};
    const auto* found = m_list.find(rows.front().siblingAtColumn(0).data(idRole).toString());
    return found == nullptr ? QJsonObject() : *found;
}

void ObjectsDialog::showPossible() {
    const auto object = selected();
    for (auto* button : std::as_const(m_ofOne))
        button->setEnabled(!object.isEmpty());
    selectionChanged(object);
}

void ObjectsDialog::remove() {
    const auto object = selected();
    Confirmation what;
    what.title = tr("Delete %1?").arg(titleOf(object));
    what.text = deleteText(object);
    what.verb = tr("Delete");
    confirm(this, what, [this, object] {
        Change change;
        change.path = QStringLiteral("/%1/%2").arg(
            m_words.kind, QString::fromLatin1(QUrl::toPercentEncoding(memberText(object, "id"))));
        change.title = tr("Delete %1").arg(titleOf(object));
        change.before = object;
        m_console.changes.submit(change, this, [this](const Reply& reply) {
            tell(reply.ok() ? QString() : reply.problem().detail);
            m_list.reload();
        });
    });
}

void ObjectsDialog::tell(const QString& sentence) {
    m_outcome->setText(sentence);
    m_outcome->setVisible(!sentence.isEmpty());
}

} // namespace gatehouse::ui
