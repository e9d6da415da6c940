// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_view.h"

#include "ui/settings/about_page.h"
#include "ui/settings/appearance_page.h"
#include "ui/settings/backup_page.h"
#include "ui/settings/gateway_page.h"
#include "ui/settings/general_page.h"
#include "ui/settings/network_page.h"
#include "ui/settings/notifications_page.h"
#include "ui/settings/records_page.h"
#include "ui/settings/shortcuts_page.h"
#include "ui/widgets/confirm.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int widestContent = 880;
constexpr int sideWidth = 232;

QWidget* scrolled(QWidget* page) {
    auto* middle = new QWidget;
    auto* layout = new QHBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, space::large);
    page->setMaximumWidth(widestContent);
    layout->addWidget(page, 1);
    layout->addStretch();
    auto* area = new QScrollArea;
    area->setWidget(middle);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    middle->setAutoFillBackground(false);
    return area;
}

} // namespace

QVector<SettingsPlace> SettingsView::places() {
    return {
        {QStringLiteral("general"), GeneralPage::tr("General"), tr("tray login start window import export")},
        {QStringLiteral("gateway"), GatewayPage::tr("Gateway"), tr("port address restart server limits")},
        {QStringLiteral("privacy"), RecordsPage::tr("Privacy and records"),
         tr("bodies retention keep disk size compact vacuum sums")},
        {QStringLiteral("network"), NetworkPage::tr("Network"), tr("proxy certificate authorities TLS")},
        {QStringLiteral("notifications"), NotificationsPage::tr("Notifications"), tr("bell budget failover")},
        {QStringLiteral("appearance"), AppearancePage::tr("Appearance"),
         tr("theme dark light text size scale zoom language")},
        {QStringLiteral("shortcuts"), ShortcutsPage::tr("Shortcuts"), tr("keys keyboard commands")},
        {QStringLiteral("backup"), BackupPage::tr("Backup and restore"), tr("copy file save")},
        {QStringLiteral("about"), AboutPage::tr("About"), tr("version licence diagnostics")},
    };
}

SettingsView::SettingsView(Console& console, OwnGateway* own) : m_console(console) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::large, 0);
    layout->setSpacing(space::huge);
    layout->addWidget(makeSide());
    layout->addWidget(makeContent(), 1);
    addPages(own);
    m_list->setCurrentRow(0);
}

QWidget* SettingsView::makeSide() {
    auto* side = new QWidget;
    side->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto* title = new QLabel(tr("Settings"));
    title->setProperty("role", QStringLiteral("title"));
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("settingsSearch"));
    m_search->setPlaceholderText(tr("Search settings"));
    m_search->setAccessibleName(tr("Search settings"));
    m_search->setClearButtonEnabled(true);
    m_list = new QListWidget;
    m_list->setObjectName(QStringLiteral("settingsPages"));
    m_list->setAccessibleName(tr("Pages of settings"));
    m_list->setProperty("role", QStringLiteral("pages"));
    m_list->setIconSize({iconPixels, iconPixels});
    m_nothing = new QLabel(tr("No setting has these words."));
    m_nothing->setObjectName(QStringLiteral("settingsNothing"));
    m_nothing->setProperty("role", QStringLiteral("secondary"));
    m_nothing->setWordWrap(true);
    m_nothing->hide();
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(title);
    layout->addWidget(m_search);
    layout->addWidget(m_nothing);
    layout->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsView::search);
    connect(m_list, &QListWidget::currentRowChanged, this, &SettingsView::showPage);
    return side;
}

QWidget* SettingsView::makeContent() {
    auto* content = new QWidget;
    m_title = new QLabel;
    m_title->setObjectName(QStringLiteral("settingsTitle"));
    m_title->setProperty("role", QStringLiteral("title"));
    m_reset = new QPushButton(tr("Reset page"));
    m_reset->setObjectName(QStringLiteral("resetPage"));
    connect(m_reset, &QPushButton::clicked, this, &SettingsView::askReset);
    m_stack = new QStackedWidget;
    auto* inner = new QWidget;
    inner->setMaximumWidth(widestContent);
    auto* top = new QHBoxLayout(inner);
    top->setContentsMargins(0, 0, 0, 0);
    top->addWidget(m_title, 1);
    top->addWidget(m_reset);
    auto* row = new QHBoxLayout;
    row->addWidget(inner, 1);
    row->addStretch();
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addLayout(row);
    layout->addWidget(m_stack, 1);
    return content;
}

