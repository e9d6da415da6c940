// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/first_run_dialog.h"

#include "ui/first_run/ready_page.h"
#include "ui/first_run/start_page.h"
#include "ui/first_run/try_page.h"
#include "ui/transfer/import_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <array>

namespace gatehouse::ui {
namespace {

const QString doneKey = QStringLiteral("firstRun/done");
constexpr QSize usualSize{760, 640};
constexpr int pageCount = 3;
enum Page { Start, Ready, Try };

// A page may be taller than a small screen lets the dialog be.
QWidget* scrolled(QWidget* page) {
    auto* area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    return area;
}

QPushButton* button(const QString& text, const char* name) {
    auto* made = new QPushButton(text);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

bool isFirstRunDue() {
    return !QSettings().value(doneKey).toBool();
}

FirstRunDialog::FirstRunDialog(Console& console, QWidget* parent)
    : QDialog(parent), m_console(console), m_preparation(console.client), m_step(new QLabel), m_title(new QLabel),
      m_pages(new QStackedWidget), m_start(new StartPage(console.theme)), m_try(new TryPage(console, m_preparation)) {
    setObjectName(QStringLiteral("firstRun"));
    setWindowTitle(tr("Set up Gatehouse"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(usualSize);
    auto* ready = new ReadyPage(console.theme, m_preparation);
    m_pages->addWidget(scrolled(m_start));
    m_pages->addWidget(scrolled(ready));
    m_pages->addWidget(scrolled(m_try));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::large);
    layout->addWidget(makeTop());
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeFoot());
    connect(m_start, &StartPage::justMe, this, [this] { turnTo(Ready); });
    connect(m_start, &StartPage::import, this, &FirstRunDialog::import);
    connect(m_start, &StartPage::connectElsewhere, this, [this] {
        m_gatewayBefore = m_console.client.address().admin;
        m_asksElsewhere = true;
        if (m_connect)
            m_connect(this);
    });
    // Somebody else's gateway is left as it is: nothing is made there.
    connect(&console.client, &GatewayClient::stateChanged, this, [this](GatewayClient::State state) {
        if (!m_asksElsewhere || state != GatewayClient::State::Connected ||
            m_console.client.address().admin == m_gatewayBefore || m_pages->currentIndex() != Start)
            return;
        m_console.toast.say(tr("Connected to %1.").arg(m_console.client.address().name));
        accept();
    });
    connect(ready, &ReadyPage::portChosen, this,
            [this](quint16 port) { Q_EMIT portsChosen(port, static_cast<quint16>(port + 1)); });
    connect(&m_preparation, &Preparation::changed, this, [this] {
        if (m_pages->currentIndex() != Ready || m_next->isEnabled() == m_preparation.isReady())
            return;
        m_next->setEnabled(m_preparation.isReady());
        if (m_next->isEnabled())
            m_next->setFocus(); // Enter goes on
    });
    connect(m_try, &TryPage::openLog, this, [this](const QString& filter) { leaveFor(QStringLiteral("log"), filter); });
    connect(m_try, &TryPage::worked, this, [this] { m_done->setFocus(); });
    connect(this, &QDialog::finished, this, [] { QSettings().setValue(doneKey, true); });
    turnTo(Start);
}

QWidget* FirstRunDialog::makeTop() {
    auto* top = new QWidget;
    m_step->setProperty("role", QStringLiteral("caption"));
    m_title->setObjectName(QStringLiteral("firstRunTitle"));
    m_title->setProperty("role", QStringLiteral("title"));
    auto* layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addWidget(m_step);
    layout->addWidget(m_title);
    return top;
}

QWidget* FirstRunDialog::makeFoot() {
    auto* foot = new QWidget;
    m_skip = button(tr("Skip"), "skipFirstRun");
    m_back = button(tr("Back"), "firstRunBack");
    m_next = button(tr("Continue"), "firstRunNext");
    m_next->setProperty("role", QStringLiteral("primary"));
    m_client = button(tr("Connect a client"), "connectClient");
    m_provider = button(tr("Add provider"), "addProvider");
    m_done = button(tr("Done"), "firstRunDone");
    m_done->setProperty("role", QStringLiteral("primary"));
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_skip);
    layout->addStretch();
    for (auto* each : {m_back, m_next, m_client, m_provider, m_done})
        layout->addWidget(each);
    connect(m_skip, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, [this] { turnTo(m_pages->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { turnTo(m_pages->currentIndex() + 1); });
    connect(m_client, &QPushButton::clicked, this, [this] { leaveFor(QStringLiteral("connect"), {}); });
    connect(m_provider, &QPushButton::clicked, this,
            [this] { leaveFor(QStringLiteral("providers"), QStringLiteral("add")); });
    connect(m_done, &QPushButton::clicked, this, &QDialog::accept);
    return foot;
}

void FirstRunDialog::setConnect(std::function<void(QWidget*)> connectElsewhere) {
    m_connect = std::move(connectElsewhere);
    m_start->setConnectOffered(static_cast<bool>(m_connect));
}

void FirstRunDialog::gatewayFailed(const QString& code, const QString& sentence, quint16 port) {
    m_preparation.gatewayFailed(code, sentence, port);
}

int FirstRunDialog::page() const {
    return m_pages->currentIndex();
}

void FirstRunDialog::turnTo(int page) {
    const std::array titles{tr("Welcome to Gatehouse"), tr("Getting ready"), tr("Try it")};
    m_pages->setCurrentIndex(page);
    m_title->setText(titles[static_cast<std::size_t>(page)]);
    m_step->setText(tr("Step %1 of %2").arg(QLocale().toString(page + 1), QLocale().toString(pageCount)));
    m_skip->setVisible(page != Try);
    m_back->setVisible(page != Start);
    m_next->setVisible(page == Ready);
    m_client->setVisible(page == Try);
    m_provider->setVisible(page == Try);
    m_done->setVisible(page == Try);
    if (page == Ready) {
        m_next->setEnabled(m_preparation.isReady());
        m_preparation.start();
        m_next->setFocus();
    } else if (page == Try) {
        m_try->show();
        m_try->findChild<QPushButton*>(QStringLiteral("sendTestCall"))->setFocus();
    }
}

void FirstRunDialog::leaveFor(const QString& view, const QString& argument) {
    Q_EMIT goTo(view, argument);
    accept();
}

void FirstRunDialog::import() {
    auto* dialog = new ImportDialog(m_console, this);
    connect(dialog, &ImportDialog::imported, this, [this] { turnTo(Ready); });
    dialog->open();
}

} // namespace gatehouse::ui
