// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/stats_answer.h"

#include "core/contract/wire_forms.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <cmath>
#include <limits>

namespace gatehouse::ui {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double exactUpTo = 9e15; // whole numbers that a double holds

struct Place { // of a metric in a point: "latency.p95"
    QString outer;
    QString inner; // or empty
    bool money = false;
};

std::vector<Place> placesOf(const QStringList& metrics) {
    std::vector<Place> out;
    for (const auto& metric : metrics) {
        const auto dot = metric.indexOf(u'.');
        out.push_back(
            {dot < 0 ? metric : metric.left(dot), dot < 0 ? QString() : metric.mid(dot + 1), isMoney(metric)});
    }
    return out;
}

qint64 timeOf(const QJsonValue& value) {
    const auto at = parseTime(value.toString().toStdString());
    return at ? *at / 1'000 : 0;
}

void take(std::vector<StatsColumn>& columns, const std::vector<Place>& places, const QJsonObject& point) {
    columns.resize(places.size());
    QString open; // the object that the last metric stood in
    QJsonObject inside;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& place = places[i];
        if (!place.inner.isEmpty() && place.outer != open) {
            open = place.outer;
            inside = point.value(open).toObject();
        }
        const auto value = place.inner.isEmpty() ? point.value(place.outer) : inside.value(place.inner);
        if (place.money) {
            const QString text = value.toString();
            columns[i].decimals.push_back(text);
            columns[i].values.push_back(text.isEmpty() ? unknown : text.toDouble());
        } else {
            columns[i].values.push_back(value.toDouble(unknown));
        }
    }
}

StatsSeries seriesOf(const QJsonObject& json, const QStringList& groupBy, const std::vector<Place>& places) {
    StatsSeries series;
    const auto group = json.value(QLatin1String("group")).toObject();
    for (const auto& name : groupBy)
        series.group << group.value(name).toString();
    const auto points = json.value(QLatin1String("points")).toArray();
    series.times.reserve(static_cast<std::size_t>(points.size()));
    series.columns.resize(places.size());
    for (const auto& value : points) {
        const auto point = value.toObject();
        series.times.push_back(timeOf(point.value(QLatin1String("t"))));
        take(series.columns, places, point);
    }
    take(series.totals, places, json.value(QLatin1String("total")).toObject());
    return series;
}

QByteArray csvCell(const QString& text) {
    static const QString risky = QStringLiteral("=+-@\t\r");
    const bool formula = !text.isEmpty() && risky.contains(text.front());
    QByteArray cell = text.toUtf8();
    const bool plain =
        !formula && cell.indexOf('"') < 0 && cell.indexOf(',') < 0 && cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0;
    if (plain)
        return cell;
    cell.replace("\"", "\"\"");
    return (formula ? QByteArray("\"'") : QByteArray("\"")) + cell + '"';
}

} // namespace

bool isMoney(const QString& metric) {
    return metric == QLatin1String("cost") || metric == QLatin1String("pretend_cost");
}

double StatsAnswer::totalOf(const StatsSeries& series, int column) {
    if (column < 0 || static_cast<std::size_t>(column) >= series.totals.size())
        return unknown;
    const auto& values = series.totals[static_cast<std::size_t>(column)].values;
    return values.empty() ? unknown : values.front();
}

double StatsAnswer::totalOf(const QString& metric) const {
    return totalOf(total, columnOf(metric));
}

std::optional<StatsAnswer> readStats(const QByteArray& json, const QStringList& groupBy, const QStringList& metrics) {
    const auto document = QJsonDocument::fromJson(json);
    if (!document.isObject() || !document.object().value(QLatin1String("series")).isArray())
        return std::nullopt;
    const auto whole = document.object();
    const auto places = placesOf(metrics);
    StatsAnswer out;
    out.from = timeOf(whole.value(QLatin1String("from")));
    out.to = timeOf(whole.value(QLatin1String("to")));
    out.step = whole.value(QLatin1String("step_ms")).toInteger();
    out.groupBy = groupBy;
    out.metrics = metrics;
    for (const auto& series : whole.value(QLatin1String("series")).toArray())
        out.series.push_back(seriesOf(series.toObject(), groupBy, places));
    take(out.total.totals, places, whole.value(QLatin1String("total")).toObject());
    return out;
}

QString exactNumber(double value) {
    if (std::isnan(value))
        return {};
    if (value == std::floor(value) && std::abs(value) < exactUpTo)
        return QString::number(static_cast<qint64>(value));
    return QString::number(value, 'f', QLocale::FloatingPointShortest);
}

QByteArray statsCsv(const StatsAnswer& answer) {
    QByteArray out("from,to");
    for (const auto& name : answer.groupBy)
        out += ',' + csvCell(name);
    for (const auto& metric : answer.metrics)
        out += ',' + csvCell(metric);
    out += '\n';
    const auto time = [](qint64 at) {
        return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate).toUtf8();
    };
    for (const auto& series : answer.series) {
        QByteArray group;
        for (const auto& value : series.group)
            group += ',' + csvCell(value);
        for (std::size_t i = 0; i < series.times.size(); ++i) {
            out += time(series.times[i]) + ',' + time(series.times[i] + answer.step) + group;
            for (const auto& column : series.columns)
                out += ',' + (column.decimals.empty() ? exactNumber(column.values[i]) : column.decimals[i]).toUtf8();
            out += '\n';
        }
    }
    return out;
}

} // namespace gatehouse::ui
