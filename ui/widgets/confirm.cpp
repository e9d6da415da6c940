// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confirm.h"

#include "ui/theme/tokens.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 52;

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Confirm)
};

QLabel* paragraph(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

void confirm(QWidget* parent, const Confirmation& what, std::function<void()> confirmed) {
    auto* dialog = new QDialog(parent == nullptr ? nullptr : parent->window());
    dialog->setObjectName(QStringLiteral("confirmDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(what.title);
    dialog->setAccessibleDescription(what.text);
    dialog->setMinimumWidth(dialog->fontMetrics().averageCharWidth() * charactersWide);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->setSizeConstraint(QLayout::SetMinimumSize);
    layout->addWidget(paragraph(what.title, "section"));
    if (!what.text.isEmpty())
        layout->addWidget(paragraph(what.text, ""));
    if (!what.impact.isEmpty()) {
        auto* impact = paragraph(what.impact, "impact");
        impact->setObjectName(QStringLiteral("confirmImpact"));
        layout->addWidget(impact);
    }
    auto* verb = new QPushButton(what.verb);
    verb->setObjectName(QStringLiteral("confirmVerb"));
    verb->setProperty("role", QStringLiteral("danger"));
    verb->setAutoDefault(false);
    if (!what.typed.isEmpty()) {
        auto* typed = new QLineEdit;
        typed->setObjectName(QStringLiteral("confirmTyped"));
        auto* label = paragraph(Words::tr("Type %1 to go on:").arg(what.typed), "");
        label->setBuddy(typed);
        typed->setAccessibleName(label->text());
        layout->addWidget(label);
        layout->addWidget(typed);
        verb->setEnabled(false);
        QObject::connect(typed, &QLineEdit::textChanged, verb, [verb, wanted = what.typed](const QString& text) {
            verb->setEnabled(text.trimmed() == wanted);
        });
    }
    auto* cancel = new QPushButton(Words::tr("Cancel"));
    cancel->setObjectName(QStringLiteral("confirmCancel"));
    cancel->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, space::small, 0, 0);
    buttons->setSpacing(space::small);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(verb);
    layout->addLayout(buttons);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(verb, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, dialog, std::move(confirmed));
    if (what.typed.isEmpty())
        cancel->setFocus();
    dialog->open();
}

} // namespace gatehouse::ui
