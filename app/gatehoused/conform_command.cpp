// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/conform_command.h"

#include "app/gatehoused/backup_commands.h"
#include "core/base/text.h"

#include <QEventLoop>
#include <QTimer>
#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

namespace gatehouse::app {
namespace {

namespace json = boost::json;

constexpr int betweenLooksMilliseconds = 200;
constexpr std::string_view fallback = "demo/echo"; // where no route is configured

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

std::string textOf(const json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t numberOf(const json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

Result<json::object> askObject(Desk& desk, const char* method, const std::string& path) {
    auto body = desk.ask(method, path);
    if (!body)
        return tl::unexpected(std::move(body.error()));
    boost::system::error_code code;
    auto value = json::parse(*body, code);
    if (code || !value.is_object())
        return failure(ErrorKind::Internal, "bad_answer",
                       "The running gateway's answer is not what this version reads.");
    return std::move(value.get_object());
}

void pause() {
    QEventLoop loop;
    QTimer::singleShot(betweenLooksMilliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

// Names of all routes that are on.
Result<std::vector<std::string>> allRoutes(Desk& desk) {
    std::vector<std::string> routes;
    std::string cursor;
    do {
        const auto page = askObject(desk, "GET", "/routes?limit=100" + (cursor.empty() ? "" : "&cursor=" + cursor));
        if (!page)
            return tl::unexpected(page.error());
        const auto* items = page->if_contains("items");
        if (items != nullptr && items->is_array()) {
            for (const auto& item : items->get_array()) {
                const auto* route = item.if_object();
                const auto* enabled = route != nullptr ? route->if_contains("enabled") : nullptr;
                const bool off = enabled != nullptr && enabled->is_bool() && !enabled->get_bool();
                if (route != nullptr && !off)
                    routes.push_back(textOf(*route, "model"));
            }
        }
        cursor = textOf(*page, "next");
    } while (!cursor.empty());
    if (routes.empty())
        routes.emplace_back(fallback);
    return routes;
}

std::string pathOf(const std::string& route, const Options& options, bool dryRun) {
    std::string path = "/conformance/" + percentEncode(route) + "?dry_run=" + (dryRun ? "true" : "false");
    if (options.dialects)
        path += "&dialects=" + percentEncode(*options.dialects);
    return path;
}

std::string planLine(const json::object& plan) {
    const auto cost = textOf(plan, "most_cost");
    const auto* pretend = plan.if_contains("pretend");
    const bool free = pretend != nullptr && pretend->is_bool() && pretend->get_bool();
    std::string line = textOf(plan, "model") + ": at most " + std::to_string(numberOf(plan, "calls")) + " calls, ";
    if (free)
        return line + "free of charge\n";
    return line + (cost.empty() ? "at an unknown price\n" : "at most $" + cost + "\n");
}

Result<json::object> runOne(Desk& desk, const std::string& route, const Options& options) {
    auto begun = askObject(desk, "POST", pathOf(route, options, false));
    if (!begun)
        return begun;
    for (;;) {
        auto run = askObject(desk, "GET", "/conformance/" + percentEncode(route));
        if (!run || textOf(*run, "state") != "running")
            return run;
        pause();
    }
}

std::string_view markOf(std::string_view state) {
    if (state == "passed")
        return "pass";
    if (state == "failed")
        return "FAIL";
    return state == "not_applicable" ? "n/a" : "-";
}

// Cells as text, a row for each client dialect.
class Table {
public:
    explicit Table(const json::object& run) {
        const auto* cells = run.if_contains("cells");
        if (cells == nullptr || !cells->is_array())
            return;
        for (const auto& each : cells->get_array()) {
            if (const auto* cell = each.if_object())
                add(*cell);
        }
    }

    std::string text() const {
        std::vector<std::size_t> widths;
        for (const auto& row : m_rows) {
            widths.resize(std::max(widths.size(), row.size()));
            for (std::size_t i = 0; i < row.size(); ++i)
                widths[i] = std::max(widths[i], row[i].size());
        }
        std::string out;
        for (const auto& row : m_rows) {
            std::string line;
            for (std::size_t i = 0; i < row.size(); ++i)
                line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
            out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        }
        return out + m_notes;
    }

private:
    void add(const json::object& cell) {
        const auto dialect = textOf(cell, "dialect");
        const auto feature = textOf(cell, "feature");
        auto& head = m_rows.front();
        auto column = static_cast<std::size_t>(std::find(head.begin() + 1, head.end(), feature) - head.begin());
        if (column == head.size())
            head.push_back(feature);
        if (m_rows.back().front() != dialect)
            m_rows.push_back({dialect});
        auto& row = m_rows.back();
        row.resize(std::max(row.size(), column + 1));
        const auto state = textOf(cell, "state");
        row[column] = markOf(state);
        if (state == "failed" || state == "not_applicable")
            m_notes += "  " + std::string(markOf(state)) + "  " + dialect + " " + feature + ": " +
                       textOf(cell, "reason") + "\n";
    }

    std::vector<std::vector<std::string>> m_rows{{"dialect"}};
    std::string m_notes;
};

std::string endLine(const json::object& run) {
    const auto cost = textOf(run, "cost");
    const auto* pretend = run.if_contains("pretend");
    const bool free = pretend != nullptr && pretend->is_bool() && pretend->get_bool();
    return textOf(run, "model") + " " + textOf(run, "state") + ": " + std::to_string(numberOf(run, "passed")) +
           " passed, " + std::to_string(numberOf(run, "failed")) + " failed, " +
           std::to_string(numberOf(run, "not_applicable")) + " not applicable; " +
           std::to_string(numberOf(run, "calls")) + " calls" +
           (free           ? ", free of charge"
            : cost.empty() ? ", cost unknown"
                           : ", $" + cost) +
           "\n";
}

int dryRun(Desk& desk, const std::vector<std::string>& routes, const Options& options) {
    json::array plans;
    for (const auto& route : routes) {
        auto plan = askObject(desk, "POST", pathOf(route, options, true));
        if (!plan)
            return complain(plan.error());
        if (!options.json)
            print(planLine(*plan));
        plans.push_back(std::move(*plan));
    }
    if (options.json)
        print(json::serialize(plans) + "\n");
    return exitDone;
}

} // namespace

int conform(Desk& desk, const Options& options) {
    auto routes = options.routes.empty() ? allRoutes(desk) : Result<std::vector<std::string>>(options.routes);
    if (!routes)
        return complain(routes.error());
    if (options.dryRun)
        return dryRun(desk, *routes, options);
    json::array runs;
    bool passed = true;
    for (const auto& route : *routes) {
        const auto plan = askObject(desk, "POST", pathOf(route, options, true));
        if (!plan)
            return complain(plan.error());
        std::fputs(planLine(*plan).c_str(), stderr);
        auto run = runOne(desk, route, options);
        if (!run)
            return complain(run.error());
        passed = passed && textOf(*run, "state") == "passed";
        if (!options.json)
            print(Table(*run).text() + endLine(*run) + "\n");
        runs.push_back(std::move(*run));
    }
    if (options.json)
        print(json::serialize(runs) + "\n");
    return passed ? exitDone : exitFailed;
}

} // namespace gatehouse::app
