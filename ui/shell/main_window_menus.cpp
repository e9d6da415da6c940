// SPDX-License-Identifier: GPL-3.0-or-later
// The window's menus: every command is in one of them.
#include "ui/shell/main_window.h"

#include "ui/shell/bell_button.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/header_bar.h"
#include "ui/shell/notification_center.h"
#include "ui/shell/notification_panel.h"
#include "ui/shell/object_index.h"
#include "ui/shell/shortcut_sheet.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QStackedWidget>

namespace gatehouse::ui {
namespace {

const QString appearanceKey = QStringLiteral("appearance/theme");
const QString settingsView = QStringLiteral("settings");
constexpr int numberedViews = 9;

QString idOf(const QString& place, const QAction& action) {
    return QString(place + u'/' + action.objectName());
}

// A title as a menu takes it, where "&" marks a key.
QString inMenu(QString title) {
    return title.replace(u'&', QLatin1String("&&"));
}

// Keys that mean the same in every view.
QKeySequence usualKeys(const QString& name) {
    if (name == QLatin1String("actionExport"))
        return QKeySequence(Qt::CTRL | Qt::Key_E);
    if (name == QLatin1String("actionRename"))
        return QKeySequence(Qt::Key_F2);
    if (name == QLatin1String("actionDelete"))
        return QKeySequence(Qt::Key_Delete);
    return {};
}

// Keys with Ctrl, Alt or Meta, and those like F7, cannot be meant for the place that has the focus.
bool worksEverywhere(const QKeySequence& keys) {
    if (keys.isEmpty())
        return false;
    const auto modifiers = keys[0].keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    const auto key = keys[0].key();
    return modifiers != Qt::NoModifier || (key >= Qt::Key_F3 && key <= Qt::Key_F35);
}

} // namespace

void MainWindow::makeMenus() {
    const std::array titles{tr("&File"), tr("&Edit"), tr("&View"), tr("&Gateway"), tr("&Tools"), tr("&Help")};
    for (std::size_t i = 0; i < titles.size(); ++i) {
        m_menus[i] = new QMenu(titles[i], this);
        m_menus[i]->setToolTipsVisible(true);
        menuBar()->addMenu(m_menus[i]);
    }
    m_viewMenu = new QMenu(this);
    m_viewMenu->setObjectName(QStringLiteral("viewMenu"));
    m_viewMenu->setToolTipsVisible(true);
    menuBar()->insertMenu(menu(Menu::Gateway).menuAction(), m_viewMenu);
    makeFileMenu();
    makeEditMenu();
    makeViewMenu();
    makeGatewayMenu();
    makeToolsMenu();
    makeHelpMenu();
}

QAction* MainWindow::addCommand(Menu place, const QString& name, const QString& text, const QString& icon,
                                const QKeySequence& keys, std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    if (!icon.isEmpty())
        action->setIcon(m_theme.icon(icon));
    action->setIconVisibleInMenu(false);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, std::move(run));
    addAction(action); // so that its keys work wherever the menu bar is
    menu(place).addAction(action);
    m_actions.append(action);
    m_shortcuts.add(action, idOf(QStringLiteral("window"), *action), {});
    return action;
}

void MainWindow::addSeparator(Menu place) {
    menu(place).addSeparator();
}

void MainWindow::makeFileMenu() {
    addCommand(Menu::File, QStringLiteral("actionCloseWindow"), tr("&Close window"), QStringLiteral("x"),
               QKeySequence(Qt::CTRL | Qt::Key_W), [this] { close(); });
    addCommand(Menu::File, QStringLiteral("actionQuit"), tr("&Quit"), QStringLiteral("power"),
               QKeySequence(Qt::CTRL | Qt::Key_Q), [this] {
                   if (m_onQuit)
                       m_onQuit();
                   else
                       leave();
               });
}

void MainWindow::makeEditMenu() {
    m_undo = addCommand(Menu::Edit, QStringLiteral("actionUndo"), tr("&Undo"), QStringLiteral("arrow-back-up"),
                        QKeySequence(Qt::CTRL | Qt::Key_Z), [this] { m_console.changes.undo(); });
    m_redo = addCommand(Menu::Edit, QStringLiteral("actionRedo"), tr("&Redo"), QStringLiteral("arrow-forward-up"),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), [this] { m_console.changes.redo(); });
    addSeparator(Menu::Edit);
    addCommand(Menu::Edit, QStringLiteral("actionFilter"), tr("&Filter"), QStringLiteral("filter"),
               QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
                   if (auto* page = shown())
                       page->focusFilter();
               });
    auto* palette =
        addCommand(Menu::Edit, QStringLiteral("actionPalette"), tr("&Search or run a command…"),
                   QStringLiteral("command"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openPalette(); });
    const auto showKeys = [this, palette] {
        m_header->setSearchKeys(palette->shortcut().toString(QKeySequence::NativeText));
    };
    connect(&m_shortcuts, &Shortcuts::changed, this, showKeys);
    showKeys();
}

