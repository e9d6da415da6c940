// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/analytics/report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSettings>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

const QString settingsKey = QStringLiteral("analytics/reports");
constexpr std::array kinds{"lines", "bars", "week"};

void write(const QVector<Report>& reports) {
    QJsonArray all;
    for (const auto& report : reports)
        all.append(toJson(report));
    QSettings().setValue(settingsKey, QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact)));
}

} // namespace

QJsonObject toJson(const Report& report) {
    return {{QStringLiteral("name"), report.name},
            {QStringLiteral("measure"), wordOf(report.measure)},
            {QStringLiteral("group_by"), wordOf(report.group)},
            {QStringLiteral("chart"), QLatin1String(kinds[static_cast<std::size_t>(report.kind)])},
            {QStringLiteral("percentile"), report.percentile},
            {QStringLiteral("step"), report.step},
            {QStringLiteral("compare"), report.compare},
            {QStringLiteral("filter"), report.filter},
            {QStringLiteral("range"), report.range}};
}

std::optional<Report> reportFrom(const QJsonObject& json) {
    const auto text = [&](const char* name) { return json.value(QLatin1String(name)).toString(); };
    Report report;
    report.name = text("name");
    if (report.name.isEmpty())
        return std::nullopt;
    for (int i = 0; i < measureCount; ++i) {
        if (wordOf(static_cast<Measure>(i)) == text("measure"))
            report.measure = static_cast<Measure>(i);
    }
    for (int i = 0; i < groupByCount; ++i) {
        if (wordOf(static_cast<GroupBy>(i)) == text("group_by"))
            report.group = static_cast<GroupBy>(i);
    }
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (text("chart") == QLatin1String(kinds[i]))
            report.kind = static_cast<ChartKind>(i);
    }
    const int percentile = json.value(QLatin1String("percentile")).toInt();
    if (percentile == 50 || percentile == 99)
        report.percentile = percentile;
    report.step = text("step");
    report.compare = json.value(QLatin1String("compare")).toBool();
    report.filter = text("filter");
    report.range = text("range");
    return report;
}

QVector<Report> savedReports() {
    QVector<Report> out;
    const auto all = QJsonDocument::fromJson(QSettings().value(settingsKey).toString().toUtf8()).array();
    for (const auto& value : all) {
        if (auto report = reportFrom(value.toObject()))
            out.append(std::move(*report));
    }
    return out;
}

void saveReport(const Report& report) {
    auto all = savedReports();
    const auto same = std::find_if(all.begin(), all.end(), [&](const Report& one) { return one.name == report.name; });
    if (same != all.end())
        *same = report;
    else
        all.append(report);
    write(all);
}

void removeReport(const QString& name) {
    auto all = savedReports();
    all.removeIf([&](const Report& report) { return report.name == name; });
    write(all);
}

} // namespace gatehouse::ui
