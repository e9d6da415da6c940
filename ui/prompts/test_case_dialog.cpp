// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/test_case_dialog.h"

#include "ui/prompts/check_list.h"
#include "ui/prompts/value_fields.h"
#include "ui/widgets/form.h"

#include <QLineEdit>

namespace gatehouse::ui {

TestCaseDialog::TestCaseDialog(const Theme& theme, const QJsonObject& test, const QVector<PromptVariable>& variables,
                               const QStringList& taken, QWidget* parent)
    : FormDialog(theme, test.isEmpty() ? tr("Add a test") : tr("Edit the test"), tr("Save test"), parent),
      m_before(test), m_id(test.value(QLatin1String("id")).toString()),
      m_name(new QLineEdit(test.value(QLatin1String("name")).toString())), m_values(new ValueFields),
      m_checks(new CheckList(theme)) {
    setObjectName(QStringLiteral("testCaseDialog"));
    for (int n = 1; m_id.isEmpty() || taken.contains(m_id); ++n)
        m_id = QStringLiteral("t%1").arg(n);
    m_values->setVariables(variables);
    if (!test.isEmpty())
        m_values->setValues(test.value(QLatin1String("values")).toObject());
    m_checks->put(test.value(QLatin1String("checks")).toArray());
    form().addField(QStringLiteral("name"), tr("Name"), m_name, {}, [this] {
        return m_name->text().trimmed().isEmpty() ? tr("Say in some words what is tested.") : QString();
    });
    form().addSection(tr("Values"));
    form().addWide(m_values);
    form().addSection(tr("Checks"));
    form().addField(QStringLiteral("checks"), tr("All must hold"), m_checks, {}, [this] { return m_checks->fault(); });
    connect(m_values, &ValueFields::edited, &form(), &Form::edited);
    connect(m_checks, &CheckList::edited, &form(), &Form::edited);
    setSave([this] { Q_EMIT saveWanted(this->test()); });
}

QJsonObject TestCaseDialog::test() const {
    auto test = m_before;
    test.insert(QStringLiteral("id"), m_id);
    test.insert(QStringLiteral("name"), m_name->text().trimmed());
    test.insert(QStringLiteral("values"), m_values->values());
    test.insert(QStringLiteral("checks"), m_checks->checks());
    return test;
}

} // namespace gatehouse::ui