void SettingsView::addPages(OwnGateway* own) {
    m_pages = {new GeneralPage(m_console),      new GatewayPage(m_console, own),  new RecordsPage(m_console),
               new NetworkPage(m_console, own), new NotificationsPage(m_console), new AppearancePage(m_console),
               new ShortcutsPage(m_console),    new BackupPage(m_console),        new AboutPage(m_console)};
    for (auto* page : std::as_const(m_pages)) {
        auto* item = new QListWidgetItem(m_console.theme.icon(page->icon()), page->title(), m_list);
        item->setSizeHint({0, std::max(iconPixels, m_list->fontMetrics().height()) + space::medium});
        m_stack->addWidget(scrolled(page));
    }
    int widest = 0;
    for (const auto* page : std::as_const(m_pages))
        widest = std::max(widest, m_list->fontMetrics().horizontalAdvance(page->title()));
    m_list->setMinimumWidth(std::max(sideWidth, widest + iconPixels + 2 * space::huge));
    auto* reset = new QAction(m_console.theme.icon(QStringLiteral("refresh")), tr("Reset page"), this);
    reset->setObjectName(QStringLiteral("actionResetPage"));
    connect(reset, &QAction::triggered, this, &SettingsView::askReset);
    addAction(reset);
}

SettingsPage* SettingsView::shownPage() const {
    return m_pages.value(std::max(m_list->currentRow(), 0));
}

void SettingsView::showPage(int index) {
    if (index < 0)
        return;
    auto* page = m_pages[index];
    m_stack->setCurrentIndex(index);
    m_title->setText(page->title());
    m_reset->setVisible(page->canReset());
    if (isVisible())
        page->refresh();
}

// Pages without a match are hidden; matches on the page that is shown stand out.
void SettingsView::search(const QString& text) {
    const auto words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int first = -1;
    for (int i = 0; i < m_pages.size(); ++i) {
        auto* page = m_pages[i];
        const auto& rows = page->rows();
        bool any = words.isEmpty() || std::all_of(words.begin(), words.end(), [page](const QString& word) {
                       return page->title().contains(word, Qt::CaseInsensitive);
                   });
        for (auto* row : rows) {
            const bool found = !words.isEmpty() && row->matches(words);
            row->setFound(found);
            any = any || found;
        }
        m_list->item(i)->setHidden(!any);
        if (any && first < 0)
            first = i;
    }
    m_nothing->setVisible(first < 0);
    if (first >= 0 && m_list->currentItem() != nullptr && m_list->currentItem()->isHidden())
        m_list->setCurrentRow(first);
    auto* area = qobject_cast<QScrollArea*>(m_stack->currentWidget());
    const auto& rows = shownPage()->rows();
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&words](SettingRow* row) { return !words.isEmpty() && row->matches(words); });
    if (area != nullptr && found != rows.end())
        area->ensureWidgetVisible(*found);
}

void SettingsView::askReset() {
    auto* page = shownPage();
    if (!page->canReset())
        return;
    confirm(this,
            {tr("Reset %1?").arg(page->title()),
             tr("All settings of this page go back to what they were at first."),
             {},
             tr("Reset"),
             {}},
            [page] { page->reset(); });
}

void SettingsView::refresh() {
    if (isVisible())
        shownPage()->refresh();
}

void SettingsView::focusFilter() {
    m_search->setFocus();
    m_search->selectAll();
}

void SettingsView::open(const QString& page) {
    for (int i = 0; i < m_pages.size(); ++i) {
        if (m_pages[i]->id() != page)
            continue;
        if (m_list->item(i)->isHidden())
            m_search->clear();
        m_list->setCurrentRow(i);
    }
}

QString SettingsView::state() const {
    return shownPage()->id();
}

void SettingsView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    shownPage()->refresh();
}

void SettingsView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !m_search->text().isEmpty())
        m_search->clear();
    else
        View::keyPressEvent(event);
}

} // namespace gatehouse::ui
