// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/member_dialog.h"

#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/shown_secret_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QListWidget>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int passwordLength = 20; // about 115 bits

QString userPath(const QString& id, const char* more = "") {
    return QString(QStringLiteral("/users/") + QString::fromLatin1(QUrl::toPercentEncoding(id)) + QLatin1String(more));
}

// Letters and digits that cannot be mistaken for each other.
QString newPassword() {
    static const QString letters = QStringLiteral("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789");
    QString password;
    for (int i = 0; i < passwordLength; ++i)
        password +=
            letters[static_cast<int>(QRandomGenerator::system()->bounded(static_cast<quint32>(letters.size())))];
    return password;
}

QString whereText(const QString& team) {
    return team.isEmpty() ? MemberDialog::tr("the organisation") : team;
}

} // namespace

MemberDialog::MemberDialog(Console& console, const TeamBook& book, const QString& team, const QString& user,
                           QWidget* parent)
    : FormDialog(console.theme,
                 user.isEmpty() ? tr("Add a member to %1").arg(whereText(team))
                                : tr("%1 in %2", "a person, a team").arg(titleOf(book.user(user)), whereText(team)),
                 user.isEmpty() ? tr("Add member") : tr("Save"), parent),
      m_console(console), m_book(book), m_team(team), m_user(user) {
    setObjectName(QStringLiteral("memberDialog"));
    if (user.isEmpty())
        makePerson();
    makeRoles();
    makeSignIn();
    setSave([this] { save(); });
}

void MemberDialog::makePerson() {
    m_person = new QComboBox;
    m_person->addItem(tr("Somebody new"), QString());
    const auto members = m_book.membersOf(m_team);
    for (const auto& user : m_book.users()) {
        const auto id = memberText(user, "id");
        const bool there = std::any_of(members.begin(), members.end(),
                                       [&id](const MemberRow& row) { return row.id == id && !row.roles.isEmpty(); });
        if (!there)
            m_person->addItem(tr("%1 (%2)", "name, e-mail").arg(titleOf(user), memberText(user, "email")), id);
    }
    form().addField(QStringLiteral("person"), tr("Who"), m_person);
    m_name = new QLineEdit;
    form().addField(QStringLiteral("name"), tr("Name"), m_name);
    m_email = new QLineEdit;
    form().addField(QStringLiteral("email"), tr("E-mail"), m_email, tr("To sign in with."), [this] {
        static const QRegularExpression right(
            QStringLiteral("^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$"));
        return !isNew() || right.match(m_email->text().trimmed()).hasMatch()
                   ? QString()
                   : tr("Enter an address such as ada@example.org.");
    });
    m_id = new QLineEdit;
    form().addField(QStringLiteral("id"), tr("Short name"), m_id, tr("For the audit log."),
                    [this] { return idFault(); });
    connect(m_email, &QLineEdit::textEdited, this, [this](const QString& email) {
        if (m_id->isModified())
            return;
        auto id = email.section(u'@', 0, 0).toLower();
        m_id->setText(id.replace(QRegularExpression(QStringLiteral("[^a-z0-9._-]+")), QStringLiteral("-")));
    });
    connect(m_person, &QComboBox::currentIndexChanged, this, &MemberDialog::showPerson);
    m_name->setFocus();
}

void MemberDialog::makeRoles() {
    m_roles = new QListWidget;
    m_roles->setFixedHeight(fontMetrics().lineSpacing() * static_cast<int>(roleNames().size()) * 3 / 2 +
                            2 * space::small);
    const auto standing = m_book.membersOf(m_team);
    const auto member =
        std::find_if(standing.begin(), standing.end(), [this](const MemberRow& row) { return row.id == m_user; });
    for (const auto& role : roleNames()) {
        auto* item =
            new QListWidgetItem(tr("%1: %2", "a role, what it may do").arg(roleText(role), roleMeaning(role)), m_roles);
        item->setData(Qt::UserRole, role);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        const bool has = member != standing.end() ? member->roles.contains(role) : role == QLatin1String("member");
        item->setCheckState(has ? Qt::Checked : Qt::Unchecked);
    }
    form().addField(QStringLiteral("grants"), tr("Roles"), m_roles,
                    m_team.isEmpty() ? tr("They count in every team.") : tr("They count in this team alone."),
                    [this] { return rolesFault(); });
}

void MemberDialog::makeSignIn() {
    if (!m_user.isEmpty()) {
        m_enabled = new QCheckBox(tr("May sign in"));
        m_enabled->setChecked(m_book.user(m_user).value(QLatin1String("enabled")).toBool(true));
        form().addField(QStringLiteral("enabled"), tr("State"), m_enabled, {}, [this] {
            return !m_enabled->isChecked() && m_book.isLastOwner(m_user)
                       ? tr("This is the last owner. Make somebody else an owner first.")
                       : QString();
        });
        return;
    }
    m_way = new QComboBox;
    m_way->addItem(tr("An invitation: they set a password"), QStringLiteral("invitation"));
    m_way->addItem(tr("A first password, shown once"), QStringLiteral("password"));
    m_way->addItem(tr("Over OpenID Connect only"), QStringLiteral("oidc"));
    form().addField(QStringLiteral("way"), tr("Signs in with"), m_way);
}

