// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/credential_kinds.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(CredentialKinds)
};

constexpr QLatin1String aws("aws_sigv4");
constexpr QLatin1String google("google");
constexpr QLatin1String entra("entra");
constexpr QLatin1String oauth("oauth2_client_credentials");
constexpr QLatin1String ibm("ibm_iam");
constexpr QLatin1String byKey("key");
constexpr QLatin1String byMachine("machine");

QRegularExpression form(const char* pattern) {
    return QRegularExpression(QLatin1String(pattern));
}

QVector<CredentialField> identityFields() {
    return {
        {QStringLiteral("access_key_id"),
         Words::tr("Access key ID"),
         {},
         QStringLiteral("AKIAIOSFODNN7EXAMPLE"),
         {aws},
         {byKey},
         form("^[A-Za-z0-9_]{1,128}$"),
         Words::tr("An access key ID has letters and digits only, such as AKIAIOSFODNN7EXAMPLE."),
         Words::tr("Enter the access key ID whose secret stands below."),
         true},
        {QStringLiteral("tenant"),
         Words::tr("Tenant"),
         Words::tr("The directory's id or domain."),
         QStringLiteral("contoso.onmicrosoft.com"),
         {entra},
         {},
         form("^[A-Za-z0-9.-]{1,128}$"),
         Words::tr("A tenant is an id or a domain, such as contoso.onmicrosoft.com."),
         Words::tr("Enter the tenant that the application is in."),
         true},
        {QStringLiteral("client_id"),
         Words::tr("Client ID"),
         Words::tr("Of the application or identity. Without one the machine's own counts, or what the key says."),
         {},
         {entra, oauth},
         {},
         form("^[^\\x00-\\x20\\x7f]{1,512}$"),
         Words::tr("A client ID has no blanks."),
         Words::tr("Enter the client ID whose secret stands below."),
         true},
    };
}

QVector<CredentialField> awsFields() {
    return {
        {QStringLiteral("region"),
         Words::tr("Region"),
         Words::tr("Leave it empty where the address says it."),
         QStringLiteral("eu-west-1"),
         {aws},
         {},
         form("^[a-z0-9-]{1,64}$"),
         Words::tr("A region is written like eu-west-1."),
         {},
         false},
        {QStringLiteral("profile"),
         Words::tr("Profile"),
         Words::tr("Of ~/.aws/config on the gateway's machine. Leave it empty for the default."),
         QStringLiteral("default"),
         {aws},
         {byMachine},
         form("^[A-Za-z0-9._@+-]{1,128}$"),
         Words::tr("A profile's name has letters, digits and . _ @ + - only."),
         {},
         false},
        {QStringLiteral("role"),
         Words::tr("Role to assume"),
         Words::tr("Leave it empty to sign with the credential itself."),
         QStringLiteral("arn:aws:iam::123456789012:role/gatehouse"),
         {aws},
         {},
         form("^arn:[a-z0-9-]{1,32}:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}$"),
         Words::tr("A role is written like arn:aws:iam::123456789012:role/gatehouse."),
         {},
         false},
        {QStringLiteral("external_id"),
         Words::tr("External ID"),
         Words::tr("What the role's owner wants to see, if anything."),
         {},
         {aws},
         {},
         form("^[A-Za-z0-9+=,.@:/_-]{2,512}$"),
         Words::tr("An external ID has letters, digits and + = , . @ : / _ - only."),
         {},
         false},
    };
}

QVector<CredentialField> tokenFields() {
    return {
        {QStringLiteral("service_account"),
         Words::tr("Act as"),
         Words::tr("A service account that is impersonated. Leave it empty to act as the credential itself."),
         QStringLiteral("gateway@project.iam.gserviceaccount.com"),
         {google},
         {},
         form("^[A-Za-z0-9._-]{1,128}@[A-Za-z0-9.-]{1,128}$"),
         Words::tr("Enter the service account's address, such as gateway@project.iam.gserviceaccount.com."),
         {},
         false},
        {QStringLiteral("token_url"),
         Words::tr("Token address"),
         Words::tr("Where tokens are fetched. Some presets know it already."),
         QStringLiteral("https://login.example.com/oauth/token"),
         {oauth},
         {},
         form("^https?://[^/?#@\\s]+[^?#@\\s]*$"),
         Words::tr("Enter a whole address, such as https://login.example.com/oauth/token."),
         {},
         false},
        {QStringLiteral("scope"),
         Words::tr("Scope"),
         Words::tr("Leave it empty for the usual one."),
         {},
         {oauth, entra, google},
         {},
         form("^[!-~]{1,256}( [!-~]{1,256}){0,15}$"),
         Words::tr("Scopes are plain words, parted by single blanks."),
         {},
         false},
        {QStringLiteral("audience"),
         Words::tr("Audience"),
         Words::tr("Where the token server asks for one."),
         {},
         {oauth},
         {},
         form("^[^\\x00-\\x20\\x7f]{1,512}$"),
         Words::tr("An audience has no blanks."),
         {},
         false},
        {QStringLiteral("parameter"),
         Words::tr("Parameter"),
         {},
         QStringLiteral("key"),
         {QStringLiteral("query")},
         {},
         form("^[A-Za-z0-9._~-]{1,64}$"),
         Words::tr("A parameter's name has letters, digits and . _ ~ - only."),
         {},
         false},
        {QStringLiteral("prefix"),
         Words::tr("Before the key"),
         Words::tr("A word that stands before the key in the header, if any."),
         QStringLiteral("Token"),
         {QStringLiteral("header")},
         {},
         form("^[!-~]{1,39} ?$"),
         Words::tr("Enter one word without blanks in it."),
         {},
         false},
    };
}

} // namespace

