// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/key_chain_dialog.h"

#include "ui/theme/tokens.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 56;

QLabel* text(const QString& words, const char* role) {
    auto* label = new QLabel(words);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

KeyChainDialog::KeyChainDialog(State state, TokenKeeper::Outcome outcome, QWidget* parent) : QDialog(parent) {
    const bool waits = state == State::Waiting;
    setObjectName(QStringLiteral("keyChainDialog"));
    setWindowTitle(tr("Key chain"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(fontMetrics().averageCharWidth() * charactersWide);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->setSizeConstraint(QLayout::SetMinimumSize);
    layout->addWidget(text(waits ? tr("Waiting for the key chain") : tr("The token was not kept"), "section"));
    auto* sentence =
        text(waits ? tr("It may be locked and ask for its password. Unlock it, or keep the token until you "
                        "quit; it is never written to a file.")
                   : TokenKeeper::sentenceOf(outcome),
             "");
    sentence->setObjectName(QStringLiteral("keyChainSentence"));
    layout->addWidget(sentence);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelKeyChain"));
    cancel->setAutoDefault(false);
    auto* retry = new QPushButton(tr("Try again"));
    retry->setObjectName(QStringLiteral("tryKeyChain"));
    retry->setAutoDefault(false);
    retry->setVisible(!waits);
    auto* session = new QPushButton(tr("Keep until I quit"));
    session->setObjectName(QStringLiteral("keepForSession"));
    session->setProperty("role", QStringLiteral("primary"));
    session->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, space::small, 0, 0);
    buttons->setSpacing(space::small);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(retry);
    buttons->addWidget(session);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(retry, &QPushButton::clicked, this, [this] {
        Q_EMIT retryChosen();
        accept();
    });
    connect(session, &QPushButton::clicked, this, [this] {
        Q_EMIT sessionChosen();
        accept();
    });
}

} // namespace gatehouse::ui
