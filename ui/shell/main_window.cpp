// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/shell/command_palette.h"
#include "ui/shell/status_bar.h"
#include "ui/widgets/notice_panel.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int headerHeight = 56;
constexpr QSize leastSize{1024, 700};
constexpr QSize firstSize{1280, 800};
const QString geometryKey = QStringLiteral("window/geometry");
const QString viewKey = QStringLiteral("window/view");
const QString appearanceKey = QStringLiteral("appearance/theme");

} // namespace

MainWindow::MainWindow(Theme& theme, GatewayClient& client, std::vector<ViewEntry> views)
    : m_theme(theme), m_client(client), m_entries(std::move(views)), m_views(m_entries.size(), nullptr) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Gatehouse"));
    setMinimumSize(leastSize);
    resize(firstSize);
    m_stack = new QStackedWidget;
    m_status = new StatusBar(client);
    auto* central = new QWidget;
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(makeNavigation());
    middle->addWidget(m_stack, 1);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addLayout(middle, 1);
    layout->addWidget(m_status);
    setCentralWidget(central);
    makeMenus();
    connect(&client, &GatewayClient::stateChanged, this, &MainWindow::showState);
    connect(&theme, &Theme::changed, this, [this] { showState(m_client.state()); });
    showState(client.state());
    restore();
}

QWidget* MainWindow::makeHeader() {
    auto* header = new QFrame;
    header->setObjectName(QStringLiteral("headerBar"));
    header->setFixedHeight(headerHeight);
    auto* picture = new QLabel;
    const auto drawPicture = [this, picture] {
        picture->setPixmap(m_theme.icon(QStringLiteral("server")).pixmap(iconPixels));
    };
    connect(&m_theme, &Theme::changed, picture, drawPicture);
    drawPicture();
    m_connection = new QLabel;
    m_connection->setObjectName(QStringLiteral("connection"));
    m_connection->setTextFormat(Qt::PlainText);
    m_copy = new QToolButton;
    m_copy->setObjectName(QStringLiteral("copyAddress"));
    m_copy->setIcon(m_theme.icon(QStringLiteral("copy")));
    m_copy->setAccessibleName(tr("Copy the gateway's address"));
    m_copy->setToolTip(tr("Copy the gateway's address"));
    connect(m_copy, &QToolButton::clicked, this, &MainWindow::copyAddress);
    m_stateIcon = new QLabel;
    m_stateText = new QLabel;
    m_stateText->setObjectName(QStringLiteral("gatewayState"));
    m_reconnect = new QPushButton(tr("Reconnect now"));
    m_reconnect->setObjectName(QStringLiteral("reconnect"));
    connect(m_reconnect, &QPushButton::clicked, &m_client, &GatewayClient::reconnectNow);
    auto* search = new QToolButton;
    search->setObjectName(QStringLiteral("openPalette"));
    search->setProperty("role", QStringLiteral("field"));
    search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    search->setIcon(m_theme.icon(QStringLiteral("search"), Theme::Tone::Secondary));
    search->setText(
        tr("Run a command   %1").arg(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText)));
    search->setAccessibleName(tr("Run a command"));
    search->setMinimumWidth(320);
    connect(search, &QToolButton::clicked, this, &MainWindow::openPalette);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(space::large, 0, space::huge, 0);
    layout->setSpacing(space::small);
    layout->addWidget(picture);
    layout->addWidget(m_connection);
    layout->addWidget(m_copy);
    layout->addSpacing(space::large);
    layout->addWidget(m_stateIcon);
    layout->addWidget(m_stateText);
    layout->addWidget(m_reconnect);
    layout->addStretch(1);
    layout->addWidget(search);
    return header;
}

