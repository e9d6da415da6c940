// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/move_label_dialog.h"

#include "ui/widgets/form.h"

#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

namespace gatehouse::ui {

MoveLabelDialog::MoveLabelDialog(const Theme& theme, const QVector<PromptLabel>& labels, int newest, int version,
                                 QWidget* parent)
    : FormDialog(theme, tr("Move a label"), tr("Move label"), parent), m_labels(labels), m_label(new QComboBox),
      m_version(new QComboBox) {
    setObjectName(QStringLiteral("moveLabelDialog"));
    m_label->setEditable(true);
    m_label->setInsertPolicy(QComboBox::NoInsert);
    QStringList names{QStringLiteral("production"), QStringLiteral("staging")};
    for (const auto& label : labels) {
        if (!names.contains(label.name))
            names.append(label.name);
    }
    m_label->addItems(names);
    for (int number = newest; number > 0; --number)
        m_version->addItem(tr("Version %1").arg(QLocale().toString(number)), number);
    m_version->addItem(tr("No version: remove the label"), 0);
    m_version->setCurrentIndex(std::max(0, m_version->findData(version)));
    form().addField(QStringLiteral("name"), tr("Label"), m_label, {}, [this] {
        static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
        return right.match(m_label->currentText().trimmed()).hasMatch()
                   ? QString()
                   : tr("Begin with a letter or digit; then letters, digits, dots, _ and - only.");
    });
    form().addField(QStringLiteral("version"), tr("Stands at"), m_version,
                    tr("Whoever asks for this label gets this version with the next call."));
    connect(m_label, &QComboBox::editTextChanged, this, &MoveLabelDialog::showWhere);
    showWhere();
    setSave([this] { Q_EMIT moveWanted(m_label->currentText().trimmed(), m_version->currentData().toInt()); });
}

void MoveLabelDialog::showWhere() {
    const auto name = m_label->currentText().trimmed();
    const auto found = std::find_if(m_labels.begin(), m_labels.end(),
                                    [&name](const PromptLabel& label) { return label.name == name; });
    form().setHint(QStringLiteral("name"),
                   found == m_labels.end()
                       ? tr("It stands nowhere yet.")
                       : tr("It stands at version %1 now.").arg(QLocale().toString(found->version)));
}

} // namespace gatehouse::ui
