// SPDX-License-Identifier: Apache-2.0
#include "core/admin/conformance_runner.h"

#include "core/admin/awaited_records.h"
#include "core/admin/call_bill.h"
#include "core/base/text.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using conformance::Cell;

class Book final : public conformance::CallBook {
public:
    Book(AdminDependencies& with, Executor executor) : m_with(with), m_executor(executor) {}

    Task<std::string> outcomeOf(std::string requestId) override {
        auto ids = std::make_shared<const std::vector<std::string>>(1, std::move(requestId));
        const auto records = co_await awaitRecords(m_with, m_executor, std::move(ids));
        co_return records.empty() ? std::string() : std::string(telemetry::nameOf(records.front().outcome));
    }

private:
    AdminDependencies& m_with;
    Executor m_executor;
};

ConformanceBill billOf(const std::vector<telemetry::CallRecord>& records, std::size_t calls) {
    return billOfCalls<ConformanceBill>(records, calls);
}

struct Leading {
    AdminDependencies& with;
    Executor executor;
    std::shared_ptr<ConformanceRun> run;
    conformance::TrialInput input;
};

void keepAndTell(AdminDependencies& with, json::object result) {
    auto kept = std::make_shared<const json::object>(std::move(result));
    (void)with.controlThread.post([&with, kept] {
        const std::string model(kept->at("model").as_string());
        const auto done = with.settings != nullptr ? keepRun(*with.settings, *kept) : Result<void>();
        if (!done)
            with.log.warning("conformance.not_kept", {{"model", model}, {"message", done.error().message}});
        with.conformance->forget(model);
    });
}

Task<void> leadDialect(std::shared_ptr<Leading> leading, std::size_t begin, std::size_t end) {
    auto& with = leading->with;
    const auto upstream = with.freshUpstream(leading->executor);
    for (std::size_t i = begin; i < end && !with.conformance->stopAsked(*leading->run); ++i) {
        const auto& place = leading->run->cells[i]; // only this coroutine writes it
        auto input = leading->input;
        auto cell = co_await conformance::tryFeature(*upstream, std::move(input), place.dialect, place.feature);
        with.conformance->put(*leading->run, i, std::move(cell));
    }
    if (!with.conformance->leave(*leading->run))
        co_return;
    auto ids = std::make_shared<const std::vector<std::string>>(with.conformance->callsOf(*leading->run));
    const auto records = co_await awaitRecords(with, leading->executor, ids);
    auto result = with.conformance->end(*leading->run, billOf(records, ids->size()), with.clock.wall());
    keepAndTell(with, std::move(result));
}

std::string settingOf(std::string_view model) {
    return "conformance.run." + std::string(model);
}
constexpr std::string_view indexSetting = "conformance.index";
constexpr std::size_t mostKept = 200;

json::value valueOf(store::SettingsRepository& settings, std::string_view name) {
    const auto text = settings.get(name);
    if (!text || !*text)
        return {};
    boost::system::error_code code;
    auto value = json::parse(**text, code);
    return code ? json::value() : value;
}

std::string_view modelIn(const json::value& summary) {
    const auto* object = summary.if_object();
    const auto* model = object != nullptr ? object->if_contains("model") : nullptr;
    return model != nullptr && model->is_string() ? std::string_view(model->get_string()) : std::string_view();
}

json::array without(const json::array& summaries, std::string_view model) {
    json::array rest;
    for (const auto& summary : summaries) {
        if (modelIn(summary) != model)
            rest.push_back(summary);
    }
    return rest;
}

} // namespace

void startConformance(AdminDependencies& with, Executor executor, std::shared_ptr<ConformanceRun> run,
                      std::shared_ptr<const conformance::GatewayPlace> place,
                      std::shared_ptr<const conformance::Subject> subject) {
    auto book = std::make_shared<Book>(with, executor);
    auto leading =
        std::make_shared<Leading>(Leading{with, executor, run, {std::move(place), std::move(subject), book}});
    const std::size_t features = run->cells.size() / run->left;
    const std::size_t dialects = run->left;
    for (std::size_t i = 0; i < dialects; ++i)
        asio::co_spawn(executor, leadDialect(leading, i * features, (i + 1) * features), asio::detached);
}

std::optional<json::object> keptRun(store::SettingsRepository& settings, std::string_view model) {
    auto value = valueOf(settings, settingOf(model));
    return value.is_object() ? std::optional(std::move(value.get_object())) : std::nullopt;
}

json::array keptSummaries(store::SettingsRepository& settings) {
    auto value = valueOf(settings, indexSetting);
    return value.is_array() ? std::move(value.get_array()) : json::array();
}

Result<void> keepRun(store::SettingsRepository& settings, const json::object& run) {
    const std::string model(run.at("model").as_string());
    if (auto kept = settings.put(settingOf(model), json::serialize(run)); !kept)
        return kept;
    auto rest = without(keptSummaries(settings), model);
    rest.insert(rest.begin(), summaryOf(run));
    while (rest.size() > mostKept) {
        if (auto removed = settings.remove(settingOf(modelIn(rest.back()))); !removed)
            return removed;
        rest.pop_back();
    }
    return settings.put(indexSetting, json::serialize(rest));
}

Result<bool> dropRun(store::SettingsRepository& settings, std::string_view model) {
    const auto known = keptSummaries(settings);
    const auto rest = without(known, model);
    if (rest.size() == known.size())
        return false;
    if (auto kept = settings.put(indexSetting, json::serialize(rest)); !kept)
        return tl::unexpected(std::move(kept.error()));
    if (auto removed = settings.remove(settingOf(model)); !removed)
        return tl::unexpected(std::move(removed.error()));
    return true;
}

} // namespace gatehouse::admin
