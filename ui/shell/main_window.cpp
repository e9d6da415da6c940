// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/models/team_features.h"
#include "ui/shell/bell_button.h"
#include "ui/shell/focus_order.h"
#include "ui/shell/header_bar.h"
#include "ui/shell/navigation.h"
#include "ui/shell/notification_center.h"
#include "ui/shell/notification_panel.h"
#include "ui/shell/object_index.h"
#include "ui/shell/panes.h"
#include "ui/shell/session.h"
#include "ui/shell/status_bar.h"
#include "ui/widgets/notice_panel.h"

#include <QCloseEvent>
#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr QSize leastSize{1024, 700};
constexpr QSize firstSize{1280, 800};
constexpr double staleOpacity = 0.6;
constexpr int narrowWidth = 1160; // below: icons for names, the inspector below the table

} // namespace

MainWindow::MainWindow(Console& console, std::vector<ViewEntry> views)
    : m_console(console), m_theme(console.theme), m_client(console.client), m_entries(std::move(views)),
      m_views(m_entries.size(), nullptr), m_watch(console.client) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Gatehouse"));
    setMinimumSize(leastSize);
    resize(firstSize);
    console.shortcuts = &m_shortcuts;
    m_notifications = new NotificationCenter(m_client, m_watch, this);
    m_objects = new ObjectIndex(m_client, this);
    m_teams = new TeamFeatures(m_client, this);
    m_stack = new QStackedWidget;
    m_status = new StatusBar(m_client);
    m_header = new HeaderBar(m_theme, m_client, m_watch);
    m_navigation = new Navigation(m_theme);
    for (const auto& entry : m_entries)
        m_navigation->addView(entry.id, entry.title, entry.icon, entry.group);
    auto* central = new QWidget;
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_navigation);
    middle->addWidget(m_stack, 1);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(middle, 1);
    layout->addWidget(m_status);
    setCentralWidget(central);
    makeMenus();
    connectAll();
    restore();
}

MainWindow::~MainWindow() {
    m_console.shortcuts = nullptr;
}

void MainWindow::connectAll() {
    connect(m_navigation, &Navigation::chosen, this, [this](const QString& id) { openView(id); });
    connect(m_teams, &TeamFeatures::changed, this, &MainWindow::showTeamViews);
    connect(m_header, &HeaderBar::searchPressed, this, &MainWindow::openPalette);
    connect(m_header, &HeaderBar::copyPressed, this, &MainWindow::copyAddress);
    connect(m_header, &HeaderBar::bellPressed, this, &MainWindow::showNotifications);
    connect(&m_watch, &GatewayWatch::changed, this, &MainWindow::showPause);
    connect(&m_client, &GatewayClient::stateChanged, this, &MainWindow::showAge);
    connect(&m_watch, &GatewayWatch::failed, this, [this](const QString& sentence) { m_console.toast.say(sentence); });
    connect(m_notifications, &NotificationCenter::changed, this,
            [this] { m_header->bell().setUnseen(m_notifications->unseen()); });
    connect(m_notifications, &NotificationCenter::openAsked, this, [this](const QString& id, const QString& argument) {
        raiseToFront();
        openView(id, argument);
    });
    auto& changes = m_console.changes;
    connect(&changes, &ChangeDesk::undoChanged, this, &MainWindow::showUndo);
    connect(&changes, &ChangeDesk::applied, this, [this](const Change& change) {
        m_console.toast.say(change.title, tr("Undo"), [this] { m_console.changes.undo(); });
    });
    connect(&changes, &ChangeDesk::undoFailed, this, [this](const QString& title, const Problem& problem) {
        m_console.toast.say(tr("%1: %2", "a change that could not be undone: why").arg(title, problem.detail));
    });
}

void MainWindow::openView(const QString& id, const QString& argument) {
    // "apis.publish_prompt" is a command of the view "apis", with what it is for.
    if (const auto dot = id.indexOf(u'.'); dot > 0) {
        openView(id.left(dot), QString(id.mid(dot + 1) + u':' + argument));
        return;
    }
    if (indexOf(id) < 0)
        return;
    if (m_places.empty() || m_places.current().view != id || !argument.isEmpty()) {
        leavePlace();
        m_places.go({id, argument, m_console.range.saved()});
    }
    goTo({id, argument.isEmpty() ? QString() : argument, m_console.range.saved()});
}

// What is shown there now is what Back shall bring again.
void MainWindow::leavePlace() {
    if (m_places.empty())
        return;
    auto& place = m_places.current();
    place.range = m_console.range.saved();
    const int entry = indexOf(place.view);
    const auto* left = entry < 0 ? nullptr : m_views[static_cast<std::size_t>(entry)];
    // No state at all: the view shows what it was asked for.
    if (const QString state = left == nullptr ? QString() : left->state(); !state.isNull())
        place.argument = state;
}

