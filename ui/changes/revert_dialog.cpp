// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/revert_dialog.h"

#include "ui/changes/change_cards.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 90;
constexpr int linesHigh = 28;

} // namespace

RevertDialog::RevertDialog(const Theme& theme, const QString& question, const QJsonArray& changes, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("revertDialog"));
    setWindowTitle(question);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    auto* title = new QLabel(question);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    title->setProperty("role", QStringLiteral("section"));
    layout->addWidget(title);
    auto* text = new QLabel(tr("This is what changes. It becomes a new revision, which can be taken back as well."));
    text->setWordWrap(true);
    layout->addWidget(text);
    auto* cards = new ChangeCards(theme);
    cards->show(changes);
    layout->addWidget(cards, 1);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelRevert"));
    cancel->setDefault(true);
    auto* revert = new QPushButton(tr("Revert"));
    revert->setObjectName(QStringLiteral("confirmRevert"));
    revert->setProperty("role", QStringLiteral("danger"));
    revert->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(revert);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(revert, &QPushButton::clicked, this, [this, revert] {
        revert->setEnabled(false);
        Q_EMIT confirmed();
    });
    cancel->setFocus();
    resize(fontMetrics().averageCharWidth() * charactersWide, fontMetrics().height() * linesHigh);
}

} // namespace gatehouse::ui
