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

QVariant VariableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size() || role != Qt::DisplayRole)
        return {};
    const auto& variable = m_rows[index.row()];
    switch (index.column()) {
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

QVariant VariableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
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
