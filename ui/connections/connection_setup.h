// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/certificate_pin.h"
#include "ui/connections/connections.h"
#include "ui/widgets/form.h"

#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

class KeyChainDialog;

// The fields of a connection in a form, and the way from there to a connection that works: its certificate is shown
// and trusted, the gateway is asked whether it takes the token, the key chain takes the token, and only then it is
// added and connected to. In a dialog or a page alike.
class ConnectionSetup : public QObject {
    Q_OBJECT

public:
    // id: the connection to edit; empty: a new one. "over" is the window that questions are asked over.
    ConnectionSetup(Connections& connections, Form& form, const QString& id, QWidget* over);
    ~ConnectionSetup() override;

    // Ends in done() or failed(). The form's checks have passed.
    void start();
    void focusToken();

Q_SIGNALS:
    void done();
    // At its field, or for the banner where it has none.
    void failed(const gatehouse::ui::Problem& problem);

private:
    void makeFields();
    void fillColors();
    void fillGateway();
    void fail(const char* field, const QString& sentence);
    void askCertificate();
    void judge(const QSslCertificate& found);
    void verify();
    void keepToken();
    void askKeyChain(bool waits, TokenKeeper::Outcome outcome);
    void finish();

    Connections& m_connections;
    Form& m_form;
    QWidget* m_over;
    Connection m_connection;
    QByteArray m_token;
    bool m_isNew;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_admin = nullptr;
    QLineEdit* m_gateway = nullptr;
    QLineEdit* m_tokenField = nullptr;
    QComboBox* m_color = nullptr;
    QCheckBox* m_protected = nullptr;
    CertificateProbe m_probe;
    std::unique_ptr<GatewayClient> m_trial;
    QPointer<KeyChainDialog> m_question;
};

} // namespace gatehouse::ui