QWidget* MainWindow::makeNavigation() {
    m_navigation = new QListWidget;
    m_navigation->setObjectName(QStringLiteral("navigation"));
    m_navigation->setAccessibleName(tr("Views"));
    m_navigation->setFixedWidth(navigationWidth);
    m_navigation->setIconSize({iconPixels, iconPixels});
    int group = m_entries.empty() ? 0 : m_entries.front().group;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const auto& entry = m_entries[i];
        if (entry.group != group) {
            auto* gap = new QListWidgetItem(m_navigation);
            gap->setFlags(Qt::NoItemFlags);
            gap->setSizeHint({0, space::medium});
            group = entry.group;
        }
        auto* item = new QListWidgetItem(m_theme.icon(entry.icon), entry.title, m_navigation);
        item->setData(Qt::UserRole, entry.id);
    }
    connect(m_navigation, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr && item->data(Qt::UserRole).toString() != currentView())
            openView(item->data(Qt::UserRole).toString());
    });
    return m_navigation;
}

QAction* MainWindow::addAction(QMenu* menu, const QString& text, const QKeySequence& keys, std::function<void()> run,
                               const char* name) {
    auto* action = menu->addAction(text);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions.append(action);
    return action;
}

void MainWindow::makeMenus() {
    auto* file = menuBar()->addMenu(tr("&File"));
    addAction(
        file, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); }, "actionQuit");

    auto* edit = menuBar()->addMenu(tr("&Edit"));
    addAction(
        edit, tr("&Filter"), QKeySequence(Qt::CTRL | Qt::Key_F), [this] { shown()->focusFilter(); }, "actionFilter");
    addAction(
        edit, tr("&Run a command…"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openPalette(); }, "actionPalette");

    auto* show = menuBar()->addMenu(tr("&View"));
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const auto& entry = m_entries[i];
        const QKeySequence keys = i < 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)) : QKeySequence();
        auto* action = addAction(
            show, entry.title, keys, [this, id = entry.id] { openView(id); }, "actionOpenView");
        action->setIcon(m_theme.icon(entry.icon));
    }
    show->addSeparator();
    m_back = addAction(
        show, tr("&Back"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { travel(-1); }, "actionBack");
    m_forward = addAction(
        show, tr("For&ward"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] { travel(1); }, "actionForward");
    addAction(
        show, tr("&Refresh"), QKeySequence(Qt::Key_F5), [this] { shown()->refresh(); }, "actionRefresh");
    addAction(
        show, tr("&Inspector"), QKeySequence(Qt::Key_F9), [this] { shown()->toggleInspector(); }, "actionInspector");
    show->addSeparator();
    auto* themes = new QActionGroup(this);
    const auto addTheme = [&](const QString& text, Appearance appearance, const char* name) {
        auto* action = addAction(
            show, text, {},
            [this, appearance] {
                m_theme.setAppearance(appearance);
                QSettings().setValue(appearanceKey, static_cast<int>(appearance));
            },
            name);
        action->setCheckable(true);
        action->setChecked(m_theme.appearance() == appearance);
        themes->addAction(action);
        connect(&m_theme, &Theme::changed, action,
                [this, action, appearance] { action->setChecked(m_theme.appearance() == appearance); });
    };
    addTheme(tr("Theme of the desktop"), Appearance::System, "actionThemeSystem");
    addTheme(tr("Light theme"), Appearance::Light, "actionThemeLight");
    addTheme(tr("Dark theme"), Appearance::Dark, "actionThemeDark");

    auto* gateway = menuBar()->addMenu(tr("&Gateway"));
    addAction(
        gateway, tr("&Copy the gateway's address"), {}, [this] { copyAddress(); }, "actionCopyAddress");
    addAction(
        gateway, tr("&Reconnect now"), {}, [this] { m_client.reconnectNow(); }, "actionReconnect");

    auto* help = menuBar()->addMenu(tr("&Help"));
    addAction(
        help, tr("&About Gatehouse"), {}, [this] { about(); }, "actionAbout");
}

