// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QJsonObject>
#include <QObject>

class QComboBox;
class QLineEdit;
class QToolButton;

namespace gatehouse::ui {

class Form;

// What is seldom touched of a provider: proxy, TLS, timeouts. Folded under "Advanced" unless
// something in it differs from what is usual.
class ConnectionFields : public QObject {
    Q_OBJECT

public:
    // Adds the fields to the form, which then owns this.
    ConnectionFields(const Theme& theme, Form& form);

    void fill(const QJsonObject& provider);
    void write(QJsonObject& provider) const; // only what differs from the defaults
    void setDialect(const QString& dialect); // some fields are of some dialects only
    void unfoldFor(const QString& field);    // where that is one of them

private:
    void addResponses();
    void addProxy();
    void addTls();
    void addTimeouts();
    void fold(bool folded);

    Form& m_form;
    QToolButton* m_fold;
    QString m_dialect;
    QComboBox* m_responses = nullptr;
    QLineEdit* m_proxy = nullptr;
    QLineEdit* m_authorities = nullptr;
    QComboBox* m_leastTls = nullptr;
    QVector<QLineEdit*> m_timeouts;
    QJsonObject m_tls; // fields of it that this form does not show stay as they are
};

} // namespace gatehouse::ui