void MainWindow::makeViewMenu() {
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const auto& entry = m_entries[i];
        const QKeySequence keys =
            i < numberedViews ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)) : QKeySequence();
        auto* action = addCommand(Menu::View, QString(QStringLiteral("actionOpen_") + entry.id), inMenu(entry.title),
                                  entry.icon, keys, [this, id = entry.id] { openView(id); });
        action->setIconVisibleInMenu(true);
    }
    addSeparator(Menu::View);
    m_back = addCommand(Menu::View, QStringLiteral("actionBack"), tr("&Back"), QStringLiteral("arrow-left"),
                        QKeySequence(Qt::ALT | Qt::Key_Left), [this] { travel(-1); });
    m_forward = addCommand(Menu::View, QStringLiteral("actionForward"), tr("For&ward"), QStringLiteral("arrow-right"),
                           QKeySequence(Qt::ALT | Qt::Key_Right), [this] { travel(1); });
    addCommand(Menu::View, QStringLiteral("actionRefresh"), tr("&Refresh"), QStringLiteral("refresh"),
               QKeySequence(Qt::Key_F5), [this] {
                   if (auto* page = shown())
                       page->refresh();
               });
    addCommand(Menu::View, QStringLiteral("actionInspector"), tr("Show or hide the &inspector"),
               QStringLiteral("layout-sidebar-right"), QKeySequence(Qt::Key_F9), [this] {
                   if (auto* page = shown())
                       page->toggleInspector();
               });
    addCommand(Menu::View, QStringLiteral("actionNextPane"), tr("&Next pane"), {}, QKeySequence(Qt::Key_F6),
               [this] { cyclePanes(1); });
    addCommand(Menu::View, QStringLiteral("actionPreviousPane"), tr("&Previous pane"), {},
               QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { cyclePanes(-1); });
    addSeparator(Menu::View);
    makeThemeMenu();
}

void MainWindow::makeThemeMenu() {
    m_theme.setAppearance(static_cast<Appearance>(std::clamp(QSettings().value(appearanceKey).toInt(), 0, 2)));
    auto* themes = new QActionGroup(this);
    const auto add = [&](const char* name, const QString& text, const char* icon, Appearance appearance) {
        auto* action = addCommand(Menu::View, QLatin1String(name), text, QLatin1String(icon), {}, [this, appearance] {
            m_theme.setAppearance(appearance);
            QSettings().setValue(appearanceKey, static_cast<int>(appearance));
        });
        action->setCheckable(true);
        action->setChecked(m_theme.appearance() == appearance);
        themes->addAction(action);
        connect(&m_theme, &Theme::changed, action,
                [this, action, appearance] { action->setChecked(m_theme.appearance() == appearance); });
    };
    add("actionThemeSystem", tr("Theme of the desktop"), "device-desktop", Appearance::System);
    add("actionThemeLight", tr("Light theme"), "sun", Appearance::Light);
    add("actionThemeDark", tr("Dark theme"), "moon", Appearance::Dark);
}

void MainWindow::makeGatewayMenu() {
    m_pause =
        addCommand(Menu::Gateway, QStringLiteral("actionPause"), tr("&Pause"), QStringLiteral("player-pause"),
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P), [this] { m_watch.setPaused(!m_watch.isPaused()); });
    m_header->setPauseAction(m_pause);
    addSeparator(Menu::Gateway);
    m_copyAddress = addCommand(Menu::Gateway, QStringLiteral("actionCopyAddress"), tr("&Copy the gateway's address"),
                               QStringLiteral("copy"), {}, [this] { copyAddress(); });
    addCommand(Menu::Gateway, QStringLiteral("actionReconnect"), tr("&Reconnect now"), QStringLiteral("refresh"), {},
               [this] { m_client.reconnectNow(); });
}

void MainWindow::makeToolsMenu() {
    addCommand(Menu::Tools, QStringLiteral("actionNotifications"), tr("&Notifications"), QStringLiteral("bell"),
               QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), [this] { showNotifications(); });
    if (indexOf(settingsView) >= 0)
        addCommand(Menu::Tools, QStringLiteral("actionSettings"), tr("Open &settings"), QStringLiteral("settings"),
                   QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { openView(settingsView); });
}

void MainWindow::makeHelpMenu() {
    addCommand(Menu::Help, QStringLiteral("actionShortcuts"), tr("&Keyboard shortcuts"), QStringLiteral("keyboard"),
               QKeySequence(Qt::CTRL | Qt::Key_Slash), [this] { showShortcuts(); });
    addCommand(Menu::Help, QStringLiteral("actionAbout"), tr("&About Gatehouse"), QStringLiteral("info-circle"), {},
               [this] { about(); });
}

