// SPDX-License-Identifier: Apache-2.0
#include "core/admin/api_lifecycle.h"

#include "core/config/product_rules.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace gatehouse::admin {
namespace {

using contract::ApiReleaseSpec;
using contract::ApiSpec;
using contract::ApiVersionSpec;

constexpr std::size_t mostReleases = 200;

tl::unexpected<Refused> conflict(std::string code, std::string message) {
    return refused(ErrorKind::Conflict, std::move(code), std::move(message));
}

Outcome<void> mustBe(const ApiVersionSpec& version, std::initializer_list<std::string_view> states, Step step) {
    if (std::find(states.begin(), states.end(), version.state) != states.end())
        return {};
    std::string expected;
    for (const auto state : states)
        expected.append(expected.empty() ? "" : " or ").append(state);
    auto error = failure(ErrorKind::Conflict, "wrong_state",
                         "To " + std::string(nameOf(step)) + " a version it must be " + expected + "; version " +
                             version.version + " is " + version.state + ".")
                     .value();
    error.field = "state";
    error.expected = expected;
    error.found = version.state;
    return refused(std::move(error));
}

std::uint64_t newestRelease(const ApiVersionSpec& version) {
    std::uint64_t newest = 0;
    for (const auto& release : version.releases)
        newest = std::max(newest, release.number);
    return newest;
}

Outcome<void> publish(const ApiSpec& api, ApiVersionSpec& version, const StepRequest& request) {
    if (auto fits = mustBe(version, {"designed", "in_review", "published", "deprecated"}, request.step); !fits)
        return fits;
    if (version.state == "in_review" && !request.mayPublishOwn && version.submittedBy == request.by)
        return refused(ErrorKind::Forbidden, "self_approval",
                       "You submitted this version for review: somebody else must publish it "
                       "(organisation: self_approval).");
    const contract::Path root;
    const contract::Path path(root, "definition");
    if (auto faults = config::checkComplete(api, version.definition, path); !faults.empty())
        return refused(std::move(faults));
    // The oldest of very many go: roll-back needs the last few.
    if (version.releases.size() >= mostReleases)
        version.releases.erase(version.releases.begin());
    ApiReleaseSpec release;
    release.number = newestRelease(version) + 1;
    release.at = request.now;
    release.by = request.by;
    release.note = request.note;
    release.definition = version.definition;
    version.live = release.number;
    version.releases.push_back(std::move(release));
    version.state = "published";
    version.submittedBy.reset();
    version.deprecatedAt.reset();
    version.sunset.reset();
    version.successor.reset();
    return {};
}

Outcome<void> rollBack(ApiVersionSpec& version, const StepRequest& request) {
    if (auto fits = mustBe(version, {"published", "deprecated"}, request.step); !fits)
        return fits;
    std::uint64_t target = 0;
    for (const auto& release : version.releases) {
        const bool meant = request.release ? release.number == *request.release : release.number < version.live;
        if (meant)
            target = std::max(target, release.number);
    }
    if (target == 0 || target == version.live)
        return conflict("no_release", request.release ? "There is no other release of that number."
                                                      : "There is no earlier release to go back to.");
    version.live = target;
    return {};
}

Outcome<void> deprecate(ApiVersionSpec& version, const StepRequest& request) {
    if (auto fits = mustBe(version, {"published", "deprecated"}, request.step); !fits)
        return fits;
    if (request.sunset && *request.sunset <= request.now)
        return conflict("sunset_passed", "sunset: a time to come is wanted; to end the version now, retire it.");
    version.state = "deprecated";
    version.deprecatedAt = version.deprecatedAt.value_or(request.now);
    version.sunset = request.sunset;
    version.successor = request.successor;
    return {};
}

Outcome<void> take(const ApiSpec& api, ApiVersionSpec& version, const StepRequest& request) {
    switch (request.step) {
    case Step::Submit: {
        auto fits = mustBe(version, {"designed"}, request.step);
        if (fits) {
            version.state = "in_review";
            version.submittedBy = request.by;
        }
        return fits;
    }
    case Step::SendBack: {
        auto fits = mustBe(version, {"in_review"}, request.step);
        if (fits) {
            version.state = "designed";
            version.submittedBy.reset();
        }
        return fits;
    }
    case Step::Publish:
        return publish(api, version, request);
    case Step::RollBack:
        return rollBack(version, request);
    case Step::Deprecate:
        return deprecate(version, request);
    case Step::Retire:
        break;
    }
    auto fits = mustBe(version, {"published", "deprecated"}, request.step);
    if (fits)
        version.state = "retired";
    return fits;
}

} // namespace

std::string_view nameOf(Step step) {
    constexpr std::array<std::string_view, 6> names{"submit",    "send_back", "publish",
                                                    "roll_back", "deprecate", "retire"};
    return names[static_cast<std::size_t>(step)];
}

Outcome<contract::ApiSpec> takeStep(ApiSpec api, std::string_view version, const StepRequest& request) {
    const auto found = std::find_if(api.versions.begin(), api.versions.end(),
                                    [version](const ApiVersionSpec& one) { return one.version == version; });
    if (found == api.versions.end())
        return refused(ErrorKind::NotFound, "not_found", "This API has no such version.");
    auto changed = *found;
    if (auto done = take(api, changed, request); !done)
        return tl::unexpected<Refused>(std::move(done.error()));
    *found = std::move(changed);
    return api;
}

const contract::ApiDefinitionSpec& liveDefinition(const ApiVersionSpec& version) {
    for (const auto& release : version.releases) {
        if (release.number == version.live)
            return release.definition;
    }
    return version.definition;
}

} // namespace gatehouse::admin