QString credentialKind(const QString& auth) {
    static const QStringList kinds{
        QString(), QStringLiteral("bearer"), QStringLiteral("none"), QStringLiteral("query"), aws, google, entra, oauth,
        ibm};
    return kinds.contains(auth) ? auth : QStringLiteral("header");
}

QString kindName(const QString& auth) {
    if (auth.isEmpty())
        return Words::tr("As is usual for this provider");
    if (auth == QLatin1String("bearer"))
        return Words::tr("API key (Authorization: Bearer)");
    if (auth == QLatin1String("none"))
        return Words::tr("No key is sent");
    if (auth == QLatin1String("query"))
        return Words::tr("API key in the address");
    if (auth == QLatin1String("header"))
        return Words::tr("API key in a header of its own");
    if (auth == aws)
        return Words::tr("AWS signature (SigV4)");
    if (auth == google)
        return Words::tr("Google Cloud token");
    if (auth == entra)
        return Words::tr("Microsoft Entra ID token");
    if (auth == oauth)
        return Words::tr("OAuth client credentials");
    return auth == ibm ? Words::tr("IBM Cloud token for an API key") : Words::tr("API key in the header %1").arg(auth);
}

bool isFetchedOrSigned(const QString& kind) {
    return kind == aws || kind == google || kind == entra || kind == oauth || kind == ibm;
}

QVector<CredentialMethod> methodsOf(const QString& kind) {
    const QString machine = Words::tr("Credentials of the gateway's machine");
    if (kind == aws)
        return {{byKey, Words::tr("Access key")}, {byMachine, machine}};
    if (kind == google)
        return {{QStringLiteral("json"), Words::tr("Service account, its JSON given here")},
                {QStringLiteral("kept"), Words::tr("Service account, its JSON kept elsewhere")},
                {byMachine, machine}};
    if (kind == entra)
        return {{byKey, Words::tr("Application and client secret")},
                {byMachine, Words::tr("Managed or workload identity of the gateway's machine")}};
    return {};
}

QVector<CredentialSourceName> sourcesOf(const QString& kind) {
    QVector<CredentialSourceName> sources{{QStringLiteral("auto"), Words::tr("Wherever it is found")},
                                          {QStringLiteral("environment"), Words::tr("Variables of the environment")}};
    if (kind != entra)
        sources.append({QStringLiteral("profile"), kind == google ? Words::tr("File of gcloud (application default)")
                                                                  : Words::tr("Files in ~/.aws")});
    if (kind != google)
        sources.append({QStringLiteral("container"), Words::tr("What the container's environment names")});
    sources.append({QStringLiteral("workload_identity"), Words::tr("Workload identity (a token in a file)")});
    sources.append({QStringLiteral("metadata"), kind == entra ? Words::tr("Managed identity of the machine")
                                                              : Words::tr("Metadata address of the machine")});
    return sources;
}

QVector<CredentialField> credentialFields() {
    return identityFields() + awsFields() + tokenFields();
}

QString keyHint(const QString& kind) {
    if (kind == aws)
        return Words::tr(
            "The secret access key. It is kept in the gateway's key chain or vault and never shown again.");
    if (kind == entra || kind == oauth)
        return Words::tr("The client secret. It is kept in the gateway's key chain or vault and never shown again.");
    if (kind == google)
        return Words::tr("Where the service account's JSON is kept: a file or variable of the gateway, or its vault.");
    if (kind == ibm)
        return Words::tr("The API key for which tokens are fetched. It is kept in the gateway's key chain or vault.");
    return {};
}

} // namespace gatehouse::ui