void MainWindow::setConnectionMenu(QMenu* connections) {
    m_header->setConnectionMenu(connections);
    if (!menu(Menu::Gateway).actions().contains(connections->menuAction()))
        menu(Menu::Gateway).addMenu(connections);
}

// A view's commands get their keys from the registry and work from everywhere in the window where that is safe.
void MainWindow::takeActions(View& page, const ViewEntry& entry) {
    for (auto* action : page.actions()) {
        if (action->isSeparator() || action->objectName().isEmpty())
            continue;
        if (action->shortcut().isEmpty())
            action->setShortcut(usualKeys(action->objectName()));
        m_shortcuts.add(action, idOf(entry.id, *action), entry.title);
        action->setShortcutContext(worksEverywhere(action->shortcut()) ? Qt::WindowShortcut
                                                                       : Qt::WidgetWithChildrenShortcut);
    }
}

void MainWindow::showViewMenu() {
    m_viewMenu->clear();
    const int entry = indexOf(currentView());
    if (entry < 0)
        return;
    const auto* page = m_views[static_cast<std::size_t>(entry)];
    m_viewMenu->setTitle(inMenu(m_entries[static_cast<std::size_t>(entry)].title));
    if (page != nullptr)
        m_viewMenu->addActions(page->actions());
    m_viewMenu->menuAction()->setVisible(!m_viewMenu->isEmpty());
}

void MainWindow::showTravel() {
    setPossible(m_back, m_places.hasBack(), tr("There is no earlier place."));
    setPossible(m_forward, m_places.hasForward(), tr("There is no later place."));
}

void MainWindow::showUndo() {
    const auto& changes = m_console.changes;
    m_undo->setText(changes.canUndo() ? tr("&Undo: %1").arg(inMenu(changes.undoTitle())) : tr("&Undo"));
    m_redo->setText(changes.canRedo() ? tr("&Redo: %1").arg(inMenu(changes.redoTitle())) : tr("&Redo"));
    setPossible(m_undo, changes.canUndo(), tr("There is no change to undo."));
    setPossible(m_redo, changes.canRedo(), tr("Nothing was undone."));
}

void MainWindow::showPause() {
    const bool paused = m_watch.isPaused();
    m_pause->setText(paused ? tr("&Resume") : tr("&Pause"));
    m_pause->setIcon(m_theme.icon(paused ? QStringLiteral("player-play") : QStringLiteral("player-pause")));
    setPossible(m_pause, m_watch.isConnected() && !m_watch.isChanging(), tr("The gateway does not answer."));
    if (m_pause->isEnabled())
        m_pause->setToolTip(paused ? tr("Let new calls begin again") : tr("Refuse new calls; those that run go on"));
    setPossible(m_copyAddress, !m_client.address().gateway.isEmpty(), tr("No gateway is chosen."));
}

QList<QAction*> MainWindow::commands() const {
    QList<QAction*> all = m_actions;
    if (const auto* page = qobject_cast<View*>(m_stack->currentWidget())) {
        for (auto* action : page->actions()) {
            if (!action->isSeparator() && action->menu() == nullptr)
                all.append(action);
        }
    }
    return all;
}

void MainWindow::openPalette() {
    PaletteContent content;
    content.actions = commands();
    content.views = &m_entries;
    content.objects = m_objects->objects();
    auto* palette = new CommandPalette(m_theme, m_client, content, this);
    connect(palette, &CommandPalette::openAsked, this, &MainWindow::openView);
    connect(m_objects, &ObjectIndex::changed, palette, [this, palette] { palette->setObjects(m_objects->objects()); });
    m_objects->readAnew();
    palette->openBelow(m_header);
}

void MainWindow::showShortcuts() {
    auto* sheet = new ShortcutSheet(m_shortcuts, this);
    sheet->open();
}

void MainWindow::showNotifications() {
    if (m_panel == nullptr)
        m_panel = new NotificationPanel(m_theme, *m_notifications, this);
    m_panel->openBelow(&m_header->bell());
}

void MainWindow::copyAddress() {
    QApplication::clipboard()->setText(m_client.address().gateway.toString());
    m_console.toast.say(tr("The gateway's address is copied."));
}

void MainWindow::about() {
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Gatehouse"),
                        tr("Gatehouse %1\n\nAn AI gateway that a person can own.\n"
                           "The console is under the GPL, version 3 or later; the gateway inside is under the Apache "
                           "License 2.0.\nIcons: Tabler Icons, MIT licence.")
                            .arg(QApplication::applicationVersion()),
                        QMessageBox::Close, this);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace gatehouse::ui
