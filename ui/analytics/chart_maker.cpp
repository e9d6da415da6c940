// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/analytics/chart_maker.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

namespace gatehouse::ui {
namespace {

const QString errorDimension = QStringLiteral("error");
const QString noError = QStringLiteral("none");

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ChartMaker)
};

QString quantileMetric(Measure measure, int percentile) {
    return QStringLiteral("%1.p%2")
        .arg(measure == Measure::Latency ? QStringLiteral("latency") : QStringLiteral("first_byte"))
        .arg(percentile);
}

// A series is one column of the answer, or the difference of two.
struct Part {
    QString name;
    QString metric;
    QString less; // taken away: reasoning tokens are part of the output
};

std::vector<Part> partsOf(const Report& report) {
    switch (report.measure) {
    case Measure::Latency:
    case Measure::FirstByte: {
        if (report.group != GroupBy::Nothing)
            return {{{}, quantileMetric(report.measure, report.percentile), {}}};
        std::vector<Part> out;
        for (const int percentile : {50, 95, 99})
            out.push_back({QStringLiteral("p%1").arg(percentile), quantileMetric(report.measure, percentile), {}});
        return out;
    }
    case Measure::Errors:
        return {{Words::tr("Errors"), QStringLiteral("errors"), {}}};
    case Measure::Spend:
        return {{Words::tr("Spend"), QStringLiteral("cost"), {}}};
    case Measure::PretendSpend:
        return {{Words::tr("Pretend spend"), QStringLiteral("pretend_cost"), {}}};
    case Measure::Tokens:
        if (report.group != GroupBy::Nothing)
            return {{{}, QStringLiteral("tokens.total"), {}}};
        return {{Words::tr("Input"), QStringLiteral("tokens.input"), {}},
                {Words::tr("Cached input"), QStringLiteral("tokens.cached_input"), {}},
                {Words::tr("Cache write"), QStringLiteral("tokens.cache_write"), {}},
                {Words::tr("Output"), QStringLiteral("tokens.output"), QStringLiteral("tokens.reasoning")},
                {Words::tr("Reasoning"), QStringLiteral("tokens.reasoning"), {}}};
    case Measure::Calls:
        break;
    }
    return {{Words::tr("Calls"), QStringLiteral("calls"), {}}};
}

// The columns of a part, found once for all of its points.
class Columns {
public:
    Columns(const StatsAnswer& answer, const Part& part)
        : m_of(answer.columnOf(part.metric)), m_less(answer.columnOf(part.less)) {}
    double at(const StatsSeries& series, std::size_t point) const {
        if (m_of < 0)
            return chartGap;
        const double value = series.columns[static_cast<std::size_t>(m_of)].values[point];
        return m_less < 0 ? value : value - series.columns[static_cast<std::size_t>(m_less)].values[point];
    }

private:
    int m_of;
    int m_less;
};

ChartSeries seriesOf(const StatsAnswer& answer, const StatsSeries& from, const Part& part) {
    const Columns columns(answer, part);
    ChartSeries out;
    out.name = part.name;
    out.times = from.times;
    out.values.resize(from.times.size());
    for (std::size_t i = 0; i < from.times.size(); ++i)
        out.values[i] = columns.at(from, i);
    return out;
}

// A step in which nothing was called counts nothing; of a time in which nothing was measured nothing is known.
void fillWithZeros(ChartSeries& series, qint64 from, qint64 to, qint64 step) {
    if (step <= 0)
        return;
    std::vector<qint64> times;
    std::vector<double> values;
    std::size_t next = 0;
    for (qint64 at = from; at < to; at += step) {
        while (next < series.times.size() && series.times[next] < at)
            ++next;
        const bool there = next < series.times.size() && series.times[next] == at;
        times.push_back(at);
        values.push_back(there ? series.values[next] : 0);
    }
    series.times = std::move(times);
    series.values = std::move(values);
}

ChartSeries sumOf(const StatsAnswer& answer, std::size_t first, const Part& part) {
    const Columns columns(answer, part);
    std::map<qint64, double> sums;
    for (std::size_t i = first; i < answer.series.size(); ++i) {
        const auto& series = answer.series[i];
        for (std::size_t at = 0; at < series.times.size(); ++at) {
            const double value = columns.at(series, at);
            if (!std::isnan(value))
                sums[series.times[at]] += value;
        }
    }
    ChartSeries out;
    for (const auto& [at, value] : sums) {
        out.times.push_back(at);
        out.values.push_back(value);
    }
    return out;
}