bool MemberDialog::isNew() const {
    return m_user.isEmpty() && m_person->currentData().toString().isEmpty();
}

void MemberDialog::showPerson() {
    for (const auto* field : {"name", "email", "id", "way"})
        form().setFieldVisible(QLatin1String(field), isNew());
}

QString MemberDialog::idFault() const {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    if (!isNew())
        return {};
    const auto id = m_id->text().trimmed();
    if (!right.match(id).hasMatch())
        return tr("A name has letters, digits, “.”, “_” and “-”, at most 64.");
    return !m_made && !m_book.user(id).isEmpty() ? tr("Somebody has this name already.") : QString();
}

QString MemberDialog::rolesFault() const {
    const bool owns = roles().contains(QStringLiteral("owner"));
    if (m_team.isEmpty() && !owns && m_book.isLastOwner(m_user))
        return tr("This is the last owner. Make somebody else an owner first.");
    return roles().isEmpty() && m_user.isEmpty() ? tr("Choose at least one role.") : QString();
}

QStringList MemberDialog::roles() const {
    QStringList chosen;
    for (int i = 0; i < m_roles->count(); ++i) {
        if (m_roles->item(i)->checkState() == Qt::Checked)
            chosen.append(m_roles->item(i)->data(Qt::UserRole).toString());
    }
    return chosen;
}

// What he may do elsewhere stays.
QJsonObject MemberDialog::wanted() const {
    QJsonObject user;
    if (isNew()) {
        user.insert(QLatin1String("id"), m_id->text().trimmed());
        user.insert(QLatin1String("email"), m_email->text().trimmed());
        if (const auto name = m_name->text().trimmed(); !name.isEmpty())
            user.insert(QLatin1String("name"), name);
    } else {
        user = m_book.user(m_user.isEmpty() ? m_person->currentData().toString() : m_user);
    }
    QJsonArray grants;
    const auto before = user.value(QLatin1String("grants")).toArray();
    for (const auto& grant : before) {
        if (memberText(grant.toObject(), "team") != m_team)
            grants.append(grant);
    }
    for (const auto& role : roles()) {
        QJsonObject grant{{QStringLiteral("role"), role}};
        if (!m_team.isEmpty())
            grant.insert(QStringLiteral("team"), m_team);
        grants.append(grant);
    }
    user.insert(QLatin1String("grants"), grants);
    if (m_enabled != nullptr)
        user.insert(QLatin1String("enabled"), m_enabled->isChecked());
    return user;
}

void MemberDialog::save() {
    const auto user = wanted();
    if (isNew()) {
        create(user);
        return;
    }
    Change change;
    change.after = user;
    const auto id = memberText(user, "id");
    change.before = m_book.user(id);
    change.path = userPath(id);
    change.title = tr("Change what %1 may do").arg(titleOf(user));
    if (change.after == change.before) {
        succeeded();
        return;
    }
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

// Not over the desk of changes: what lets him in is told once.
void MemberDialog::create(const QJsonObject& user) {
    const auto id = memberText(user, "id");
    if (m_made) {
        letIn(id);
        return;
    }
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/users"), user, this,
                          [this, id](const Reply& reply) {
                              if (!reply.ok()) {
                                  failed(reply.problem());
                                  return;
                              }
                              m_made = true;
                              letIn(id);
                          });
}

void MemberDialog::letIn(const QString& id) {
    const auto way = m_way->currentData().toString();
    if (way == QLatin1String("oidc")) {
        succeeded();
        return;
    }
    if (way == QLatin1String("invitation")) {
        m_console.client.send(GatewayClient::Verb::Post, userPath(id, "/invitation"), {}, this,
                              [this](const Reply& reply) {
                                  if (!reply.ok()) {
                                      failed(reply.problem());
                                      return;
                                  }
                                  showSecret(tr("Invitation"),
                                             tr("Give it to the new member. With it they set a password, once, within "
                                                "three days."),
                                             invitationLink(m_console.client.address().gateway,
                                                            memberText(reply.object(), "invitation")));
                              });
        return;
    }
    const auto password = newPassword();
    m_console.client.send(GatewayClient::Verb::Put, userPath(id, "/password"), {{QStringLiteral("password"), password}},
                          this, [this, password](const Reply& reply) {
                              if (!reply.ok()) {
                                  failed(reply.problem());
                                  return;
                              }
                              showSecret(tr("First password"),
                                         tr("Give it to the new member, who should change it after signing in."),
                                         password);
                          });
}

void MemberDialog::showSecret(const QString& title, const QString& words, const QString& secret) {
    ShownSecret shown;
    shown.title = title;
    shown.words = words;
    shown.name = title;
    shown.secret = secret;
    shown.again = tr("It cannot be shown again. You would have to make another.");
    (new ShownSecretDialog(m_console.theme, shown, parentWidget()))->open();
    succeeded();
}

} // namespace gatehouse::ui
