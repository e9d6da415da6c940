// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/credential_fields.h"

#include "ui/providers/provider_catalogue.h"
#include "ui/providers/service_account_edit.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLineEdit>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QString nameOf(const CredentialField& field) {
    return QString(QStringLiteral("credentials.") + field.name);
}

bool isReference(const QString& text) {
    static const QRegularExpression form(QStringLiteral("^(env|file|keychain|vault):.+$"));
    return form.match(text).hasMatch();
}

bool isHeader(const QString& text) {
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$"));
    return form.match(text).hasMatch();
}

// Every kind that this version has, for who wants another than the preset's.
QStringList allKinds() {
    return {QStringLiteral("bearer"),    QStringLiteral("header"),
            QStringLiteral("query"),     QStringLiteral("none"),
            QStringLiteral("aws_sigv4"), QStringLiteral("google"),
            QStringLiteral("entra"),     QStringLiteral("oauth2_client_credentials"),
            QStringLiteral("ibm_iam")};
}

} // namespace

CredentialFields::CredentialFields(const Theme& theme, Form& form, const CatalogueEntry* preset)
    : QObject(&form), m_form(form), m_fields(credentialFields()) {
    addKind(preset);
    for (const auto& field : std::as_const(m_fields)) {
        if (field.beforeKeys)
            addField(field);
    }
    m_account = new ServiceAccountEdit(theme);
    m_form.addField(QStringLiteral("service_account_json"), tr("Service account"), m_account,
                    tr("Its private key is kept in the gateway's key chain or vault and never shown again."),
                    [this] { return m_account->fault(); });
    connect(m_account, &ServiceAccountEdit::edited, this, [this] {
        m_form.setFault(QStringLiteral("service_account_json"), m_account->isEmpty() ? QString() : m_account->fault());
        Q_EMIT edited();
    });
}

// The preset's own ways first; where all of them are plain, the gateway chooses by the key that is there.
void CredentialFields::addKind(const CatalogueEntry* preset) {
    m_auth = new QComboBox;
    if (preset != nullptr)
        m_usualKinds = preset->authKinds;
    const bool plain = std::none_of(m_usualKinds.begin(), m_usualKinds.end(),
                                    [](const QString& auth) { return isFetchedOrSigned(credentialKind(auth)); });
    if (plain)
        m_auth->addItem(kindName({}), QString());
    else
        for (const auto& auth : std::as_const(m_usualKinds))
            m_auth->addItem(kindName(auth), auth);
    m_auth->insertSeparator(m_auth->count());
    for (const auto& auth : allKinds()) {
        if (m_auth->findData(auth) < 0)
            m_auth->addItem(kindName(auth), auth);
    }
    m_form.addField(QStringLiteral("auth"), tr("Signs in with"), m_auth);
    m_header = new QLineEdit;
    m_header->setPlaceholderText(QStringLiteral("x-api-key"));
    m_form.addField(QStringLiteral("auth_header"), tr("Header"), m_header, {}, [this] {
        return isHeader(m_header->text().trimmed())
                   ? QString()
                   : tr("Enter the header's name, such as x-api-key; never the key itself.");
    });
    m_method = new QComboBox;
    m_form.addField(QStringLiteral("credentials_method"), tr("Credential"), m_method);
    connect(m_auth, &QComboBox::currentIndexChanged, this, &CredentialFields::chooseKind);
    connect(m_method, &QComboBox::currentIndexChanged, this, [this] {
        if (m_method->count() > 0)
            m_methods.insert(kind(), method());
        showFields();
    });
}

void CredentialFields::addField(const CredentialField& field) {
    auto* edit = new QLineEdit;
    edit->setPlaceholderText(field.placeholder);
    m_edits.insert(field.name, edit);
    m_form.addField(nameOf(field), field.label, edit, field.hint, [this, field] { return faultOf(field); });
    if (field.name == QLatin1String("role"))
        connect(edit, &QLineEdit::textChanged, this, &CredentialFields::showFields); // an external id belongs to it
}