void MainWindow::showState(GatewayClient::State state) {
    struct Look {
        const char* icon;
        Theme::Tone tone;
        QString text;
    };
    Look look{"circle-check", Theme::Tone::Success, tr("Running")};
    if (state == GatewayClient::State::Connecting)
        look = {"loader-2", Theme::Tone::Info, tr("Connecting…")};
    else if (state == GatewayClient::State::Lost)
        look = {"plug-connected-x", Theme::Tone::Error, tr("No answer")};
    m_stateIcon->setPixmap(m_theme.icon(QLatin1String(look.icon), look.tone).pixmap(iconPixels));
    m_stateText->setText(look.text);
    m_reconnect->setVisible(state == GatewayClient::State::Lost);
    const auto& address = m_client.address();
    m_connection->setText(
        address.gateway.isEmpty()
            ? address.name
            : tr("%1  ·  %2", "name of a gateway, its address").arg(address.name, address.gateway.authority()));
    m_copy->setVisible(!address.gateway.isEmpty());
}

void MainWindow::openView(const QString& id, const QString& argument) {
    if (m_history.empty() || m_history[m_at].view != id || !argument.isEmpty()) {
        if (!m_history.empty())
            m_history.resize(m_at + 1);
        m_history.push_back({id, argument});
        m_at = m_history.size() - 1;
    }
    goTo(id, argument);
}

void MainWindow::goTo(const QString& id, const QString& argument) {
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&id](const ViewEntry& e) { return e.id == id; });
    if (found == m_entries.end())
        return;
    auto* page = view(static_cast<int>(found - m_entries.begin()));
    m_stack->setCurrentWidget(page);
    for (int i = 0; i < m_navigation->count(); ++i) {
        if (m_navigation->item(i)->data(Qt::UserRole).toString() == id)
            m_navigation->setCurrentRow(i);
    }
    if (!argument.isEmpty())
        page->open(argument);
    m_back->setEnabled(m_at > 0);
    m_forward->setEnabled(m_at + 1 < m_history.size());
}

void MainWindow::travel(int direction) {
    const auto next = static_cast<qsizetype>(m_at) + direction;
    if (next < 0 || next >= static_cast<qsizetype>(m_history.size()))
        return;
    m_at = static_cast<std::size_t>(next);
    goTo(m_history[m_at].view, m_history[m_at].argument);
}

QString MainWindow::currentView() const {
    return m_history.empty() ? QString() : m_history[m_at].view;
}

View* MainWindow::view(int entry) {
    auto& made = m_views[static_cast<std::size_t>(entry)];
    if (made == nullptr) {
        made = m_entries[static_cast<std::size_t>(entry)].make();
        made->setObjectName(QString(m_entries[static_cast<std::size_t>(entry)].id + QStringLiteral("View")));
        connect(made, &View::goTo, this, &MainWindow::openView);
        m_stack->addWidget(made);
    }
    return made;
}

View* MainWindow::shown() {
    const QString id = currentView();
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&id](const ViewEntry& e) { return e.id == id; });
    return view(static_cast<int>(found - m_entries.begin()));
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
}

void MainWindow::openPalette() {
    auto* palette = new CommandPalette(m_actions, this);
    const QPoint middle = mapToGlobal(QPoint((width() - palette->width()) / 2, headerHeight + space::huge));
    palette->move(middle);
    palette->show();
}

void MainWindow::copyAddress() {
    QApplication::clipboard()->setText(m_client.address().gateway.toString());
}

void MainWindow::about() {
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Gatehouse"),
                        tr("Gatehouse %1\n\nAn AI gateway that a person can own.\n"
                           "The console is under the GPL, version 3 or later; the gateway inside is under the Apache "
                           "License 2.0.\nIcons: Tabler Icons, MIT licence.")
                            .arg(QApplication::applicationVersion()),
                        QMessageBox::Close, this);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::restore() {
    const QSettings settings;
    m_theme.setAppearance(static_cast<Appearance>(std::clamp(settings.value(appearanceKey).toInt(), 0, 2)));
    restoreGeometry(settings.value(geometryKey).toByteArray());
    const QString id = settings.value(viewKey).toString();
    const bool known =
        std::any_of(m_entries.begin(), m_entries.end(), [&id](const ViewEntry& e) { return e.id == id; });
    if (!m_entries.empty())
        openView(known ? id : m_entries.front().id);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(viewKey, currentView());
    QMainWindow::closeEvent(event);
}

} // namespace gatehouse::ui
