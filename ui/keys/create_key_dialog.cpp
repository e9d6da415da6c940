// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/app_fields.h"
#include "ui/keys/expiry_edit.h"
#include "ui/keys/key_dialogs.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QString idOf(const QJsonObject& object) {
    return object.value(QLatin1String("id")).toString();
}

// As the gateway takes ids.
QString idFault(const QString& id, const QString& empty) {
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    if (id.isEmpty())
        return empty;
    return form.match(id).hasMatch() ? QString()
                                     : CreateKeyDialog::tr("Use letters, digits, dots, dashes and underscores only.");
}

} // namespace

CreateKeyDialog::CreateKeyDialog(Console& console, const ResourceList& apps, const ResourceList& teams, QWidget* parent,
                                 NewKeyHandler made)
    : FormDialog(console.theme, tr("Create key"), tr("Create key"), parent), m_console(console),
      m_made(std::move(made)), m_apps(apps), m_teams(teams), m_name(new QLineEdit), m_app(new QComboBox),
      m_newApp(new QLineEdit), m_team(new QComboBox), m_newTeam(new QLineEdit), m_expires(new ExpiryEdit),
      m_keep(new QCheckBox(tr("Keep in the key chain for helpers"))) {
    setObjectName(QStringLiteral("createKeyDialog"));
    m_name->setPlaceholderText(tr("laptop"));
    form().addField(QStringLiteral("name"), tr("Name"), m_name, tr("Where it is used, so that you know it again."),
                    [this] { return nameFault(); });
    for (const auto& app : apps.items()) {
        if (idOf(app) != QLatin1String(ConsoleKey::application))
            m_app->addItem(idOf(app), idOf(app));
    }
    m_app->addItem(tr("New application…"));
    form().addField(QStringLiteral("app"), tr("Application"), m_app,
                    tr("Limits, models and budget are the application's: all its keys share them."));
    form().addField(QStringLiteral("new_app"), tr("Its name"), m_newApp, {}, [this] { return appFault(); });
    for (const auto& team : teams.items()) {
        if (idOf(team) != QLatin1String(ConsoleKey::application))
            m_team->addItem(idOf(team), idOf(team));
    }
    m_team->addItem(tr("New team…"));
    form().addField(QStringLiteral("team"), tr("Team"), m_team);
    form().addField(QStringLiteral("new_team"), tr("The team's name"), m_newTeam, {}, [this] { return teamFault(); });
    m_fields = std::make_unique<AppFields>(form());
    form().addField(QStringLiteral("expires"), tr("Expires"), m_expires);
    form().addField(QStringLiteral("keep"), tr("Key chain"), m_keep,
                    tr("Clients that ask a command for their key then call “gatehouse key-helper NAME”."));
    connect(m_app, &QComboBox::currentIndexChanged, this, &CreateKeyDialog::showChoices);
    connect(m_team, &QComboBox::currentIndexChanged, this, &CreateKeyDialog::showChoices);
    showChoices();
    m_name->setFocus();
    setSave([this] { makeTeam(); });
}

CreateKeyDialog::~CreateKeyDialog() = default;

bool CreateKeyDialog::makesApp() const {
    return m_app->currentData().isNull();
}

void CreateKeyDialog::showChoices() {
    form().setFieldVisible(QStringLiteral("new_app"), makesApp());
    form().setFieldVisible(QStringLiteral("team"), makesApp());
    form().setFieldVisible(QStringLiteral("new_team"), makesApp() && m_team->currentData().isNull());
    m_fields->setVisible(makesApp());
}

QString CreateKeyDialog::nameFault() const {
    const auto name = m_name->text().trimmed();
    return name.isEmpty() ? tr("Give the key a name, such as laptop.") : QString();
}

QString CreateKeyDialog::appFault() const {
    const auto id = m_newApp->text().trimmed();
    if (const auto fault = idFault(id, tr("Name the application, such as notebook.")); !fault.isEmpty())
        return fault;
    return !m_appMade && m_apps.find(id) != nullptr
               ? tr("There is an application of this name. Choose it above, or take another name.")
               : QString();
}

QString CreateKeyDialog::teamFault() const {
    const auto id = m_newTeam->text().trimmed();
    if (const auto fault = idFault(id, tr("Name the team, such as me.")); !fault.isEmpty())
        return fault;
    return !m_teamMade && m_teams.find(id) != nullptr
               ? tr("There is a team of this name. Choose it above, or take another name.")
               : QString();
}

QString CreateKeyDialog::team() const {
    return m_team->currentData().isNull() ? m_newTeam->text().trimmed() : m_team->currentData().toString();
}

// Not over the desk of changes: a key is shown once, in the answer to this request.
void CreateKeyDialog::post(const QString& path, const QJsonObject& body, const QString& field,
                           void (CreateKeyDialog::*next)()) {
    m_console.client.send(GatewayClient::Verb::Post, path, body, this, [this, field, next](const Reply& reply) {
        if (reply.ok()) {
            (this->*next)();
            return;
        }
        auto problem = reply.problem();
        if (problem.field == QLatin1String("id"))
            problem.field = field;
        failed(problem);
    });
}

void CreateKeyDialog::makeTeam() {
    if (!makesApp()) {
        makeKey();
    } else if (!m_team->currentData().isNull() || m_teamMade) {
        makeApp();
    } else {
        post(QStringLiteral("/teams"), {{QStringLiteral("id"), team()}}, QStringLiteral("new_team"),
             &CreateKeyDialog::makeApp);
    }
}

void CreateKeyDialog::makeApp() {
    m_teamMade = true;
    if (m_appMade) {
        makeKey();
        return;
    }
    const auto app =
        m_fields->applyTo({{QStringLiteral("id"), m_newApp->text().trimmed()}, {QStringLiteral("team"), team()}});
    post(QStringLiteral("/apps"), app, QStringLiteral("new_app"), &CreateKeyDialog::makeKey);
}

void CreateKeyDialog::makeKey() {
    m_appMade = makesApp();
    const auto app = makesApp() ? m_newApp->text().trimmed() : m_app->currentData().toString();
    QJsonObject body{{QStringLiteral("app"), app}, {QStringLiteral("name"), m_name->text().trimmed()}};
    if (const auto expires = m_expires->moment(); expires.isValid())
        body.insert(QStringLiteral("expires"), expires.toString(Qt::ISODate));
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/keys"), body, this, [this](const Reply& reply) {
        if (!reply.ok()) {
            failed(reply.problem());
            return;
        }
        const NewKey made{m_name->text().trimmed(), reply.object().value(QLatin1String("key")).toString(),
                          m_keep->isChecked()};
        const auto handler = m_made;
        succeeded();
        handler(made);
    });
}

} // namespace gatehouse::ui