void CredentialFields::addSource() {
    m_source = new QComboBox;
    m_form.addField(QStringLiteral("credentials.source"), tr("Looked for in"), m_source);
    m_clientAuth = new QComboBox;
    m_clientAuth->addItem(tr("In the header (Basic)"), QStringLiteral("basic"));
    m_clientAuth->addItem(tr("In the form"), QStringLiteral("body"));
    m_form.addField(QStringLiteral("credentials.client_auth"), tr("ID and secret are sent"), m_clientAuth);
}

void CredentialFields::addSessionToken() {
    m_token = new QLineEdit;
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    m_token->setPlaceholderText(tr("Only for temporary keys"));
    m_form.addField(QStringLiteral("credentials.session_token"), tr("Session token"), m_token, {},
                    [this] { return tokenFault(); });
}

void CredentialFields::addDetails() {
    addSessionToken();
    addSource();
    for (const auto& field : std::as_const(m_fields)) {
        if (!field.beforeKeys)
            addField(field);
    }
    chooseKind();
}

QString CredentialFields::auth() const {
    const auto choice = m_auth->currentData().toString();
    return choice == QLatin1String("header") ? m_header->text().trimmed() : choice;
}

QString CredentialFields::kind() const {
    const auto choice = m_auth->currentData().toString();
    return choice == QLatin1String("header") ? choice : credentialKind(choice);
}

QString CredentialFields::method() const {
    return m_method->currentData().toString();
}

bool CredentialFields::wantsKeys() const {
    return kind() != QLatin1String("none") && method() != QLatin1String("machine") && method() != QLatin1String("json");
}

bool CredentialFields::needsKey() const {
    return wantsKeys() && !kind().isEmpty();
}

QString CredentialFields::keysHint() const {
    return keyHint(kind());
}

void CredentialFields::chooseKind() {
    if (m_source == nullptr)
        return; // the fields are not there yet
    const auto wanted = m_methods.value(kind());
    m_method->blockSignals(true);
    m_method->clear();
    for (const auto& one : methodsOf(kind()))
        m_method->addItem(one.name, one.id);
    m_method->setCurrentIndex(std::max(0, m_method->findData(wanted)));
    m_method->blockSignals(false);
    const auto source = m_source->currentData().toString();
    m_source->clear();
    for (const auto& one : sourcesOf(kind()))
        m_source->addItem(one.name, one.id);
    m_source->setCurrentIndex(std::max(0, m_source->findData(source)));
    showFields();
}

bool CredentialFields::isShown(const CredentialField& field) const {
    if (!field.belongsTo(kind(), method()))
        return false;
    return field.name != QLatin1String("external_id") || !m_edits.value(QStringLiteral("role"))->text().isEmpty();
}

void CredentialFields::showFields() {
    if (m_source == nullptr)
        return;
    const auto now = kind();
    m_form.setFieldVisible(QStringLiteral("auth_header"), m_auth->currentData() == QLatin1String("header"));
    m_form.setFieldVisible(QStringLiteral("credentials_method"), m_method->count() > 0);
    m_form.setFieldVisible(QStringLiteral("service_account_json"), method() == QLatin1String("json"));
    m_form.setFieldVisible(QStringLiteral("credentials.source"), method() == QLatin1String("machine"));
    m_form.setFieldVisible(QStringLiteral("credentials.session_token"),
                           now == QLatin1String("aws_sigv4") && method() == QLatin1String("key"));
    m_form.setFieldVisible(QStringLiteral("credentials.client_auth"),
                           now == QLatin1String("oauth2_client_credentials"));
    for (const auto& field : std::as_const(m_fields))
        m_form.setFieldVisible(nameOf(field), isShown(field));
    Q_EMIT changed();
}

QString CredentialFields::faultOf(const CredentialField& field) const {
    const auto text = m_edits.value(field.name)->text().trimmed();
    if (!text.isEmpty())
        return field.form.match(text).hasMatch() ? QString() : field.fault;
    return method() == QLatin1String("key") ? field.missing : QString();
}

