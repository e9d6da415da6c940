// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/shown_key_dialog.h"

#include "ui/keys/key_keeper.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/secret_clipboard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

ShownKeyDialog::ShownKeyDialog(const Theme& theme, const NewKey& key, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_key(key), m_icon(new QLabel), m_told(new QLabel) {
    setObjectName(QStringLiteral("shownKeyDialog"));
    setWindowTitle(tr("Key %1").arg(key.name));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* title = new QLabel(tr("Copy your new key now"));
    title->setProperty("role", QStringLiteral("section"));
    auto* words =
        new QLabel(tr("It is shown this once. The gateway keeps only its fingerprint and cannot show it again."));
    words->setWordWrap(true);
    words->setProperty("role", QStringLiteral("secondary"));
    auto* shown = new QLineEdit(key.key);
    shown->setObjectName(QStringLiteral("shownKey"));
    shown->setAccessibleName(tr("The new key"));
    shown->setReadOnly(true);
    shown->setFont(theme.fixedFont());
    shown->setLayoutDirection(Qt::LeftToRight);
    shown->setMinimumWidth(QFontMetrics(theme.fixedFont()).horizontalAdvance(key.key) + space::huge);
    shown->setCursorPosition(0);
    auto* copyButton = new QPushButton(theme.icon(QStringLiteral("copy"), Theme::Tone::OnAccent), tr("Copy"));
    copyButton->setObjectName(QStringLiteral("copyKey"));
    copyButton->setProperty("role", QStringLiteral("primary"));
    copyButton->setDefault(true);
    auto* done = new QPushButton(tr("Done"));
    done->setObjectName(QStringLiteral("keyDone"));
    done->setAutoDefault(false);
    m_told->setObjectName(QStringLiteral("keyTold"));
    m_told->setTextFormat(Qt::PlainText);
    m_told->setWordWrap(true);

    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    line->addWidget(shown, 1);
    line->addWidget(copyButton);
    auto* told = new QHBoxLayout;
    told->setSpacing(space::small);
    told->addWidget(m_icon, 0, Qt::AlignTop);
    told->addWidget(m_told, 1);
    auto* end = new QHBoxLayout;
    end->addStretch(1);
    end->addWidget(done);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(title);
    layout->addWidget(words);
    layout->addLayout(line);
    layout->addLayout(told);
    layout->addLayout(end);
    connect(copyButton, &QPushButton::clicked, this, &ShownKeyDialog::copy);
    connect(done, &QPushButton::clicked, this, &ShownKeyDialog::reject);
    if (m_key.keep)
        keep();
    else
        say(QStringLiteral("info-circle"), Theme::Tone::Info,
            tr("Clients send it as “Authorization: Bearer KEY”, or in x-api-key."));
    copyButton->setFocus();
}

void ShownKeyDialog::say(const QString& icon, Theme::Tone tone, const QString& sentence) {
    m_icon->setPixmap(m_theme.icon(icon, tone).pixmap(smallIconPixels));
    m_told->setText(sentence);
}

void ShownKeyDialog::copy() {
    copySecret(m_key.key);
    m_safe = true;
    say(QStringLiteral("circle-check"), Theme::Tone::Success,
        tr("Copied. The clipboard forgets it in %n second(s).", nullptr, secretClipboardSeconds));
}

void ShownKeyDialog::keep() {
    say(QStringLiteral("loader-2"), Theme::Tone::Secondary,
        tr("Waiting for the key chain. It may ask you to unlock it."));
    keepKey(m_key.name, m_key.key, this, [this](const QString& fault) {
        if (!fault.isEmpty()) {
            say(QStringLiteral("alert-triangle"), Theme::Tone::Error, fault);
            return;
        }
        m_safe = true;
        say(QStringLiteral("circle-check"), Theme::Tone::Success,
            tr("Kept in the key chain: “gatehouse key-helper %1” prints it.").arg(m_key.name));
    });
}

void ShownKeyDialog::reject() {
    if (m_safe) {
        QDialog::reject();
        return;
    }
    Confirmation leave;
    leave.title = tr("Close without copying?");
    leave.text = tr("The key cannot be shown again. You would have to rotate it to get another.");
    leave.verb = tr("Close");
    confirm(this, leave, [this] { QDialog::reject(); });
}

} // namespace gatehouse::ui
