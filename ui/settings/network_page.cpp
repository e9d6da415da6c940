// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/network_page.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

const QString environmentWay = QStringLiteral("environment");
const QString directWay = QStringLiteral("direct");
constexpr int authorityLines = 3;

QStringList parts(const QString& text, QChar separator) {
    QStringList result;
    for (const auto& part : text.split(separator, Qt::SkipEmptyParts)) {
        if (const QString trimmed = part.trimmed(); !trimmed.isEmpty())
            result.append(trimmed);
    }
    return result;
}

QString rootOf(const std::string& field) {
    const QString text = QString::fromStdString(field);
    return text.left(text.indexOf(QLatin1Char('[')));
}

} // namespace

NetworkPage::NetworkPage(Console& console, OwnGateway* own)
    : SettingsPage(console, QStringLiteral("network"), tr("Network"), QStringLiteral("world")), m_own(own) {
    if (own == nullptr)
        addRow(tr("Proxy and authorities"),
               tr("This gateway reads them at its start from \"network\" in its configuration file."), nullptr);
    else
        addFields();
    finish();
}

void NetworkPage::addFields() {
    addSection(tr("Proxy to providers"));
    m_way = new QComboBox;
    m_way->setObjectName(QStringLiteral("setting_proxyWay"));
    m_way->addItem(tr("As the environment says"), environmentWay);
    m_way->addItem(tr("None"), directWay);
    m_way->addItem(tr("This proxy"), QString());
    addRow(tr("Proxy"), tr("The environment's are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY."), m_way);
    m_proxy = new QLineEdit;
    m_proxy->setObjectName(QStringLiteral("setting_proxy"));
    m_proxy->setPlaceholderText(QStringLiteral("http://jo@proxy.example:3128"));
    m_proxyRow = addRow(tr("Address of the proxy"),
                        tr("http, https, socks5 or socks5h, with the user's name where it wants one."), m_proxy, true);
    m_password = new QLineEdit;
    m_password->setObjectName(QStringLiteral("setting_proxyPassword"));
    m_password->setPlaceholderText(QStringLiteral("env:PROXY_PASSWORD"));
    m_passwordRow =
        addRow(tr("Password of the proxy"),
               tr("Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME."), m_password, true);
    m_noProxy = new QLineEdit;
    m_noProxy->setObjectName(QStringLiteral("setting_noProxy"));
    m_noProxy->setPlaceholderText(QStringLiteral("example.com, 10.0.0.0/8"));
    auto* direct =
        addRow(tr("Reached directly"), tr("Hosts and networks without a proxy, parted by commas."), m_noProxy, true);
    addSection(tr("Certificate authorities"));
    auto* control = new QWidget;
    m_ca = new QPlainTextEdit;
    m_ca->setObjectName(QStringLiteral("setting_ca"));
    m_ca->setAccessibleName(tr("PEM files"));
    m_ca->setTabChangesFocus(true);
    m_ca->setFixedHeight(authorityLines * m_ca->fontMetrics().lineSpacing() + space::large);
    auto* add = new QPushButton(tr("Add file…"));
    add->setObjectName(QStringLiteral("addAuthority"));
    auto* layout = new QVBoxLayout(control);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_ca);
    layout->addWidget(add, 0, Qt::AlignLeading);
    auto* authorities = addRow(tr("Believed beside the system's"),
                               tr("PEM files, one a line, towards all providers and proxies."), control, true);
    addSection({});
    m_apply = new QPushButton(tr("Apply and restart"));
    m_apply->setObjectName(QStringLiteral("applyNetwork"));
    m_apply->setProperty("role", QStringLiteral("primary"));
    m_applyRow = addRow(tr("Restart the gateway"),
                        tr("These settings count from its next start. Calls that run now are ended by it."), m_apply);
    m_fields = {{QStringLiteral("proxy"), m_proxyRow},
                {QStringLiteral("proxy_password"), m_passwordRow},
                {QStringLiteral("no_proxy"), direct},
                {QStringLiteral("ca"), authorities}};
    connect(m_way, &QComboBox::activated, this, &NetworkPage::edited);
    for (auto* line : {m_proxy, m_password, m_noProxy}) {
        connect(line, &QLineEdit::textEdited, this, &NetworkPage::edited);
        connect(line, &QLineEdit::editingFinished, this, &NetworkPage::check);
    }
    connect(m_ca, &QPlainTextEdit::textChanged, this, &NetworkPage::edited);
    connect(add, &QPushButton::clicked, this, &NetworkPage::addAuthority);
    connect(m_apply, &QPushButton::clicked, this, &NetworkPage::apply);
    connect(m_own, &OwnGateway::failed, this, [this](const QString& sentence) { m_applyRow->setFault(sentence); });
    show(OwnGateway::load());
}

