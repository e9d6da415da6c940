// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/variable_model.h"

#include <QFont>

namespace gatehouse::ui {
namespace {

const QString hiddenValue = QStringLiteral("••••");

QString shownValue(const PromptVariable& variable, const QJsonValue& value) {
    return variable.secret && !value.isUndefined() ? hiddenValue : valueAsText(value).simplified();
}

} // namespace

QString variableTypeName(const QString& type) {
    if (type == QLatin1String("string"))
        return VariableModel::tr("Text");
    if (type == QLatin1String("integer"))
        return VariableModel::tr("Whole number");
    if (type == QLatin1String("number"))
        return VariableModel::tr("Number");
    if (type == QLatin1String("boolean"))
        return VariableModel::tr("Yes or no");
    if (type == QLatin1String("array"))
        return VariableModel::tr("List");
    if (type == QLatin1String("object"))
        return VariableModel::tr("Object");
    return type.isEmpty() ? VariableModel::tr("Anything") : type;
}

QString VariableModel::textAt(const PromptVariable& variable, int column) const {
    switch (column) {
    case Name:
        return variable.name;
    case Type:
        return variable.secret ? tr("%1, secret", "type of a variable").arg(variableTypeName(variable.type()))
                               : variableTypeName(variable.type());
    case Required:
        return variable.required ? tr("Yes") : tr("No");
    case Default:
        return shownValue(variable, variable.preset);
    case Example:
        return shownValue(variable, variable.example);
    case Description:
        return variable.description;
    default:
        return {};
    }
}

QString VariableModel::title(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Type:
        return tr("Type");
    case Required:
        return tr("Required");
    case Default:
        return tr("Default");
    case Example:
        return tr("Example");
    case Description:
        return tr("Description");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