bool isGroupDrawn(const Report& report, const StatsSeries& series) {
    return report.measure != Measure::Errors || report.group != GroupBy::Nothing || series.group.value(0) != noError;
}

// Most of what is charted first, so that what is left for "Other" is the least. Quantiles: most calls first.
std::vector<const StatsSeries*> orderedGroups(const Report& report, const StatsAnswer& answer) {
    std::vector<const StatsSeries*> out;
    for (const auto& series : answer.series) {
        if (isGroupDrawn(report, series))
            out.push_back(&series);
    }
    if (isQuantile(report.measure))
        return out; // as the gateway has it
    const int column = answer.columnOf(partsOf(report).front().metric);
    std::stable_sort(out.begin(), out.end(), [column](const StatsSeries* a, const StatsSeries* b) {
        const double left = StatsAnswer::totalOf(*a, column);
        const double right = StatsAnswer::totalOf(*b, column);
        return std::isnan(right) ? !std::isnan(left) : left > right;
    });
    return out;
}

void addFaded(ChartData& data, ChartSeries series, qint64 shift, int tint, const QString& name, bool count) {
    for (auto& at : series.times)
        at += shift;
    if (count)
        fillWithZeros(series, data.from, data.to, data.step);
    series.name = Words::tr("%1, before").arg(name);
    series.faded = true;
    series.tint = tint;
    data.series.push_back(std::move(series));
}

void addParts(ChartData& data, const Report& report, const ChartSources& sources, qint64 shift) {
    const bool count = !isQuantile(report.measure);
    const auto parts = partsOf(report);
    const auto& now = *sources.now;
    for (std::size_t i = 0; i < parts.size() && !now.series.empty(); ++i) {
        auto series = seriesOf(now, now.series.front(), parts[i]);
        // A kind of token that never came up needs no line.
        if (parts.size() > 1 && count &&
            std::all_of(series.values.begin(), series.values.end(), [](double value) { return !(value > 0); }))
            continue;
        series.tint = static_cast<int>(i);
        if (count)
            fillWithZeros(series, data.from, data.to, data.step);
        data.series.push_back(std::move(series));
    }
    if (sources.before == nullptr || sources.before->series.empty())
        return;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool drawn = std::any_of(data.series.begin(), data.series.end(), [&](const ChartSeries& series) {
            return series.tint == static_cast<int>(i) && !series.faded;
        });
        if (drawn)
            addFaded(data, seriesOf(*sources.before, sources.before->series.front(), parts[i]), shift,
                     static_cast<int>(i), parts[i].name, count);
    }
}

void addGroups(ChartData& data, const Report& report, const ChartSources& sources, qint64 shift) {
    const bool count = !isQuantile(report.measure);
    const QString dimension = groupWordsOf(report).value(0);
    const auto part = partsOf(report).front();
    const auto& now = *sources.now;
    const auto groups = orderedGroups(report, now);
    const auto drawn = std::min<std::size_t>(groups.size(), chartColours);
    for (std::size_t i = 0; i < drawn; ++i) {
        auto series = seriesOf(now, *groups[i], part);
        const QString value = groups[i]->group.value(0);
        series.name = groupName(dimension, value, sources.names);
        series.term = termOf(dimension, value);
        series.tint = static_cast<int>(i);
        if (count)
            fillWithZeros(series, data.from, data.to, data.step);
        data.series.push_back(std::move(series));
    }
    if (groups.size() > drawn) {
        ChartSeries other;
        if (count) {
            StatsAnswer rest;
            rest.metrics = now.metrics;
            for (std::size_t i = drawn; i < groups.size(); ++i)
                rest.series.push_back(*groups[i]);
            other = sumOf(rest, 0, part);
            fillWithZeros(other, data.from, data.to, data.step);
        } else if (sources.rest != nullptr && !sources.rest->series.empty()) {
            other = seriesOf(*sources.rest, sources.rest->series.front(), part);
        }
        if (!other.times.empty()) {
            other.name = Words::tr("Other");
            other.rest = true;
            other.tint = chartColours;
            other.term = restFilter(report, now);
            data.series.push_back(std::move(other));
        }
    }
    if (sources.before == nullptr)
        return;
    if (data.kind == ChartKind::Bars) { // their whole height, as one line
        StatsAnswer shown;
        shown.metrics = sources.before->metrics;
        for (const auto& series : sources.before->series) {
            if (isGroupDrawn(report, series))
                shown.series.push_back(series);
        }
        addFaded(data, sumOf(shown, 0, part), shift, 0, Words::tr("Together"), true);
        data.series.back().rest = true; // of no group's colour
        return;
    }
    for (std::size_t i = 0; i < drawn; ++i) {
        for (const auto& series : sources.before->series) {
            if (series.group == groups[i]->group)
                addFaded(data, seriesOf(*sources.before, series, part), shift, static_cast<int>(i),
                         groupName(dimension, series.group.value(0), sources.names), count);
        }
    }
}

} // namespace

