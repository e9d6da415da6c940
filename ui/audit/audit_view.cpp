// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/audit_view.h"

#include "ui/changes/change_cards.h"
#include "ui/changes/reverting.h"
#include "ui/changes/value_text.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

struct Place {
    const char* kind;
    const char* view;
};

// Views that show objects of a kind.
constexpr std::array places{Place{"providers", "providers"}, Place{"routes", "routes"},
                            Place{"keys", "keys"},           Place{"budgets", "budgets"},
                            Place{"apis", "apis"},           Place{"subscriptions", "approvals"},
                            Place{"teams", "teams"},         Place{"prompts", "prompts"}};

QString viewOf(const QString& kind) {
    const auto* found = std::find_if(places.begin(), places.end(),
                                     [&kind](const Place& place) { return kind == QLatin1String(place.kind); });
    return found == places.end() ? QString() : QLatin1String(found->view);
}

} // namespace

AuditView::AuditView(Console& console)
    : m_console(console), m_model(new AuditModel(console.theme, console.client, this)),
      m_reverting(new Reverting(console, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("auditNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeContent());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_model->loadedOnce()) {
            refresh();
            return;
        }
        m_filter->clear();
        m_kinds->setCurrentIndex(0);
    });
    connect(m_model, &AuditModel::changed, this, [this] {
        fillKinds();
        choose();
        showSelection();
    });
    connect(m_reverting, &Reverting::told, this, [this](const QString& sentence) { m_console.toast.say(sentence); });
    connect(m_reverting, &Reverting::reverted, this, &AuditView::refresh);
    fillKinds();
    choose();
    showSelection();
}

