// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/trash_dialog.h"

#include "ui/changes/change_text.h"
#include "ui/changes/value_text.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 110;
constexpr int linesHigh = 26;
constexpr int soonMilliseconds = 200;
constexpr int idRole = Qt::UserRole;

} // namespace

TrashDialog::TrashDialog(Console& console, QWidget* parent)
    : QDialog(parent), m_console(console), m_table(new TableView(console.theme)), m_model(new QStandardItemModel(this)),
      m_notice(new NoticePanel(console.theme)), m_pages(new QStackedWidget), m_outcome(new QLabel) {
    setObjectName(QStringLiteral("trashDialog"));
    setWindowTitle(tr("Trash"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_table->setObjectName(QStringLiteral("trashTable"));
    m_table->setAccessibleName(tr("Deleted objects"));
    m_model->setHorizontalHeaderLabels({tr("What"), tr("Deleted"), tr("By"), tr("Days left")});
    m_table->setSource(m_model);
    m_table->setColumnWidths({0, 150, 150, 100});
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Info, tr("Looking into the trash…"), {});
    m_pages->addWidget(m_notice);
    m_pages->addWidget(m_table);
    m_outcome->setObjectName(QStringLiteral("trashOutcome"));
    m_outcome->setTextFormat(Qt::PlainText);
    m_outcome->setWordWrap(true);
    m_outcome->setProperty("role", QStringLiteral("fault"));
    m_outcome->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_outcome);
    layout->addWidget(makeButtons());
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &TrashDialog::load);
    connect(m_notice, &NoticePanel::pressed, this, &TrashDialog::load);
    connect(m_table, &TableView::selectionMoved, this, &TrashDialog::showPossible);
    connect(m_table, &TableView::opened, this, &TrashDialog::restore);
    connect(m_table, &TableView::deletePressed, this, &TrashDialog::askPurge);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed"))
            m_soon.start();
    });
    resize(fontMetrics().averageCharWidth() * charactersWide, fontMetrics().height() * linesHigh);
    load();
}

QWidget* TrashDialog::makeButtons() {
    const auto button = [](const QString& text, const char* name) {
        auto* made = new QPushButton(text);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    m_purge = button(tr("Delete for good…"), "purgeTrash");
    m_restore = button(tr("Restore"), "restoreTrash");
    m_restore->setProperty("role", QStringLiteral("primary"));
    auto* close = button(tr("Close"), "closeTrash");
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_purge);
    layout->addStretch(1);
    layout->addWidget(close);
    layout->addWidget(m_restore);
    connect(m_restore, &QPushButton::clicked, this, &TrashDialog::restore);
    connect(m_purge, &QPushButton::clicked, this, &TrashDialog::askPurge);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    showPossible();
    return bar;
}

void TrashDialog::load() {
    m_console.client.get(QStringLiteral("/trash"), {}, this, [this, round = ++m_round](const Reply& reply) {
        if (round == m_round)
            take(reply);
    });
}

void TrashDialog::take(const Reply& reply) {
    if (!reply.ok()) {
        if (m_model->rowCount() == 0)
            m_notice->show(QStringLiteral("alert-triangle"), Theme::Tone::Error, reply.problem().detail, tr("Retry"));
        else
            tell(reply.problem().detail);
        return;
    }
    m_model->removeRows(0, m_model->rowCount());
    const auto now = QDateTime::currentDateTimeUtc();
    for (const auto& value : reply.items()) {
        const auto item = value.toObject();
        const auto text = [&item](const char* name) { return item.value(QLatin1String(name)).toString(); };
        auto* what = new QStandardItem(objectText(text("kind"), text("object")));
        what->setData(text("id"), idRole);
        auto* when = new QStandardItem(momentText(text("deleted_at")));
        when->setData(QDateTime::fromString(text("deleted_at"), Qt::ISODateWithMs), TableView::SortRole);
        const auto days = std::max<qint64>(0, now.daysTo(QDateTime::fromString(text("expires_at"), Qt::ISODateWithMs)));
        auto* left = new QStandardItem(QLocale().toString(days));
        left->setData(days, TableView::SortRole);
        left->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_model->appendRow({what, when, new QStandardItem(text("deleted_by")), left});
    }
    if (m_model->rowCount() == 0)
        m_notice->show(QStringLiteral("trash"), Theme::Tone::Secondary,
                       tr("The trash is empty. What you delete stays here for 30 days."), {});
    else
        m_table->setCurrentIndex(m_table->model()->index(0, 0));
    m_pages->setCurrentIndex(m_model->rowCount() == 0 ? 0 : 1);
    showPossible();
}

QStringList TrashDialog::selected() const {
    QStringList ids;
    for (const auto& row : m_table->selectedSourceRows())
        ids.append(row.siblingAtColumn(0).data(idRole).toString());
    return ids;
}

void TrashDialog::showPossible() {
    const bool possible = !m_busy && m_model->rowCount() > 0 && !selected().isEmpty();
    m_restore->setEnabled(possible);
    m_purge->setEnabled(possible);
}

void TrashDialog::restore() {
    const auto ids = selected();
    if (ids.isEmpty() || m_busy)
        return;
    m_busy = true;
    m_outcome->hide();
    showPossible();
    restoreNext(ids, 0);
}

void TrashDialog::restoreNext(QStringList ids, int done) {
    if (ids.isEmpty()) {
        m_busy = false;
        if (done > 0)
            m_console.toast.say(tr("%n object(s) restored.", nullptr, done));
        load();
        return;
    }
    const auto path = QString(QStringLiteral("/trash/") + ids.takeFirst() + QStringLiteral("/restore"));
    m_console.client.send(GatewayClient::Verb::Post, path, {}, this, [this, ids, done](const Reply& reply) {
        // An application's keys come back with it: what is gone from the trash by then is no fault.
        if (!reply.ok() && !(reply.status() == 404 && done > 0))
            tell(reply.problem().detail);
        restoreNext(ids, done + (reply.ok() ? 1 : 0));
    });
}

void TrashDialog::askPurge() {
    const auto ids = selected();
    if (ids.isEmpty() || m_busy)
        return;
    const auto rows = m_table->selectedSourceRows();
    Confirmation ask;
    ask.title = ids.size() == 1 ? tr("Delete %1 for good?").arg(rows.first().siblingAtColumn(0).data().toString())
                                : tr("Delete %n object(s) for good?", nullptr, static_cast<int>(ids.size()));
    ask.text = tr("It cannot be restored from the trash any more.");
    ask.verb = tr("Delete for good");
    confirm(this, ask, [this, ids] {
        m_busy = true;
        m_outcome->hide();
        showPossible();
        purgeNext(ids);
    });
}

void TrashDialog::purgeNext(QStringList ids) {
    if (ids.isEmpty()) {
        m_busy = false;
        load();
        return;
    }
    const auto path = QString(QStringLiteral("/trash/") + ids.takeFirst());
    m_console.client.send(GatewayClient::Verb::Delete, path, {}, this, [this, ids](const Reply& reply) {
        if (!reply.ok())
            tell(reply.problem().detail);
        purgeNext(ids);
    });
}

void TrashDialog::tell(const QString& sentence) {
    m_outcome->setText(sentence);
    m_outcome->setVisible(!sentence.isEmpty());
}

} // namespace gatehouse::ui
