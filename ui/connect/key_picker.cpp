// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/key_picker.h"

#include "ui/keys/key_keeper.h"
#include "ui/widgets/secret_clipboard.h"

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int waits = 202; // the change waits for review

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

} // namespace

KeyPicker::KeyPicker(Console& console, QWidget* parent)
    : QWidget(parent), m_console(console), m_keys(console.client, QStringLiteral("/keys")),
      m_teams(console.client, QStringLiteral("/teams")), m_choice(new QComboBox),
      m_new(new QPushButton(console.theme.icon(QStringLiteral("plus")), tr("New key"))), m_told(new QLabel) {
    m_choice->setObjectName(QStringLiteral("connectKey"));
    m_choice->setAccessibleName(tr("Key"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(8);
    m_new->setObjectName(QStringLiteral("connectNewKey"));
    m_new->setToolTip(tr("Make a key for this client alone, so that its calls can be told apart"));
    m_told->setObjectName(QStringLiteral("connectKeyTold"));
    m_told->setTextFormat(Qt::PlainText);
    m_told->setWordWrap(true);
    m_told->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(m_choice, 1);
    row->addWidget(m_new);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addLayout(row);
    m_shownPlace = new QWidget;
    auto* place = new QVBoxLayout(m_shownPlace);
    place->setContentsMargins(0, 0, 0, 0);
    place->setSpacing(space::small);
    place->addWidget(makeShown());
    place->addWidget(m_told);
    connect(&m_keys, &ResourceList::changed, this, &KeyPicker::fill);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &KeyPicker::changed);
    connect(m_new, &QPushButton::clicked, this, &KeyPicker::makeNew);
    fill();
}

QWidget* KeyPicker::makeShown() {
    m_shown = new QFrame;
    m_shown->setProperty("role", QStringLiteral("impact"));
    auto* note = new QLabel(tr("This key is shown once. Copy it, or keep it in your key chain."));
    note->setProperty("role", QStringLiteral("caption"));
    note->setWordWrap(true);
    m_text = new QLineEdit;
    m_text->setObjectName(QStringLiteral("connectKeyText"));
    m_text->setAccessibleName(tr("The new key"));
    m_text->setReadOnly(true);
    m_text->setFont(m_console.theme.fixedFont());
    auto* copy = new QPushButton(m_console.theme.icon(QStringLiteral("copy")), tr("Copy key"));
    copy->setObjectName(QStringLiteral("connectCopyKey"));
    m_keep = new QPushButton(m_console.theme.icon(QStringLiteral("key")), tr("Keep in key chain"));
    m_keep->setObjectName(QStringLiteral("connectKeepKey"));
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(copy);
    row->addWidget(m_keep);
    row->addStretch();
    auto* layout = new QVBoxLayout(m_shown);
    layout->setContentsMargins(space::small, space::small, space::small, space::small);
    layout->setSpacing(space::small);
    layout->addWidget(note);
    layout->addWidget(m_text);
    layout->addLayout(row);
    m_shown->hide();
    connect(copy, &QPushButton::clicked, this, [this] {
        copySecret(m_secret);
        say(tr("Copied. The clipboard is emptied in %n seconds.", nullptr, secretClipboardSeconds), false);
    });
    connect(m_keep, &QPushButton::clicked, this, &KeyPicker::keep);
    return m_shown;
}

void KeyPicker::setClient(const QString& id, const QString& name) {
    m_client = id;
    m_name = name;
    m_secret.fill(u'\0');
    m_secret.clear();
    m_chooseNext.clear();
    m_text->clear();
    m_shown->hide();
    m_told->hide();
    fill();
}

// The client's own key first, if there is one.
void KeyPicker::fill() {
    const QString before = keyId();
    {
        const QSignalBlocker quiet(m_choice);
        m_choice->clear();
        for (const auto& key : m_keys.items()) {
            const bool usable = key.value(QLatin1String("enabled")).toBool(true) &&
                                !key.value(QLatin1String("revoked")).toBool() &&
                                text(key, "app") != QLatin1String("console");
            if (!usable)
                continue;
            const auto ending = text(key, "last_four");
            const auto name = text(key, "name").isEmpty() ? text(key, "app") : text(key, "name");
            m_choice->addItem(ending.isEmpty() ? name : tr("%1 (…%2)", "key, its last characters").arg(name, ending),
                              text(key, "id"));
            m_choice->setItemData(m_choice->count() - 1, text(key, "app"), Qt::UserRole + 1);
        }
        if (m_choice->count() == 0)
            m_choice->addItem(tr("No key yet"), QString());
        auto index = m_choice->findData(m_chooseNext.isEmpty() ? before : m_chooseNext);
        if (index >= 0 && !m_chooseNext.isEmpty())
            m_chooseNext.clear();
        if (index < 0)
            index = std::max(0, m_choice->findData(m_client, Qt::UserRole + 1));
        m_choice->setCurrentIndex(index);
    }
    Q_EMIT changed();
}

QString KeyPicker::keyId() const {
    return m_choice->currentData().toString();
}

QString KeyPicker::keyText() const {
    const bool chosen = m_secret.startsWith(QString(QStringLiteral("gh_") + keyId() + u'_'));
    return chosen ? m_secret : QString();
}

void KeyPicker::say(const QString& sentence, bool fault) {
    m_told->setText(sentence);
    m_told->setProperty("role", fault ? QStringLiteral("faultCaption") : QStringLiteral("caption"));
    m_told->style()->unpolish(m_told);
    m_told->style()->polish(m_told);
    m_told->setVisible(!sentence.isEmpty());
}

void KeyPicker::submit(const QString& path, const QString& title, const QJsonObject& body, std::function<void()> next) {
    Change change;
    change.path = path;
    change.title = title;
    change.after = body;
    m_console.changes.submit(change, this, [this, next = std::move(next)](const Reply& reply) {
        if (reply.status() == waits) {
            say(tr("It waits in the review of changes. Make the key once they are applied."), false);
        } else if (reply.ok() || reply.problem().code == QLatin1String("already_exists")) {
            next();
            return;
        } else {
            say(reply.problem().detail, true);
        }
        m_new->setEnabled(true);
    });
}

void KeyPicker::makeNew() {
    m_new->setEnabled(false);
    say({}, false);
    const auto& teams = m_teams.items();
    const auto own = std::find_if(teams.begin(), teams.end(),
                                  [](const QJsonObject& team) { return text(team, "id") != QLatin1String("console"); });
    if (own == teams.end())
        makeTeam(QStringLiteral("personal"));
    else
        makeApplication(text(*own, "id"));
}

void KeyPicker::makeTeam(const QString& team) {
    submit(QStringLiteral("/teams"), tr("Make team %1").arg(team), {{QStringLiteral("id"), team}},
           [this, team] { makeApplication(team); });
}

void KeyPicker::makeApplication(const QString& team) {
    submit(QStringLiteral("/apps"), tr("Make application %1").arg(m_client),
           {{QStringLiteral("id"), m_client}, {QStringLiteral("team"), team}}, [this] { makeKey(); });
}

// Sent by itself: a key is answered once, and cannot be undone, only revoked.
void KeyPicker::makeKey() {
    const QJsonObject body{{QStringLiteral("app"), m_client}, {QStringLiteral("name"), m_name}};
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/keys"), body, this,
                          [this, client = m_client](const Reply& reply) {
                              m_new->setEnabled(true);
                              if (client != m_client)
                                  return;
                              if (!reply.ok()) {
                                  say(reply.problem().detail, true);
                                  return;
                              }
                              m_secret = text(reply.object(), "key");
                              m_chooseNext = text(reply.object(), "id");
                              m_text->setText(m_secret);
                              m_text->setCursorPosition(0);
                              m_keep->setEnabled(true);
                              m_shown->show();
                              m_keys.reload();
                          });
}

void KeyPicker::keep() {
    m_keep->setEnabled(false);
    keepKey(m_client, m_secret, this, [this](const QString& fault) {
        m_keep->setEnabled(!fault.isEmpty());
        say(fault.isEmpty() ? tr("Kept as %1.").arg(m_client) : fault, !fault.isEmpty());
    });
}

} // namespace gatehouse::ui
