// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/header_bar.h"

#include "ui/shell/bell_button.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace gatehouse::ui {
namespace {

constexpr int headerHeight = 56;
constexpr int bandHeight = 3;
constexpr int searchWidth = 320;

} // namespace

HeaderBar::HeaderBar(Theme& theme, GatewayClient& client, GatewayWatch& watch, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_client(client), m_watch(watch) {
    setObjectName(QStringLiteral("headerBar"));
    setMinimumHeight(headerHeight);
    makeConnection();
    makeState();
    makeSearch();
    m_bell = new BellButton(theme);
    connect(m_bell, &QToolButton::clicked, this, &HeaderBar::bellPressed);
    lay();
    connect(&watch, &GatewayWatch::changed, this, &HeaderBar::show);
    connect(&client, &GatewayClient::stateChanged, this, &HeaderBar::show);
    connect(&theme, &Theme::changed, this, &HeaderBar::show);
    show();
}

void HeaderBar::makeConnection() {
    m_connection = new QToolButton;
    m_connection->setObjectName(QStringLiteral("connection"));
    m_connection->setProperty("data", true); // the name that the person gave it
    m_connection->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_connection->setIcon(m_theme.icon(QStringLiteral("server")));
    m_connection->setIconSize({iconPixels, iconPixels});
    m_connection->setPopupMode(QToolButton::InstantPopup);
    m_address = new QLabel;
    m_address->setObjectName(QStringLiteral("gatewayAddress"));
    m_address->setTextFormat(Qt::PlainText);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_address->setProperty("role", QStringLiteral("secondary"));
    m_address->setLayoutDirection(Qt::LeftToRight);
    m_copy = new QToolButton;
    m_copy->setObjectName(QStringLiteral("copyAddress"));
    m_copy->setIcon(m_theme.icon(QStringLiteral("copy"), Theme::Tone::Secondary));
    m_copy->setAccessibleName(tr("Copy the gateway's address"));
    m_copy->setToolTip(tr("Copy the gateway's address"));
    connect(m_copy, &QToolButton::clicked, this, &HeaderBar::copyPressed);
}

void HeaderBar::makeState() {
    m_stateIcon = new QLabel;
    m_stateText = new QLabel;
    m_stateText->setObjectName(QStringLiteral("gatewayState"));
    m_stateText->setTextFormat(Qt::PlainText);
    m_pause = new QToolButton;
    m_pause->setObjectName(QStringLiteral("pauseGateway"));
    m_pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reconnect = new QPushButton(tr("Reconnect now"));
    m_reconnect->setObjectName(QStringLiteral("reconnect"));
    connect(m_reconnect, &QPushButton::clicked, &m_client, &GatewayClient::reconnectNow);
}

// Looks like a field and opens the palette, which has the real one.
void HeaderBar::makeSearch() {
    m_search = new QToolButton;
    m_search->setObjectName(QStringLiteral("openPalette"));
    m_search->setProperty("role", QStringLiteral("field"));
    m_search->setAccessibleName(tr("Search or run a command"));
    m_search->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* picture = new QLabel;
    const auto draw = [this, picture] {
        picture->setPixmap(m_theme.icon(QStringLiteral("search"), Theme::Tone::Secondary).pixmap(smallIconPixels));
    };
    connect(&m_theme, &Theme::changed, picture, draw);
    draw();
    auto* words = new QLabel(tr("Search or run a command"));
    m_searchWords = words;
    m_searchKeys = new QLabel;
    m_searchKeys->setProperty("role", QStringLiteral("keys"));
    m_searchKeys->setProperty("data", true); // names of keys: not ours to translate
    for (auto* label : {words, m_searchKeys})
        label->setTextFormat(Qt::PlainText);
    words->setProperty("role", QStringLiteral("placeholder"));
    auto* inside = new QHBoxLayout(m_search);
    inside->setContentsMargins(space::small, 0, space::small, 0);
    inside->setSpacing(space::small);
    inside->addWidget(picture);
    inside->addWidget(words, 1);
    inside->addWidget(m_searchKeys, 0, Qt::AlignVCenter);
    for (auto* child : m_search->findChildren<QWidget*>())
        child->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_search->setMinimumHeight(std::max(32, words->fontMetrics().height() + space::medium));
    connect(m_search, &QToolButton::clicked, this, &HeaderBar::searchPressed);
}

void HeaderBar::lay() {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::small, 0, space::large, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_connection);
    layout->addWidget(m_address);
    layout->addWidget(m_copy);
    layout->addSpacing(space::small);
    layout->addWidget(m_stateIcon);
    layout->addWidget(m_stateText);
    layout->addWidget(m_pause);
    layout->addWidget(m_reconnect);
    layout->addStretch(1);
    layout->addWidget(m_search);
    layout->addWidget(m_bell);
    setNarrow(false);
}

void HeaderBar::setConnectionMenu(QMenu* menu) {
    m_connection->setMenu(menu);
    m_connection->setProperty("role", QStringLiteral("menu"));
}

void HeaderBar::setBand(const QColor& color) {
    m_band = color;
    update();
}

void HeaderBar::setPauseAction(QAction* action) {
    m_pause->setDefaultAction(action);
    connect(action, &QAction::changed, this, &HeaderBar::show);
    show();
}

void HeaderBar::setSearchKeys(const QString& keys) {
    m_searchKeys->setText(keys);
}

QWidget* HeaderBar::searchField() const {
    return m_search;
}

void HeaderBar::setNarrow(bool narrow) {
    m_searchWords->setText(narrow ? tr("Search") : tr("Search or run a command"));
    // A layout inside of a button does not tell the button its width.
    const int needed = m_search->layout()->sizeHint().width();
    m_search->setMinimumWidth(narrow ? needed : std::max(searchWidth, needed));
    m_pause->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void HeaderBar::show() {
    const auto state = m_watch.state();
    m_stateIcon->setPixmap(m_theme.icon(GatewayWatch::iconFor(state), GatewayWatch::toneFor(state)).pixmap(iconPixels));
    m_stateText->setText(GatewayWatch::wordFor(state));
    m_stateText->setToolTip(m_watch.problems().join(u'\n'));
    const bool lost = state == GatewayWatch::State::Lost;
    m_reconnect->setVisible(lost);
    m_pause->setVisible(m_watch.isConnected());
    if (m_pause->defaultAction() != nullptr)
        m_pause->setAccessibleName(m_pause->defaultAction()->toolTip());
    const auto& address = m_client.address();
    m_connection->setText(address.name.isEmpty() ? tr("No gateway") : address.name);
    m_connection->setAccessibleName(tr("Gateway: %1").arg(m_connection->text()));
    m_address->setText(address.gateway.authority());
    m_address->setVisible(!address.gateway.isEmpty());
    m_copy->setVisible(!address.gateway.isEmpty());
}

void HeaderBar::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    if (m_band.isValid())
        QPainter(this).fillRect(0, 0, width(), bandHeight, m_band);
}

} // namespace gatehouse::ui
