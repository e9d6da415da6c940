// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/apis_view.h"

#include "ui/apis/api_details.h"
#include "ui/apis/api_model.h"
#include "ui/apis/openapi_dialog.h"
#include "ui/apis/plans_dialog.h"
#include "ui/apis/webhooks_dialog.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/range_button.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {

ApisView::ApisView(Console& console)
    : m_console(console), m_book(console.client, console.range, this),
      m_model(new ApiModel(console.theme, m_book, this)) {
    makeActions();
    makeLifeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("apisNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeContent());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_book.apis().loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            publish({});
    });
    connect(&m_book, &ApiBook::changed, this, [this] {
        if (!m_wanted.isEmpty() && m_model->find(m_wanted).isValid())
            m_table->setCurrentIndex(m_table->viewIndex(m_model->find(std::exchange(m_wanted, {}))));
        choose();
        showSelection();
    });
    connect(&m_book.apis(), &ResourceList::loadingChanged, this, &ApisView::choose);
    choose();
    showSelection();
}

void ApisView::makeActions() {
    const auto& theme = m_console.theme;
    m_publish =
        addCommand(theme, "actionPublishApi", tr("Publish an API"), QStringLiteral("plus"), [this] { publish({}); });
    m_publish->setIcon(theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent));
    m_publish->setShortcut(QKeySequence::New);
    m_edit = addCommand(theme, "actionRename", tr("Edit version"), QStringLiteral("edit"), [this] { editVersion(); });
    m_add = addCommand(theme, "actionAddVersion", tr("Add version"), QStringLiteral("plus"), [this] { addVersion(); });
    m_copy = addCommand(theme, "actionCopyCurl", tr("Copy cURL"), QStringLiteral("copy"), [this] { copyCommand(); });
    m_document = addCommand(theme, "actionExportOpenApi", tr("Export OpenAPI"), QStringLiteral("file-export"),
                            [this] { exportDocument(); });
    m_import = addCommand(theme, "actionImportOpenApi", tr("Import OpenAPI"), QStringLiteral("file-import"),
                          [this] { (new OpenApiDialog(m_console, m_book, this))->open(); });
    m_plans = addCommand(theme, "actionPlans", tr("Plans"), QStringLiteral("coin"),
                         [this] { (new PlansDialog(m_console, this))->open(); });
    m_webhooks = addCommand(theme, "actionWebhooks", tr("Webhooks"), QStringLiteral("send"),
                            [this] { (new WebhooksDialog(m_console, this))->open(); });
    m_calls = addCommand(theme, "actionApiCalls", tr("Show its calls"), QStringLiteral("activity"), [this] {
        if (const auto* row = selected())
            Q_EMIT goTo(QStringLiteral("log"), QString(QStringLiteral("api:") + row->api));
    });
    m_delete =
        addCommand(theme, "actionDelete", tr("Delete version"), QStringLiteral("trash"), [this] { removeVersion(); });
    addCommand(theme, "actionExport", tr("Export the list"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

void ApisView::makeLifeActions() {
    const auto add = [this](const char* name, const QString& text, const char* icon, LifeStep life) {
        m_steps.append(addCommand(m_console.theme, name, text, QLatin1String(icon), [this, life] { step(life); }));
    };
    add("actionSubmitVersion", tr("Submit for review"), "send", LifeStep::Submit);
    add("actionPublishVersion", tr("Publish version"), "world", LifeStep::Publish);
    add("actionSendBack", tr("Send back"), "arrow-back-up", LifeStep::SendBack);
    add("actionDeprecate", tr("Deprecate"), "alert-triangle", LifeStep::Deprecate);
    add("actionRetire", tr("Retire"), "hand-stop", LifeStep::Retire);
    add("actionRollBack", tr("Roll back"), "history", LifeStep::RollBack);
}

QWidget* ApisView::makeTop() {
    m_stale = staleLine("apisStale");
    m_filter = filterField(m_console.theme, "apisFilter", tr("Filter APIs"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    const auto life = [this](LifeStep step, const char* name) {
        return commandButton(m_steps[static_cast<int>(step)], name);
    };
    return listHead(tr("Published APIs"), m_stale,
                    {new RangeButton(m_console.theme, m_console.range), commandButton(m_plans, "plans"),
                     commandButton(m_webhooks, "webhooks"), commandButton(m_publish, "publishApi", true)},
                    m_filter,
                    {commandButton(m_edit, "editVersion"), life(LifeStep::Publish, "publishVersion"),
                     life(LifeStep::Deprecate, "deprecateVersion"), life(LifeStep::Retire, "retireVersion"),
                     life(LifeStep::RollBack, "rollBackVersion"), commandButton(m_copy, "copyCurl"),
                     commandButton(m_document, "exportOpenApi"), commandButton(m_import, "importOpenApi")});
}

QWidget* ApisView::makeContent() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("apisTable"));
    m_table->setAccessibleName(tr("Published APIs"));
    m_table->setSource(m_model);
    m_table->setColumnWidths({0, 110, 120, 100, 110, 100, 80, 110});
    connect(m_table, &TableView::opened, this, &ApisView::editVersion);
    connect(m_table, &TableView::deletePressed, this, &ApisView::removeVersion);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &ApisView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_edit, m_add});
        menu->addSeparator();
        menu->addActions(m_steps);
        menu->addSeparator();
        menu->addActions({m_copy, m_document, m_calls});
        menu->addSeparator();
        menu->addAction(m_delete);
    });
    m_details = new ApiDetails(m_console, m_book);
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("apisSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(cardOf(m_table));
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({500, 400}); // shares
    return m_splitter;
}

void ApisView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_book.setWatched(true);
}

void ApisView::hideEvent(QHideEvent* event) {
    View::hideEvent(event);
    m_book.setWatched(false);
}

void ApisView::refresh() {
    m_book.reload();
}

void ApisView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ApisView::toggleInspector() {
    m_details->setVisible(m_details->isHidden());
}

// The details are wide: they stand below the list in any case.
void ApisView::setNarrow(bool) {}

QString ApisView::state() const {
    const auto* row = selected();
    return row != nullptr ? row->key : QStringLiteral("");
}

void ApisView::open(const QString& argument) {
    const auto colon = argument.indexOf(u':');
    const auto command = colon < 0 ? argument : argument.left(colon);
    if (command == QLatin1String("new") || command == QLatin1String("publish_prompt") ||
        command == QLatin1String("publish_chain")) {
        PublishStart start;
        start.kind = command == QLatin1String("publish_chain") ? QStringLiteral("chain") : QStringLiteral("prompt");
        start.used = colon < 0 ? QString() : argument.mid(colon + 1);
        publish(start);
        return;
    }
    const auto index = m_model->find(argument);
    if (index.isValid())
        m_table->setCurrentIndex(m_table->viewIndex(index));
    else if (!m_book.apis().loadedOnce())
        m_wanted = argument;
    else
        m_filter->setText(argument);
}

void ApisView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the APIs…"),
                          QStringLiteral("world"),
                          tr("No API yet. Published, a prompt is called like any REST service."),
                          tr("Publish a prompt"),
                          tr("No API has these words."),
                          tr("Clear filter")};
    const auto& list = m_book.apis();
    const bool failed = list.loading() == ResourceList::Loading::Failed;
    const ListStanding standing{list.loadedOnce(), failed, m_book.rows().isEmpty(),
                                failed ? list.problem().detail : QString()};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

const ApiRow* ApisView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? m_book.find(rows.front().data(ApiModel::KeyRole).toString()) : nullptr;
}

} // namespace gatehouse::ui
