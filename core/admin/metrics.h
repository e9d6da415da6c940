// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Metrics in the Prometheus text format (prometheus.io, "Exposition formats", version 0.0.4).
namespace gatehouse::admin {

enum class MetricKind { Counter, Gauge, Histogram };

using Labels = std::vector<std::pair<std::string, std::string>>;

// What a collector writes into: families in the order of their first sample, one HELP and TYPE line each.
class MetricWriter {
public:
    void counter(std::string_view name, std::string_view help, double value, const Labels& labels = {});
    void gauge(std::string_view name, std::string_view help, double value, const Labels& labels = {});

    // Counts per bucket (not cumulative); "bounds" are upper bounds in the metric's unit, ascending, and "counts" has
    // one more entry for what lies above the last.
    struct HistogramData {
        std::vector<double> bounds;
        std::vector<std::uint64_t> counts;
        double sum = 0;
    };
    void histogram(std::string_view name, std::string_view help, const HistogramData& data, const Labels& labels = {});

    std::string text() const;

private:
    struct Family {
        std::string name;
        std::string help;
        MetricKind kind = MetricKind::Gauge;
        std::string samples;
    };
    Family& family(std::string_view name, std::string_view help, MetricKind kind);
    std::vector<Family> m_families;
};

// Where the app registers the counters of the rooms: a collector reads them (they are atomics) and writes samples.
// add() may be called from any thread; collectors run on query threads, must not block and must outlive the registry's
// last use.
class MetricsRegistry {
public:
    using Collector = std::function<void(MetricWriter&)>;
    void add(Collector collector);
    void collect(MetricWriter& out) const;
    std::string prometheusText() const;

private:
    mutable std::mutex m_mutex;
    std::vector<Collector> m_collectors;
};

} // namespace gatehouse::admin
