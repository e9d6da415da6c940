// SPDX-License-Identifier: Apache-2.0
#include "core/admin/metrics.h"

#include <array>
#include <charconv>
#include <cmath>

namespace gatehouse::admin {
namespace {

void appendNumber(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::isinf(value)) {
        out += value > 0 ? "+Inf" : "-Inf";
        return;
    }
    std::array<char, 40> buffer{};
    const auto [end, code] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

std::string numberText(double value) {
    std::string out;
    appendNumber(out, value);
    return out;
}

void appendEscaped(std::string& out, std::string_view text, bool quotes) {
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && quotes)
            out += "\\\"";
        else
            out += c;
    }
}

void appendLabels(std::string& out, const Labels& labels) {
    if (labels.empty())
        return;
    char separator = '{';
    for (const auto& [name, value] : labels) {
        out += separator;
        out += name;
        out += "=\"";
        appendEscaped(out, value, true);
        out += '"';
        separator = ',';
    }
    out += '}';
}

void appendSample(std::string& out, std::string_view name, std::string_view suffix, const Labels& labels,
                  double value) {
    out += name;
    out += suffix;
    appendLabels(out, labels);
    out += ' ';
    appendNumber(out, value);
    out += '\n';
}

std::string_view nameOf(MetricKind kind) {
    switch (kind) {
    case MetricKind::Counter:
        return "counter";
    case MetricKind::Histogram:
        return "histogram";
    default:
        return "gauge";
    }
}

} // namespace

MetricWriter::Family& MetricWriter::family(std::string_view name, std::string_view help, MetricKind kind) {
    for (auto& known : m_families) {
        if (known.name == name)
            return known;
    }
    return m_families.emplace_back(Family{std::string(name), std::string(help), kind, {}});
}

void MetricWriter::counter(std::string_view name, std::string_view help, double value, const Labels& labels) {
    appendSample(family(name, help, MetricKind::Counter).samples, name, "", labels, value);
}

void MetricWriter::gauge(std::string_view name, std::string_view help, double value, const Labels& labels) {
    appendSample(family(name, help, MetricKind::Gauge).samples, name, "", labels, value);
}

void MetricWriter::histogram(std::string_view name, std::string_view help, const HistogramData& data,
                             const Labels& labels) {
    std::string& out = family(name, help, MetricKind::Histogram).samples;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < data.counts.size(); ++i) {
        total += data.counts[i];
        Labels bucket = labels;
        bucket.emplace_back("le", i < data.bounds.size() ? numberText(data.bounds[i]) : "+Inf");
        appendSample(out, name, "_bucket", bucket, static_cast<double>(total));
    }
    appendSample(out, name, "_sum", labels, data.sum);
    appendSample(out, name, "_count", labels, static_cast<double>(total));
}

std::string MetricWriter::text() const {
    std::string out;
    for (const auto& known : m_families) {
        out += "# HELP " + known.name + ' ';
        appendEscaped(out, known.help, false);
        out += "\n# TYPE " + known.name + ' ';
        out += nameOf(known.kind);
        out += '\n';
        out += known.samples;
    }
    return out;
}

void MetricsRegistry::add(Collector collector) {
    const std::scoped_lock lock(m_mutex);
    m_collectors.push_back(std::move(collector));
}

void MetricsRegistry::collect(MetricWriter& out) const {
    const std::scoped_lock lock(m_mutex);
    for (const auto& collector : m_collectors)
        collector(out);
}

std::string MetricsRegistry::prometheusText() const {
    MetricWriter writer;
    collect(writer);
    return writer.text();
}

} // namespace gatehouse::admin
