// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/partial_list.h"

#include "ui/prompts/template_edit.h"
#include "ui/widgets/form.h"

#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {

void PartialModel::put(const QMap<QString, QString>& partials) {
    QVector<PromptPartial> rows;
    for (auto it = partials.begin(); it != partials.end(); ++it)
        rows.append({it.key(), it.value()});
    putRows(std::move(rows), &PromptPartial::name);
}

QMap<QString, QString> PartialModel::partials() const {
    QMap<QString, QString> partials;
    for (const auto& row : m_rows)
        partials.insert(row.name, row.text);
    return partials;
}

PartialDialog::PartialDialog(const Theme& theme, const PromptPartial& partial, QStringList taken,
                             const MustacheNames& names, QWidget* parent)
    : FormDialog(theme, partial.name.isEmpty() ? tr("Add a partial") : tr("Partial %1").arg(partial.name),
                 partial.name.isEmpty() ? tr("Add") : tr("Apply"), parent) {
    setObjectName(QStringLiteral("partialDialog"));
    auto* name = new QLineEdit(partial.name);
    auto* text = new TemplateEdit(theme, 4, 16);
    text->setText(partial.text);
    text->setNames(names);
    form().addField(
        QStringLiteral("name"), tr("Name"), name, tr("It stands in a template as {{>name}}."), [name, taken] {
            static const QRegularExpression right(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]{0,63}$"));
            if (!right.match(name->text().trimmed()).hasMatch())
                return tr("Begin with a letter; then letters, digits and _ only, 64 at most.");
            return taken.contains(name->text().trimmed()) ? tr("Another partial has this name.") : QString();
        });
    form().addField(QStringLiteral("text"), tr("Text"), text);
    connect(text, &CodeEdit::edited, &form(), &Form::edited);
    setSave([this, name, text] {
        Q_EMIT chosen({name->text().trimmed(), text->text()});
        succeeded();
    });
}

} // namespace gatehouse::ui
