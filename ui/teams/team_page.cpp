// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/team_page.h"

#include "ui/teams/spend_charts.h"
#include "ui/teams/team_model.h"
#include "ui/widgets/charge_panel.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/table_view.h"

#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int appRole = Qt::UserRole;
constexpr int keyRole = Qt::UserRole + 1;

QString keyStateText(const QJsonObject& key) {
    if (key.value(QLatin1String("revoked")).toBool())
        return TeamPage::tr("Revoked");
    const auto ends = memberMoment(key, "expires");
    if (ends.isValid() && ends < QDateTime::currentDateTimeUtc())
        return TeamPage::tr("Expired");
    return key.value(QLatin1String("enabled")).toBool(true) ? TeamPage::tr("Active") : TeamPage::tr("Disabled");
}

} // namespace

TeamPage::TeamPage(Console& console, const TeamBook& book, QWidget* parent)
    : QFrame(parent), m_book(book), m_title(plainLabel({}, "section", "teamTitle")), m_tabs(new QTabWidget),
      m_members(new MemberModel(console.theme, this)), m_people(new TableView(console.theme)),
      m_nobody(plainLabel(tr("Nobody is in this team yet."), "secondary", "teamNobody")),
      m_peoplePages(new QStackedWidget), m_keys(new QStandardItemModel(this)), m_keyTable(new TableView(console.theme)),
      m_spend(new SpendCharts(console)), m_charges(new ChargePanel(console, ChargePanel::Whose::Team)) {
    setObjectName(QStringLiteral("teamPage"));
    setProperty("role", QStringLiteral("card"));
    m_people->setObjectName(QStringLiteral("membersTable"));
    m_people->setAccessibleName(tr("Members"));
    m_people->setSource(m_members);
    m_people->setColumnWidths({150, 0, 190, 130, 100});
    m_nobody->setAlignment(Qt::AlignCenter);
    m_peoplePages->addWidget(m_nobody);
    m_peoplePages->addWidget(m_people);
    m_keyTable->setObjectName(QStringLiteral("teamKeysTable"));
    m_keyTable->setAccessibleName(tr("Applications and keys"));
    m_keyTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_keys->setHorizontalHeaderLabels({tr("Application"), tr("Key"), tr("State"), tr("Expires")});
    m_keyTable->setSource(m_keys);
    m_keyTable->setColumnWidths({180, 0, 110, 120});
    m_tabs->setObjectName(QStringLiteral("teamTabs"));
    m_tabs->setAccessibleName(tr("The selected team"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_peoplePages, tr("Members"));
    m_tabs->addTab(m_keyTable, tr("Applications and keys"));
    m_tabs->addTab(m_spend, tr("Spend"));
    m_tabs->addTab(m_charges, tr("Charges"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, space::medium, 1, 1);
    layout->setSpacing(space::small);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(space::large, 0, space::large, 0);
    head->addWidget(m_title);
    layout->addLayout(head);
    layout->addWidget(m_tabs, 1);
    for (auto* table : {m_people, m_keyTable})
        connect(table, &TableView::selectionMoved, this, &TeamPage::selectionMoved);
    connect(m_tabs, &QTabWidget::currentChanged, this, &TeamPage::selectionMoved);
    connect(m_spend, &SpendCharts::callsAsked, this, &TeamPage::callsAsked);
    show(nullptr);
}

void TeamPage::show(const TeamRow* row) {
    m_has = row != nullptr;
    m_title->setProperty("data", m_has && !row->isOrganisation());
    m_tabs->setVisible(m_has);
    m_team = m_has ? row->id : QString();
    if (!m_has) {
        m_title->setText(tr("Select a team to see its members, keys and spend."));
        return;
    }
    const bool all = row->isOrganisation();
    m_title->setText(all ? tr("The organisation, and people without a team") : row->id);
    m_tabs->setTabVisible(1, !all);
    m_tabs->setTabVisible(2, !all);
    m_tabs->setTabVisible(3, !all);
    const auto members = m_book.membersOf(m_team);
    m_members->setMembers(members);
    m_nobody->setText(all ? tr("Nobody signs in to this gateway yet.") : tr("Nobody is in this team yet."));
    m_peoplePages->setCurrentIndex(members.isEmpty() ? 0 : 1);
    fillKeys();
    m_spend->show(m_team);
    m_charges->show(m_team);
}

void TeamPage::openSpend() {
    m_tabs->setCurrentWidget(m_spend);
}

void TeamPage::refresh() {
    m_spend->refresh();
}

// A line for each key; an application without one has a line too.
void TeamPage::fillKeys() {
    const auto app = memberText(selectedApp(), "id");
    const auto key = memberText(selectedKey(), "id");
    m_keys->removeRows(0, m_keys->rowCount());
    if (m_team.isEmpty())
        return;
    const QLocale locale;
    for (const auto& one : m_book.appsOf(m_team)) {
        auto keys = m_book.keysOf(memberText(one, "id"));
        if (keys.isEmpty())
            keys.append(QJsonObject());
        for (const auto& held : keys) {
            auto* name = new QStandardItem(memberText(one, "id"));
            name->setData(one, appRole);
            name->setData(held, keyRole);
            const auto ends = memberMoment(held, "expires");
            m_keys->appendRow({name, new QStandardItem(held.isEmpty() ? tr("No key") : titleOf(held)),
                               new QStandardItem(held.isEmpty() ? QString() : keyStateText(held)),
                               new QStandardItem(ends.isValid() ? dayText(locale, ends) : QString())});
            if (memberText(one, "id") == app && memberText(held, "id") == key)
                m_keyTable->setCurrentIndex(m_keyTable->viewIndex(name->index()));
        }
    }
}

QString TeamPage::selectedMember() const {
    const auto rows = m_people->selectedSourceRows();
    return m_has && m_tabs->currentIndex() == 0 && rows.size() == 1 ? rows.front().data(MemberModel::IdRole).toString()
                                                                    : QString();
}

QJsonObject TeamPage::selectedApp() const {
    const auto rows = m_keyTable->selectedSourceRows();
    return rows.isEmpty() ? QJsonObject() : rows.front().siblingAtColumn(0).data(appRole).toJsonObject();
}

QJsonObject TeamPage::selectedKey() const {
    const auto rows = m_keyTable->selectedSourceRows();
    return rows.isEmpty() ? QJsonObject() : rows.front().siblingAtColumn(0).data(keyRole).toJsonObject();
}

} // namespace gatehouse::ui
