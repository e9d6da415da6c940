// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/translation_dialog.h"

#include "ui/log/translation_lens.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr QSize usual(1080, 700);

} // namespace

void TranslationDialog::open(const Theme& theme, const QJsonObject& call, const CallContents* contents,
                             QWidget* parent) {
    auto* dialog = new TranslationDialog(theme, call, contents, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

TranslationDialog::TranslationDialog(const Theme& theme, const QJsonObject& call, const CallContents* contents,
                                     QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("translationDialog"));
    setWindowTitle(tr("Translation of %1").arg(call.value(QLatin1String("id")).toString()));
    auto* lens = new TranslationLens(theme);
    if (contents != nullptr)
        lens->show(call, *contents);
    else
        lens->showWithout(call, QStringLiteral("info-circle"), Theme::Tone::Secondary,
                          tr("The bodies of this call were not recorded."), {});
    auto* buttons = new QDialogButtonBox;
    auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setObjectName(QStringLiteral("dialogCancel"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::small, space::large, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(lens, 1);
    layout->addWidget(buttons);
    resize(usual);
}

} // namespace gatehouse::ui
