// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connect_page.h"

#include "ui/connections/connection_setup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

ConnectPage::ConnectPage(Connections& connections, QWidget* parent)
    : QWidget(parent), m_form(new Form), m_setup(new ConnectionSetup(connections, *m_form, {}, this)),
      m_banner(new QLabel), m_connect(new QPushButton(tr("Connect"))) {
    setObjectName(QStringLiteral("connectPage"));
    m_banner->setObjectName(QStringLiteral("connectBanner"));
    m_banner->setTextFormat(Qt::PlainText);
    m_banner->setWordWrap(true);
    m_banner->setProperty("role", QStringLiteral("fault"));
    m_banner->hide();
    m_connect->setObjectName(QStringLiteral("connectButton"));
    m_connect->setProperty("role", QStringLiteral("primary"));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_connect);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::large);
    layout->addWidget(m_banner);
    layout->addWidget(m_form);
    layout->addLayout(buttons);
    layout->addStretch(1);
    connect(m_connect, &QPushButton::clicked, this, &ConnectPage::start);
    connect(m_setup, &ConnectionSetup::done, this, [this] {
        setBusy(false);
        Q_EMIT connected();
    });
    connect(m_setup, &ConnectionSetup::failed, this, [this](const Problem& problem) {
        setBusy(false);
        if (m_form->showProblem(problem))
            return;
        m_banner->setText(problem.detail);
        m_banner->show();
    });
}

void ConnectPage::start() {
    m_banner->hide();
    if (!m_form->check())
        return;
    setBusy(true);
    m_setup->start();
}

void ConnectPage::setBusy(bool busy) {
    m_form->setEnabled(!busy);
    m_connect->setEnabled(!busy);
    m_connect->setText(busy ? tr("Connecting…") : tr("Connect"));
}

} // namespace gatehouse::ui