void NetworkPage::show(const OwnGatewaySettings& settings) {
    const int way = m_way->findData(settings.proxy);
    m_way->setCurrentIndex(way >= 0 ? way : m_way->count() - 1);
    m_proxy->setText(way >= 0 ? QString() : settings.proxy);
    m_password->setText(settings.proxyPassword);
    m_noProxy->setText(settings.noProxy.join(QStringLiteral(", ")));
    m_ca->setPlainText(settings.ca.join(QLatin1Char('\n')));
    edited();
}

OwnGatewaySettings NetworkPage::entered() const {
    auto settings = OwnGateway::load();
    const QString way = m_way->currentData().toString();
    settings.proxy = way.isEmpty() ? m_proxy->text().trimmed() : way;
    settings.proxyPassword = way.isEmpty() ? m_password->text().trimmed() : QString();
    settings.noProxy = parts(m_noProxy->text(), QLatin1Char(','));
    settings.ca = parts(m_ca->toPlainText(), QLatin1Char('\n'));
    return settings;
}

void NetworkPage::edited() {
    const bool own = m_way->currentData().toString().isEmpty();
    m_proxyRow->setVisible(own);
    m_passwordRow->setVisible(own);
    for (auto* row : std::as_const(m_fields))
        row->setFault({});
    m_apply->setEnabled(!(entered() == OwnGateway::load()));
}

bool NetworkPage::check() {
    const auto settings = entered();
    for (auto* row : std::as_const(m_fields))
        row->setFault({});
    // A password of its own would lie in the settings file.
    if (settings.proxyPassword.startsWith(QLatin1String("plain:"))) {
        m_passwordRow->setFault(tr("The password itself is not kept here. Name where it is read from."));
        return false;
    }
    const auto read = networkOf(settings);
    if (read)
        return true;
    for (const auto& fault : read.error()) {
        if (auto* row = m_fields.value(rootOf(fault.field)))
            row->setFault(tr("Expected: %1.").arg(QString::fromStdString(fault.expected)));
    }
    return false;
}

void NetworkPage::apply() {
    if (!check())
        return;
    const auto before = OwnGateway::load();
    const auto set = [this](const OwnGatewaySettings& wanted) {
        OwnGateway::store(wanted);
        m_applyRow->setFault({});
        show(wanted);
        m_own->restart();
    };
    set(entered());
    tellChanged(tr("The gateway restarts with these settings."), [set, before] { set(before); });
}

void NetworkPage::addAuthority() {
    auto* dialog = new QFileDialog(this, tr("Choose a PEM file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { m_ca->appendPlainText(path); });
    dialog->open();
}

void NetworkPage::reset() {
    const auto before = OwnGateway::load();
    OwnGatewaySettings settings;
    settings.gatewayPort = before.gatewayPort;
    settings.adminPort = before.adminPort;
    OwnGateway::store(settings);
    show(settings);
    if (!(settings == before))
        m_own->restart();
}

} // namespace gatehouse::ui
