// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/route_fields.h"

#include "core/contract/descriptions.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QSpinBox>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RouteDialog)
};

const contract::FieldDescription* fieldAt(const char* path) {
    const auto* object = &contract::descriptionOf(contract::Kind::Route);
    const contract::FieldDescription* field = nullptr;
    for (const auto& name : QString::fromLatin1(path).split(u'.')) {
        if (object == nullptr)
            return nullptr;
        field = object->field(name.toStdString());
        if (field == nullptr)
            return nullptr;
        const auto& type = field->type.element != nullptr ? *field->type.element : field->type;
        object = type.object;
    }
    return field;
}

} // namespace

bool routeHas(const char* path) {
    return fieldAt(path) != nullptr;
}

QStringList routeChoices(const char* path) {
    QStringList values;
    const auto* field = fieldAt(path);
    if (field == nullptr)
        return values;
    const auto& type = field->type.element != nullptr ? *field->type.element : field->type;
    for (const auto& value : type.oneOf)
        values.append(QString::fromStdString(value));
    return values;
}

QString textOf(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

double numberOf(const QJsonObject& object, const char* name, double otherwise) {
    const auto value = object.value(QLatin1String(name));
    if (value.isDouble())
        return value.toDouble();
    bool isNumber = false;
    const double number = value.toString().toDouble(&isNumber);
    return isNumber ? number : otherwise;
}

QStringList textsOf(const QJsonObject& object, const char* name) {
    QStringList texts;
    const auto values = object.value(QLatin1String(name)).toArray();
    for (const auto& value : values)
        texts.append(value.toString());
    return texts;
}

QStringList partedAtCommas(const QString& text) {
    QStringList list;
    for (const auto& part : text.split(u',')) {
        if (const auto name = part.trimmed(); !name.isEmpty() && !list.contains(name))
            list.append(name);
    }
    return list;
}

std::optional<QJsonObject> pairsOf(const QString& text) {
    QJsonObject pairs;
    for (const auto& line : text.split(u'\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const auto colon = line.indexOf(u':');
        const auto name = line.left(colon).trimmed();
        const auto value = line.mid(colon + 1).trimmed();
        if (colon <= 0 || name.isEmpty() || value.isEmpty())
            return std::nullopt;
        pairs.insert(name, value);
    }
    return pairs;
}

void chooseValue(QComboBox* box, const QString& value) {
    if (value.isEmpty()) {
        box->setCurrentIndex(0);
        return;
    }
    if (box->findData(value) < 0)
        box->addItem(value, value);
    box->setCurrentIndex(box->findData(value));
}

QDoubleSpinBox* makePercent(const char* name, const QString& says) {
    constexpr double whole = 100;
    auto* box = new QDoubleSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(says);
    box->setRange(0, whole);
    box->setDecimals(2);
    box->setSuffix(Words::tr(" %", "behind a number"));
    box->setAlignment(Qt::AlignLeft);
    return box;
}

QString percentValue(const QDoubleSpinBox* box) {
    return QString::number(box->value(), 'g', 6);
}

QSpinBox* makeCount(const char* name, const QString& says, int least, int most) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(says);
    box->setRange(least, most);
    box->setGroupSeparatorShown(true);
    box->setAlignment(Qt::AlignLeft);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    return box;
}

QLineEdit* makeDuration(const char* name, const QString& says, const QString& placeholder) {
    auto* edit = new QLineEdit;
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(says);
    edit->setPlaceholderText(placeholder);
    return edit;
}

QString durationFault(const QLineEdit* edit, bool needed) {
    const auto text = edit->text().trimmed();
    if (text.isEmpty() ? !needed : contract::Duration::parse(text.toStdString()).has_value())
        return {};
    return Words::tr("Enter a whole number and its unit, such as 200ms, 30s, 5m or 1h.");
}

} // namespace gatehouse::ui
