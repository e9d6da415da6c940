// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection_setup.h"

#include "ui/connections/certificate_dialog.h"
#include "ui/connections/key_chain_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPixmap>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int usualAdminPort = 8643;
constexpr int usualGatewayPort = 8642;
constexpr int longestToken = 4096;

// A token travels in a header field: no blanks, nothing beyond ASCII.
bool isToken(const QString& text) {
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < QChar(0x7f); });
}

QUrl addressIn(const QLineEdit* field) {
    QUrl url(field->text().trimmed(), QUrl::StrictMode);
    url.setPath({});
    return url;
}

} // namespace

ConnectionSetup::ConnectionSetup(Connections& connections, Form& form, const QString& id, QWidget* over)
    : QObject(&form), m_connections(connections), m_form(form), m_over(over), m_isNew(id.isEmpty()) {
    if (const auto* standing = connections.find(id))
        m_connection = *standing;
    else
        m_connection.id = newConnectionId();
    makeFields();
    connect(&m_probe, &CertificateProbe::found, this, &ConnectionSetup::judge);
    connect(&m_probe, &CertificateProbe::failed, this, [this](const QString& sentence) { fail("admin", sentence); });
}

ConnectionSetup::~ConnectionSetup() = default;

void ConnectionSetup::makeFields() {
    m_name = new QLineEdit(m_connection.name);
    m_form.addField(QStringLiteral("name"), tr("Name"), m_name, tr("What you call this gateway."), [this] {
        return m_name->text().trimmed().isEmpty() ? tr("Enter a name, such as Team gateway.") : QString();
    });
    m_admin = new QLineEdit(m_connection.admin.toString());
    m_admin->setPlaceholderText(QStringLiteral("https://gateway.example:%1").arg(usualAdminPort));
    m_admin->setLayoutDirection(Qt::LeftToRight);
    m_form.addField(QStringLiteral("admin"), tr("Admin address"), m_admin, tr("Where the gateway's admin API listens."),
                    [this] { return addressFault(m_admin->text()); });
    connect(m_admin, &QLineEdit::editingFinished, this, &ConnectionSetup::fillGateway);
    m_gateway = new QLineEdit(m_connection.gateway.toString());
    m_gateway->setPlaceholderText(QStringLiteral("https://gateway.example:%1").arg(usualGatewayPort));
    m_gateway->setLayoutDirection(Qt::LeftToRight);
    m_form.addField(QStringLiteral("gateway"), tr("Gateway address"), m_gateway, tr("What applications use."),
                    [this] { return addressFault(m_gateway->text()); });
    m_tokenField = new QLineEdit;
    m_tokenField->setEchoMode(QLineEdit::Password);
    m_tokenField->setMaxLength(longestToken);
    m_tokenField->setLayoutDirection(Qt::LeftToRight);
    m_form.addField(QStringLiteral("token"), tr("Admin token"), m_tokenField,
                    m_isNew ? tr("Goes to this desktop's key chain, never to a file.")
                            : tr("Leave it empty to go on with the present one."),
                    [this] {
                        if (!isToken(m_tokenField->text()))
                            return tr("A token has no blanks or special letters. Copy it anew.");
                        return m_isNew && m_tokenField->text().isEmpty()
                                   ? tr("Enter the admin token of that gateway (its operator has it).")
                                   : QString();
                    });
    m_color = new QComboBox;
    fillColors();
    m_form.addField(QStringLiteral("color"), tr("Colour"), m_color, tr("Marks the window while you are connected."));
    m_protected = new QCheckBox(tr("Collect edits until I have reviewed them"));
    m_protected->setChecked(m_connection.isProtected);
    m_form.addField(QStringLiteral("protected"), tr("Protected"), m_protected);
}

void ConnectionSetup::fillColors() {
    const auto& colors = m_connections.console().theme.tokens().chart;
    const QStringList names{tr("Blue"), tr("Amber"), tr("Green"), tr("Plum"), tr("Olive"), tr("Violet")};
    for (qsizetype i = 0; i < names.size(); ++i) {
        QPixmap swatch(smallIconPixels, smallIconPixels);
        swatch.fill(colors[static_cast<std::size_t>(i)]);
        m_color->addItem(QIcon(swatch), names[i]);
    }
    m_color->setCurrentIndex(m_isNew ? static_cast<int>(m_connections.remotes().size() % names.size())
                                     : m_connection.color);
}

// The usual port beside the admin API's, where nothing was entered yet.
void ConnectionSetup::fillGateway() {
    if (!m_gateway->text().isEmpty() || !addressFault(m_admin->text()).isEmpty())
        return;
    auto url = addressIn(m_admin);
    url.setPort(usualGatewayPort);
    m_gateway->setText(url.toString());
}

void ConnectionSetup::focusToken() {
    m_tokenField->setFocus();
}

void ConnectionSetup::fail(const char* field, const QString& sentence) {
    m_trial.reset();
    Problem problem;
    problem.field = QLatin1String(field);
    problem.detail = sentence;
    Q_EMIT failed(problem);
}