QString CredentialFields::tokenFault() const {
    const auto text = m_token->text().trimmed();
    const bool plain =
        std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
    return plain ? QString() : tr("A token has no blanks and only plain characters. Copy it again.");
}

void CredentialFields::setAuth(const QString& auth) {
    int known = m_auth->findData(auth);
    if (known < 0) {
        known = m_auth->findData(QStringLiteral("header"));
        m_header->setText(auth);
    }
    m_auth->setCurrentIndex(known);
}

void CredentialFields::fill(const QJsonObject& provider) {
    m_before = provider.value(QLatin1String("credentials")).toObject();
    const auto given = provider.value(QLatin1String("auth")).toString();
    const bool keys = !provider.value(QLatin1String("keys")).toArray().isEmpty();
    for (const auto& word : {QStringLiteral("aws_sigv4"), QStringLiteral("entra")})
        m_methods.insert(word, keys ? QStringLiteral("key") : QStringLiteral("machine"));
    m_methods.insert(QStringLiteral("google"), keys ? QStringLiteral("kept") : QStringLiteral("machine"));
    for (const auto& field : std::as_const(m_fields)) {
        if (const auto text = m_before.value(field.name).toString(); !text.isEmpty())
            m_edits.value(field.name)->setText(text);
    }
    m_token->setText(m_before.value(QLatin1String("session_token")).toString());
    if (isReference(m_token->text()))
        m_token->setEchoMode(QLineEdit::Normal); // where it is kept is no secret
    m_clientAuth->setCurrentIndex(
        std::max(0, m_clientAuth->findData(m_before.value(QLatin1String("client_auth")).toString())));
    setAuth(given);
    chooseKind();
    m_source->setCurrentIndex(std::max(0, m_source->findData(m_before.value(QLatin1String("source")).toString())));
    m_kindBefore = kind();
}

void CredentialFields::write(QJsonObject& provider) const {
    if (auth().isEmpty())
        provider.remove(QLatin1String("auth"));
    else
        provider.insert(QLatin1String("auth"), auth());
    // What this form does not show stays as long as the kind does.
    auto credentials = kind() == m_kindBefore ? m_before : QJsonObject();
    const auto put = [&credentials](const QString& name, const QString& text) {
        if (text.isEmpty())
            credentials.remove(name);
        else
            credentials.insert(name, text);
    };
    for (const auto& field : m_fields)
        put(field.name, isShown(field) ? m_edits.value(field.name)->text().trimmed() : QString());
    const bool machine = method() == QLatin1String("machine");
    const auto source = m_source->currentData().toString();
    put(QStringLiteral("source"), machine && source != QLatin1String("auto") ? source : QString());
    const bool inBody = kind() == QLatin1String("oauth2_client_credentials") && m_clientAuth->currentIndex() > 0;
    put(QStringLiteral("client_auth"), inBody ? m_clientAuth->currentData().toString() : QString());
    QString token = m_token->text().trimmed();
    if (kind() != QLatin1String("aws_sigv4") || method() != QLatin1String("key"))
        token.clear();
    put(QStringLiteral("session_token"), isReference(token) ? token : m_kept.value(token));
    if (credentials.isEmpty())
        provider.remove(QLatin1String("credentials"));
    else
        provider.insert(QLatin1String("credentials"), credentials);
}

QVector<KeyEntry> CredentialFields::secrets() const {
    QVector<KeyEntry> all;
    if (method() == QLatin1String("json") && !m_account->secret().isEmpty())
        all.append({m_account->secret(), m_kept.value(m_account->secret())});
    return all;
}

QString CredentialFields::tokenToKeep() const {
    const auto token = m_token->text().trimmed();
    const bool counts = kind() == QLatin1String("aws_sigv4") && method() == QLatin1String("key");
    return counts && !isReference(token) && !m_kept.contains(token) ? token : QString();
}

void CredentialFields::setKept(const QString& secret, const QString& reference) {
    m_kept.insert(secret, reference);
}

QString CredentialFields::project() const {
    return m_account->project();
}

} // namespace gatehouse::ui