void AuditView::makeActions() {
    const auto& theme = m_console.theme;
    m_back = addCommand(theme, "actionRevertToHere", tr("Revert to here"), QStringLiteral("history"), [this] {
        if (const auto* row = selected())
            m_reverting->preview(QString::number(row->revision), Reverting::Back::AllSince);
    });
    m_only = addCommand(theme, "actionTakeBack", tr("Take this back"), QStringLiteral("arrow-back-up"), [this] {
        if (const auto* row = selected())
            m_reverting->preview(QString::number(row->revision), Reverting::Back::OnlyThis);
    });
    m_object = addCommand(theme, "actionOpenObject", tr("Open the object"), QStringLiteral("external-link"),
                          [this] { openObject(); });
    addCommand(theme, "actionExport", tr("Export the audit log"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

QWidget* AuditView::makeTop() {
    m_stale = staleLine("auditStale");
    m_filter = filterField(m_console.theme, "auditFilter", tr("Filter changes"));
    connect(m_filter, &QLineEdit::textChanged, this, &AuditView::filter);
    m_kinds = new QComboBox;
    m_kinds->setObjectName(QStringLiteral("auditKinds"));
    m_kinds->setAccessibleName(tr("Kind of object"));
    m_kinds->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_kinds, &QComboBox::currentIndexChanged, this, &AuditView::filter);
    return listHead(tr("Audit"), m_stale, {m_kinds}, m_filter,
                    {commandButton(m_back, "revertToHere"), commandButton(m_only, "takeBack"),
                     commandButton(m_object, "openObject")});
}

QWidget* AuditView::makeContent() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("auditTable"));
    m_table->setAccessibleName(tr("Changes"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSource(m_model);
    m_table->setColumnWidths({140, 110, 190, 170, 0, 85});
    connect(m_table, &TableView::opened, this, [this] {
        if (m_cards->parentWidget()->isHidden())
            toggleInspector();
    });
    connect(m_table, &TableView::selectionMoved, this, &AuditView::showSelection);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_back, m_only, m_object});
    });
    m_older = new QPushButton(tr("Show older ones"));
    m_older->setObjectName(QStringLiteral("auditOlder"));
    connect(m_older, &QPushButton::clicked, m_model, &AuditModel::readOlder);
    auto* list = new QWidget;
    auto* left = new QVBoxLayout(list);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(space::small);
    left->addWidget(cardOf(m_table), 1);
    left->addWidget(m_older, 0, Qt::AlignHCenter);
    m_title = plainLabel({}, "secondary", "auditTitle");
    m_cards = new ChangeCards(m_console.theme);
    auto* beside = new QWidget;
    auto* right = new QVBoxLayout(beside);
    right->setContentsMargins(space::small, 0, 0, 0);
    right->setSpacing(space::small);
    right->addWidget(m_title);
    right->addWidget(m_cards, 1);
    m_splitter = new QSplitter;
    m_splitter->setObjectName(QStringLiteral("auditSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(list);
    m_splitter->addWidget(beside);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({620, 380}); // shares
    return m_splitter;
}

// The kinds that there are entries of.
void AuditView::fillKinds() {
    QStringList kinds;
    for (const auto& row : m_model->rows()) {
        if (!row.kind.isEmpty() && !kinds.contains(row.kind))
            kinds.append(row.kind);
    }
    std::sort(kinds.begin(), kinds.end());
    if (m_kinds->count() == kinds.size() + 1)
        return;
    const QSignalBlocker quiet(m_kinds);
    const auto before = m_kinds->currentData();
    m_kinds->clear();
    m_kinds->addItem(tr("Everything"), QString());
    for (const auto& kind : std::as_const(kinds))
        m_kinds->addItem(fieldText(kind), kind);
    m_kinds->setCurrentIndex(std::max(0, m_kinds->findData(before)));
}

// A kind is found by the word that each of its rows begins with.
void AuditView::filter() {
    const auto kind = m_kinds->currentData().toString();
    const auto words = kind.isEmpty() ? QString() : objectText(kind, QString()).trimmed();
    m_table->setQuickFilter(QString(m_filter->text() + u' ' + words));
    choose();
}

void AuditView::refresh() {
    m_model->reload();
}

void AuditView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void AuditView::toggleInspector() {
    auto* beside = m_cards->parentWidget();
    beside->setVisible(beside->isHidden());
}

void AuditView::setNarrow(bool narrow) {
    m_splitter->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
}

void AuditView::open(const QString& words) {
    m_filter->setText(words);
}

QString AuditView::state() const {
    return m_filter->text().isNull() ? QStringLiteral("") : m_filter->text();
}

void AuditView::choose() {
    const ListWords words{tr("What is shown is old: %1"),   tr("Retry"),          tr("Reading the audit log…"),
                          QStringLiteral("history"),        tr("No changes yet"), QString(),
                          tr("No change has these words."), tr("Clear filter")};
    const ListStanding standing{m_model->loadedOnce(), m_model->failed(), m_model->rows().isEmpty(),
                                m_model->problem().detail};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
    m_older->setVisible(m_model->hasOlder());
}

const AuditRow* AuditView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? m_model->find(rows.front().data(AuditModel::NumberRole).toLongLong()) : nullptr;
}

void AuditView::showSelection() {
    const auto* row = selected();
    m_cards->show(row == nullptr ? QJsonArray() : QJsonArray{row->told});
    m_title->setText(row == nullptr
                         ? tr("Select a change to see what was before, and what is after it.")
                         : tr("%1, by %2", "a moment, a person")
                               .arg(QLocale().toString(row->at.toLocalTime(), QLocale::LongFormat), row->actor));
    const auto allow = [row](QAction* action, bool allowed, const QString& otherwise) {
        action->setProperty("why", row == nullptr ? tr("Select one change first.") : otherwise);
        action->setEnabled(row != nullptr && allowed);
    };
    const bool revised = row != nullptr && row->revision > 0;
    allow(m_back, revised, tr("It did not change the configuration."));
    allow(m_only, revised, tr("It did not change the configuration."));
    allow(m_object, row != nullptr && !viewOf(row->kind).isEmpty(), tr("No page shows it."));
}

void AuditView::openObject() {
    if (const auto* row = selected(); row != nullptr && m_object->isEnabled())
        Q_EMIT goTo(viewOf(row->kind), row->id);
}

} // namespace gatehouse::ui
