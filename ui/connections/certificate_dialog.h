// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDialog>
#include <QSslCertificate>

namespace gatehouse::ui {

// Shows a gateway's certificate before it is trusted: subject, issuer, validity, fingerprint; beside the one that was
// trusted, where there is one. accepted() says that the person trusts it. Its buttons are "trustCertificate" and
// "refuseCertificate". Shown with open(), deletes itself.
class CertificateDialog : public QDialog {
    Q_OBJECT

public:
    // known: null at the first time.
    CertificateDialog(const Theme& theme, const QString& gateway, const QSslCertificate& known,
                      const QSslCertificate& found, QWidget* parent);
};

} // namespace gatehouse::ui