const QStringList& analyticsMetrics() {
    static const QStringList all{QStringLiteral("calls"),
                                 QStringLiteral("errors"),
                                 QStringLiteral("tokens.input"),
                                 QStringLiteral("tokens.cached_input"),
                                 QStringLiteral("tokens.cache_write"),
                                 QStringLiteral("tokens.output"),
                                 QStringLiteral("tokens.reasoning"),
                                 QStringLiteral("tokens.total"),
                                 QStringLiteral("cost"),
                                 QStringLiteral("pretend_cost"),
                                 QStringLiteral("latency.p50"),
                                 QStringLiteral("latency.p95"),
                                 QStringLiteral("latency.p99"),
                                 QStringLiteral("first_byte.p50"),
                                 QStringLiteral("first_byte.p95"),
                                 QStringLiteral("first_byte.p99")};
    return all;
}

QStringList chartMetrics(const Report& report) {
    QStringList out;
    for (const auto& part : partsOf(report))
        out << part.metric;
    return out;
}

QStringList groupWordsOf(const Report& report) {
    if (report.group != GroupBy::Nothing)
        return {wordOf(report.group)};
    return report.measure == Measure::Errors ? QStringList{errorDimension} : QStringList();
}

int drawnGroups(const Report& report, const StatsAnswer& answer) {
    return static_cast<int>(std::min<std::size_t>(orderedGroups(report, answer).size(), chartColours));
}

QString restFilter(const Report& report, const StatsAnswer& answer) {
    const QString dimension = groupWordsOf(report).value(0);
    const auto groups = orderedGroups(report, answer);
    QStringList terms;
    for (std::size_t i = 0; i < std::min<std::size_t>(groups.size(), chartColours); ++i) {
        const QString term = termOf(dimension, groups[i]->group.value(0), true);
        if (term.isEmpty())
            return {}; // calls of no provider and the like cannot be named
        terms << term;
    }
    return terms.join(u' ');
}

QString groupName(const QString& dimension, const QString& value, const QHash<QString, QString>& names) {
    const QString name = dimension == QLatin1String("key") ? names.value(value) : QString();
    return name.isEmpty() ? groupText(dimension, value) : name;
}

ChartData makeChart(const Report& report, const ChartSources& sources) {
    ChartData data;
    const auto& now = *sources.now;
    data.kind = isQuantile(report.measure) ? ChartKind::Lines : report.kind;
    data.from = now.from;
    data.to = now.to;
    data.step = now.step;
    data.format = formatOf(report.measure);
    data.whole =
        report.measure == Measure::Errors || report.measure == Measure::Tokens || report.measure == Measure::Calls;
    const qint64 shift = sources.before != nullptr ? now.from - sources.before->from : 0;
    if (groupWordsOf(report).isEmpty())
        addParts(data, report, sources, shift);
    else
        addGroups(data, report, sources, shift);
    return data;
}

ChartData makeWeek(const Report& report, const StatsAnswer& hours) {
    ChartData data;
    data.kind = ChartKind::HourMap;
    data.from = hours.from;
    data.to = hours.to;
    data.step = hours.step;
    data.format = shortFormatOf(report.measure);
    data.summed = !isQuantile(report.measure);
    if (hours.series.empty())
        return data;
    Part part = partsOf(report).front();
    if (isQuantile(report.measure))
        part = {QStringLiteral("p%1").arg(report.percentile), quantileMetric(report.measure, report.percentile), {}};
    else if (report.measure == Measure::Tokens)
        part = {Words::tr("Tokens"), QStringLiteral("tokens.total"), {}};
    data.series.push_back(seriesOf(hours, hours.series.front(), part));
    if (data.summed)
        fillWithZeros(data.series.front(), data.from, data.to, data.step);
    return data;
}

} // namespace gatehouse::ui
