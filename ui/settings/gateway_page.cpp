// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/gateway_page.h"

#include "ui/widgets/secret_clipboard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace gatehouse::ui {
namespace {

constexpr int firstPort = 1024; // below, a program needs rights that this one should not have
constexpr int lastPort = 65'535;

QSpinBox* portBox(const char* name) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setRange(firstPort, lastPort);
    box->setGroupSeparatorShown(false);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons); // nobody steps through ports
    return box;
}

} // namespace

GatewayPage::GatewayPage(Console& console, OwnGateway* own)
    : SettingsPage(console, QStringLiteral("gateway"), tr("Gateway"), QStringLiteral("server")), m_own(own) {
    addAddresses();
    if (own != nullptr)
        addPorts();
    addSection(tr("Limits of the server"));
    addRow(tr("Sizes, times and connections"),
           tr("A gateway reads them at its start from \"server\" in its configuration file. One without a file, as in "
              "this program, keeps the usual ones: see docs/configuration.md."),
           nullptr);
    finish();
    connect(&console.client, &GatewayClient::stateChanged, this, &GatewayPage::refresh);
    refresh();
}

void GatewayPage::addAddresses() {
    addSection(tr("Addresses"));
    const auto add = [this](const QString& title, const QString& hint, const char* name) {
        auto* control = new QWidget;
        auto* label = new QLabel;
        label->setObjectName(QLatin1String(name));
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setLayoutDirection(Qt::LeftToRight);
        auto* copy = new QPushButton(tr("Copy"));
        copy->setObjectName(QStringLiteral("copy_") + QLatin1String(name));
        copy->setAccessibleName(tr("Copy: %1").arg(title));
        connect(copy, &QPushButton::clicked, this, [label] { copyText(label->text()); });
        auto* layout = new QHBoxLayout(control);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(space::medium);
        layout->addWidget(label);
        layout->addWidget(copy);
        addRow(title, hint, control);
        return label;
    };
    m_gateway = add(tr("For your programs"), tr("Where calls to models go."), "gatewayAddress");
    m_admin = add(tr("For consoles"), tr("The admin API, which this console uses too."), "adminAddress");
}

void GatewayPage::addPorts() {
    addSection(tr("The gateway inside this program"));
    m_gatewayPort = portBox("setting_gatewayPort");
    m_adminPort = portBox("setting_adminPort");
    m_apply = new QPushButton(tr("Apply and restart"));
    m_apply->setObjectName(QStringLiteral("applyPorts"));
    m_apply->setProperty("role", QStringLiteral("primary"));
    addRow(tr("Port for your programs"), tr("8642 at first. Programs must be told of another one."), m_gatewayPort);
    m_adminRow = addRow(tr("Port for consoles"), tr("8643 at first."), m_adminPort);
    m_applyRow = addRow(tr("Restart the gateway"),
                        tr("Ports count from the gateway's next start. Calls that run now are ended by it."), m_apply);
    for (auto* box : {m_gatewayPort, m_adminPort})
        connect(box, &QSpinBox::valueChanged, this, &GatewayPage::check);
    connect(m_apply, &QPushButton::clicked, this, &GatewayPage::applyPorts);
    connect(m_own, &OwnGateway::failed, this, [this](const QString& sentence) { m_applyRow->setFault(sentence); });
    connect(m_own, &OwnGateway::servingChanged, this, &GatewayPage::check);
    showPorts(OwnGateway::load());
}

void GatewayPage::showPorts(const OwnGatewaySettings& settings) {
    m_gatewayPort->setValue(settings.gatewayPort);
    m_adminPort->setValue(settings.adminPort);
    check();
}

void GatewayPage::check() {
    const auto kept = OwnGateway::load();
    const bool same = m_gatewayPort->value() == m_adminPort->value();
    const bool changed = m_gatewayPort->value() != kept.gatewayPort || m_adminPort->value() != kept.adminPort;
    m_adminRow->setFault(same ? tr("The two ports must differ.") : QString());
    m_apply->setEnabled(changed && !same);
    m_applyRow->setHint(m_own->isServing()
                            ? tr("Ports count from the gateway's next start. Calls that run now are ended by it.")
                            : tr("Another gateway is shown now. The ports count when this program starts its own."));
}

void GatewayPage::applyPorts() {
    const auto before = OwnGateway::load();
    auto settings = before;
    settings.gatewayPort = static_cast<quint16>(m_gatewayPort->value());
    settings.adminPort = static_cast<quint16>(m_adminPort->value());
    const auto set = [this](const OwnGatewaySettings& wanted) {
        OwnGateway::store(wanted);
        m_applyRow->setFault({});
        showPorts(wanted);
        m_own->restart();
    };
    set(settings);
    tellChanged(tr("The gateway restarts on its new ports."), [set, before] { set(before); });
}

void GatewayPage::refresh() {
    const auto& address = m_console.client.address();
    m_gateway->setText(address.gateway.toString());
    m_admin->setText(address.admin.toString());
}

void GatewayPage::reset() {
    auto settings = OwnGateway::load();
    const OwnGatewaySettings usual;
    settings.gatewayPort = usual.gatewayPort;
    settings.adminPort = usual.adminPort;
    const bool changed = !(settings == OwnGateway::load());
    OwnGateway::store(settings);
    showPorts(settings);
    if (changed)
        m_own->restart();
}

} // namespace gatehouse::ui
