// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_export.h"

#include "ui/widgets/table_view.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace gatehouse::ui {
namespace {

QVariant valueOf(const QAbstractItemModel& model, int row, int column) {
    const auto index = model.index(row, column);
    const auto raw = index.data(TableView::SortRole);
    return raw.isValid() ? raw : index.data(Qt::DisplayRole);
}

QString textOf(const QVariant& value) {
    if (value.metaType() == QMetaType::fromType<QDateTime>())
        return value.toDateTime().toUTC().toString(Qt::ISODateWithMs);
    return value.toString();
}

QString nameOf(const QAbstractItemModel& model, int column) {
    return model.headerData(column, Qt::Horizontal).toString();
}

} // namespace

QString csvCell(QString text) {
    static const QString formula = QStringLiteral("=+-@\t\r");
    static const QString special = QStringLiteral("\",\r\n\t");
    const bool isFormula = !text.isEmpty() && formula.contains(text.front());
    bool isNumber = false;
    text.toDouble(&isNumber);
    const bool quoted = std::any_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); });
    text.replace(u'"', QLatin1String("\"\""));
    if (isFormula && !isNumber)
        return QString(QLatin1String("\"'") + text + u'"');
    return quoted ? QString(u'"' + text + u'"') : text;
}

QByteArray csvOf(const QAbstractItemModel& model, const QList<int>& rows) {
    const int columns = model.columnCount();
    QStringList cells;
    for (int column = 0; column < columns; ++column)
        cells.append(csvCell(nameOf(model, column)));
    QByteArray out = cells.join(u',').toUtf8() + "\r\n";
    for (const int row : rows) {
        cells.clear();
        for (int column = 0; column < columns; ++column)
            cells.append(csvCell(textOf(valueOf(model, row, column))));
        out += cells.join(u',').toUtf8() + "\r\n";
    }
    return out;
}

QByteArray jsonLinesOf(const QAbstractItemModel& model, const QList<int>& rows) {
    QByteArray out;
    for (const int row : rows) {
        QJsonObject object;
        for (int column = 0; column < model.columnCount(); ++column) {
            const auto value = valueOf(model, row, column);
            object.insert(nameOf(model, column), value.metaType() == QMetaType::fromType<QDateTime>()
                                                     ? QJsonValue(textOf(value))
                                                     : QJsonValue::fromVariant(value));
        }
        out += QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    return out;
}

} // namespace gatehouse::ui