void ConnectionSetup::start() {
    m_connection.name = m_name->text().trimmed();
    m_connection.admin = addressIn(m_admin);
    m_connection.gateway = addressIn(m_gateway);
    m_connection.color = m_color->currentIndex();
    m_connection.isProtected = m_protected->isChecked();
    m_token = m_tokenField->text().toLatin1();
    if (!m_token.isEmpty()) {
        askCertificate();
        return;
    }
    // The present one: from the key chain, or from the connection that stands.
    if (m_connections.current() == m_connection.id) {
        m_token = m_connections.console().client.address().token;
        askCertificate();
        return;
    }
    m_connections.tokens().read(m_connection.id, this, [this](TokenKeeper::Outcome outcome, const QByteArray& token) {
        m_token = token;
        if (outcome == TokenKeeper::Outcome::Done)
            askCertificate();
        else
            fail("token", TokenKeeper::sentenceOf(TokenKeeper::Outcome::Missing));
    });
}

void ConnectionSetup::askCertificate() {
    if (m_connection.admin.scheme() != QLatin1String("https")) {
        m_connection.certificate.clear();
        verify();
        return;
    }
    m_probe.ask(m_connection.admin.host(), static_cast<quint16>(m_connection.admin.port(443)));
}

void ConnectionSetup::judge(const QSslCertificate& found) {
    const auto known = QSslCertificate::fromData(m_connection.certificate, QSsl::Pem).value(0);
    if (!known.isNull() && known == found) {
        verify();
        return;
    }
    auto* dialog = new CertificateDialog(m_connections.console().theme, m_connection.name, known, found, m_over);
    connect(dialog, &QDialog::accepted, this, [this, found] {
        m_connection.certificate = found.toPem();
        verify();
    });
    connect(dialog, &QDialog::rejected, this, [this] {
        fail("admin", tr("The certificate is not trusted, so nothing was sent. Ask the gateway's operator for its "
                         "fingerprint, then connect again."));
    });
    dialog->open();
}

void ConnectionSetup::verify() {
    m_trial = std::make_unique<GatewayClient>();
    connect(m_trial.get(), &GatewayClient::certificateRefused, this, [this](const QSslCertificate& found) {
        m_trial.release()->deleteLater();
        judge(found); // it changed since it was looked at
    });
    m_trial->connectTo(Connections::addressOf(m_connection, m_token));
    m_trial->get(QStringLiteral("/status"), {}, this, [this](const Reply& reply) {
        if (m_trial == nullptr)
            return;
        m_trial.release()->deleteLater(); // we are in its own call
        if (reply.status() == 401 || reply.status() == 403)
            fail("token", tr("The gateway does not take this token. Copy it anew from the gateway's operator."));
        else if (reply.status() == 0)
            fail("admin", reply.problem().detail);
        else if (!reply.ok() || !reply.object().contains(QLatin1String("ready")))
            fail("admin", tr("Something answers there, but not a gateway's admin API. Check host and port."));
        else
            keepToken();
    });
}

void ConnectionSetup::keepToken() {
    if (m_tokenField->text().isEmpty()) { // it is kept already
        finish();
        return;
    }
    auto& tokens = m_connections.tokens();
    disconnect(&tokens, &TokenKeeper::waiting, this, nullptr);
    connect(&tokens, &TokenKeeper::waiting, this, [this] { askKeyChain(true, TokenKeeper::Outcome::Refused); });
    tokens.write(m_connection.id, m_token, this, [this](TokenKeeper::Outcome outcome) {
        disconnect(&m_connections.tokens(), &TokenKeeper::waiting, this, nullptr);
        if (m_question) { // answered after all
            m_question->disconnect(this);
            m_question->close();
        }
        if (outcome == TokenKeeper::Outcome::Done)
            finish();
        else
            askKeyChain(false, outcome);
    });
}

void ConnectionSetup::askKeyChain(bool waits, TokenKeeper::Outcome outcome) {
    m_question =
        new KeyChainDialog(waits ? KeyChainDialog::State::Waiting : KeyChainDialog::State::Said, outcome, m_over);
    connect(m_question, &KeyChainDialog::sessionChosen, this, [this] {
        m_connections.tokens().giveUp();
        m_connections.tokens().keepForSession(m_connection.id, m_token);
        finish();
    });
    connect(m_question, &KeyChainDialog::retryChosen, this, &ConnectionSetup::keepToken);
    connect(m_question, &QDialog::rejected, this, [this] {
        m_connections.tokens().giveUp();
        fail("token", tr("The token was not kept. Connect again to choose where it goes."));
    });
    m_question->open();
}

void ConnectionSetup::finish() {
    const bool connects = m_isNew || m_connections.current() != m_connection.id;
    m_connections.put(m_connection);
    if (connects || !m_tokenField->text().isEmpty())
        m_connections.connectWith(m_connection.id, m_token);
    m_token.clear();
    Q_EMIT done();
}

} // namespace gatehouse::ui