void MainWindow::goTo(const Place& place) {
    const int entry = indexOf(place.view);
    if (entry < 0)
        return;
    auto* page = view(entry);
    const bool inside = m_stack->isAncestorOf(focusWidget());
    if (m_trouble == nullptr)
        m_stack->setCurrentWidget(page);
    (void)m_console.range.restore(place.range);
    if (!place.argument.isNull()) // empty: without a filter, as it was
        page->open(place.argument);
    showTeamViews();
    m_navigation->choose(place.view);
    setWindowTitle(tr("%1 – Gatehouse", "view").arg(m_entries[static_cast<std::size_t>(entry)].title));
    if (inside && !page->isAncestorOf(focusWidget()))
        panes::focusInto(page); // what had the focus is hidden now
    showTravel();
    showViewMenu();
}

// What only teams need. Where a notification or a link led there, that view stays in sight while it is shown.
void MainWindow::showTeamViews() {
    for (const auto& entry : m_entries) {
        if (!entry.isForTeams)
            continue;
        const bool shown = m_teams->areShown() || entry.id == currentView();
        m_navigation->setViewShown(entry.id, shown);
        for (auto* action : std::as_const(m_actions)) {
            if (action->objectName() == QString(QStringLiteral("actionOpen_") + entry.id))
                action->setVisible(shown);
        }
    }
}

void MainWindow::travel(int direction) {
    if (direction < 0 ? !m_places.hasBack() : !m_places.hasForward())
        return;
    leavePlace();
    goTo(direction < 0 ? m_places.back() : m_places.forward());
}

QString MainWindow::currentView() const {
    return m_places.empty() ? QString() : m_places.current().view;
}

int MainWindow::indexOf(const QString& id) const {
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&id](const ViewEntry& e) { return e.id == id; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

View* MainWindow::view(int entry) {
    auto*& made = m_views[static_cast<std::size_t>(entry)];
    if (made != nullptr)
        return made;
    const auto& wanted = m_entries[static_cast<std::size_t>(entry)];
    made = wanted.make();
    made->setObjectName(QString(wanted.id + QStringLiteral("View")));
    connect(made, &View::goTo, this, &MainWindow::openView);
    m_stack->addWidget(made);
    made->setNarrow(width() < narrowWidth);
    session::restoreSplitters(*made);
    orderFocus(made);
    takeActions(*made, wanted);
    return made;
}

// The view that is chosen, made where it was not yet; null only without views.
View* MainWindow::shown() {
    const int entry = indexOf(currentView());
    return entry < 0 ? nullptr : view(entry);
}

void MainWindow::showTrouble(const QString& sentence, const QString& button, std::function<void()> action) {
    hideTrouble();
    auto* panel = new NoticePanel(m_theme);
    panel->setObjectName(QStringLiteral("trouble"));
    panel->show(QStringLiteral("alert-triangle"), Theme::Tone::Warning, sentence, button);
    connect(panel, &NoticePanel::pressed, this, std::move(action));
    m_trouble = panel;
    m_stack->addWidget(panel);
    m_stack->setCurrentWidget(panel);
    m_navigation->setEnabled(false);
}

void MainWindow::hideTrouble() {
    if (m_trouble == nullptr)
        return;
    m_stack->removeWidget(m_trouble);
    m_trouble->deleteLater();
    m_trouble = nullptr;
    m_navigation->setEnabled(true);
    if (auto* page = shown())
        m_stack->setCurrentWidget(page);
}

void MainWindow::addStrip(QWidget* strip) {
    static_cast<QVBoxLayout*>(centralWidget()->layout())->insertWidget(1, strip);
}

// What the views show while the gateway does not answer is grey: it is as old as the line below says.
void MainWindow::showAge() {
    const bool lost = m_client.state() == GatewayClient::State::Lost;
    if (lost == (m_stack->graphicsEffect() != nullptr))
        return;
    if (!lost) {
        m_stack->setGraphicsEffect(nullptr);
        return;
    }
    auto* fade = new QGraphicsOpacityEffect;
    fade->setOpacity(staleOpacity);
    m_stack->setGraphicsEffect(fade); // which owns it
}

void MainWindow::setConnectionBand(const QColor& color) {
    m_header->setBand(color);
}

QString MainWindow::spendToday() const {
    return m_status->spend();
}

void MainWindow::cyclePanes(int direction) {
    panes::cycle({m_navigation, m_stack->currentWidget(), m_header}, direction);
}

void MainWindow::raiseToFront() {
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::restore() {
    session::restoreGeometry(*this);
    session::restoreRange(m_console.range);
    const QString kept = session::view();
    if (!m_entries.empty())
        openView(indexOf(kept) >= 0 ? kept : m_entries.front().id);
    showUndo();
    showPause();
    m_navigation->setFocus();
}

void MainWindow::leave() {
    m_leaving = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    session::save(*this, currentView(), m_console.range);
    for (auto* made : m_views) {
        if (made != nullptr)
            session::saveSplitters(*made);
    }
    if (m_onClose && !m_leaving) {
        event->ignore();
        m_onClose();
        return;
    }
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    const bool narrow = width() < narrowWidth;
    if (narrow == m_navigation->isCompact())
        return;
    m_navigation->setCompact(narrow);
    m_header->setNarrow(narrow);
    for (auto* made : m_views) {
        if (made == nullptr)
            continue;
        made->setNarrow(narrow);
        orderFocus(made);
    }
}

} // namespace gatehouse::ui
