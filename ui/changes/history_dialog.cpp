// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/history_dialog.h"

#include "ui/changes/change_cards.h"
#include "ui/changes/change_text.h"
#include "ui/changes/reverting.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 150;
constexpr int linesHigh = 36;
constexpr int soonMilliseconds = 200;
constexpr int pageSize = 100;
constexpr int changesRole = Qt::UserRole;
constexpr int numberRole = Qt::UserRole + 1;

} // namespace

HistoryDialog::HistoryDialog(Console& console, QWidget* parent)
    : QDialog(parent), m_console(console), m_model(new QStandardItemModel(this)), m_pages(new QStackedWidget),
      m_reverting(new Reverting(console, this)) {
    setObjectName(QStringLiteral("historyDialog"));
    setWindowTitle(tr("History of changes"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_notice = new NoticePanel(console.theme);
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Info, tr("Reading the history…"), {});
    connect(m_notice, &NoticePanel::pressed, this, [this] { load({}); });
    m_pages->addWidget(m_notice);
    m_pages->addWidget(makeContent());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(m_pages, 1);
    m_outcome = new QLabel;
    m_outcome->setObjectName(QStringLiteral("historyOutcome"));
    m_outcome->setTextFormat(Qt::PlainText);
    m_outcome->setWordWrap(true);
    m_outcome->setProperty("role", QStringLiteral("fault"));
    m_outcome->hide();
    layout->addWidget(m_outcome);
    layout->addWidget(makeButtons());
    connect(m_reverting, &Reverting::told, this, &HistoryDialog::tell);
    connect(m_reverting, &Reverting::reverted, this, [this] { load({}); });
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, [this] { load({}); });
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed"))
            m_soon.start();
    });
    const auto room = fontMetrics();
    resize(
        QSize(room.averageCharWidth() * charactersWide, room.height() * linesHigh).boundedTo(parent->window()->size()));
    load({});
}

QWidget* HistoryDialog::makeContent() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("historyTable"));
    m_table->setAccessibleName(tr("Revisions"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_model->setHorizontalHeaderLabels({tr("What"), tr("When"), tr("Who"), tr("Revision")});
    m_table->setSource(m_model);
    m_table->setColumnWidths({0, 165, 125, 80});
    connect(m_table, &TableView::selectionMoved, this, &HistoryDialog::showSelected);
    m_cards = new ChangeCards(m_console.theme);
    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_table, 1);
    m_more = new QPushButton(tr("Show older ones"));
    m_more->setObjectName(QStringLiteral("moreRevisions"));
    m_more->setAutoDefault(false);
    m_more->hide();
    connect(m_more, &QPushButton::clicked, this, [this] { load(m_cursor); });
    layout->addWidget(m_more, 0, Qt::AlignHCenter);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    auto* right = new QWidget;
    auto* beside = new QVBoxLayout(right);
    beside->setContentsMargins(space::large, 0, 0, 0);
    beside->addWidget(m_cards);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({600, 400}); // shares, as wide as the dialog is
    return splitter;
}

QWidget* HistoryDialog::makeButtons() {
    const auto button = [](const QString& text, const char* name, const QString& tip) {
        auto* made = new QPushButton(text);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        made->setToolTip(tip);
        made->setAccessibleDescription(tip);
        return made;
    };
    m_revert = button(tr("Take this back…"), "revertRevision",
                      tr("Makes what this revision changed as it was before. You see what that does first."));
    m_return = button(tr("Go back to this…"), "returnToRevision",
                      tr("Makes everything as it was after this revision. You see what that does first."));
    auto* close = button(tr("Close"), "closeHistory", {});
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_revert);
    layout->addWidget(m_return);
    layout->addStretch(1);
    layout->addWidget(close);
    const auto preview = [this](Reverting::Back back) {
        m_outcome->hide();
        m_reverting->preview(selected(), back);
    };
    connect(m_revert, &QPushButton::clicked, this, [preview] { preview(Reverting::Back::OnlyThis); });
    connect(m_return, &QPushButton::clicked, this, [preview] { preview(Reverting::Back::AllSince); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    showSelected();
    return bar;
}

void HistoryDialog::load(const QString& cursor) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageSize));
    if (!cursor.isEmpty())
        query.addQueryItem(QStringLiteral("cursor"), cursor);
    m_console.client.get(QStringLiteral("/revisions"), query, this,
                         [this, round = ++m_round, first = cursor.isEmpty()](const Reply& reply) {
                             if (round == m_round)
                                 take(reply, first);
                         });
}

void HistoryDialog::take(const Reply& reply, bool first) {
    if (!reply.ok()) {
        if (m_model->rowCount() == 0)
            m_notice->show(QStringLiteral("alert-triangle"), Theme::Tone::Error, reply.problem().detail, tr("Retry"));
        else
            tell(reply.problem().detail);
        return;
    }
    const auto before = selected();
    if (first)
        m_model->removeRows(0, m_model->rowCount());
    for (const auto& value : reply.items()) {
        const auto revision = value.toObject();
        const auto changes = revision.value(QLatin1String("changes")).toArray();
        const auto number = revision.value(QLatin1String("revision")).toInteger();
        const auto at = revision.value(QLatin1String("at")).toString();
        auto* what = new QStandardItem(changesText(changes));
        what->setData(changes, changesRole);
        what->setData(QString::number(number), numberRole);
        auto* when = new QStandardItem(momentText(at));
        when->setData(QDateTime::fromString(at, Qt::ISODateWithMs), TableView::SortRole);
        auto* count = new QStandardItem(QLocale().toString(number));
        count->setData(number, TableView::SortRole);
        count->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_model->appendRow({what, when, new QStandardItem(revision.value(QLatin1String("actor")).toString()), count});
        if (QString::number(number) == before || m_model->rowCount() == 1)
            m_table->setCurrentIndex(m_table->viewIndex(what->index()));
    }
    m_cursor = reply.nextCursor();
    m_more->setVisible(!m_cursor.isEmpty());
    if (m_model->rowCount() == 0)
        m_notice->show(QStringLiteral("history"), Theme::Tone::Secondary, tr("Nothing was changed yet."), {});
    m_pages->setCurrentIndex(m_model->rowCount() == 0 ? 0 : 1);
    showSelected();
}

QString HistoryDialog::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.isEmpty() ? QString() : rows.first().siblingAtColumn(0).data(numberRole).toString();
}

void HistoryDialog::showSelected() {
    const auto rows = m_table->selectedSourceRows();
    m_cards->show(rows.isEmpty() ? QJsonArray() : rows.first().siblingAtColumn(0).data(changesRole).toJsonArray());
    if (m_revert == nullptr)
        return;
    m_revert->setEnabled(!rows.isEmpty());
    m_return->setEnabled(!rows.isEmpty() && rows.first().row() > 0); // it stands already
}

void HistoryDialog::tell(const QString& sentence) {
    m_outcome->setText(sentence);
    m_outcome->setVisible(!sentence.isEmpty());
}

} // namespace gatehouse::ui
