// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace gatehouse::providers::aws {

// A profile's settings by name in small letters.
using Profile = std::map<std::string, std::string, std::less<>>;
using Profiles = std::map<std::string, Profile, std::less<>>;

// The files of AWS's own tools (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html). In "config" a
// section is "[profile NAME]", but for "[default]"; in "credentials" it is "[NAME]". What else stands there is left
// out.
enum class ProfileFile { Config, Credentials };
// Adds to "profiles"; a setting that is there already is replaced.
void readProfiles(std::string_view text, ProfileFile file, Profiles& profiles);
// Overwrites every value: some are secrets.
void wipeProfiles(Profiles& profiles);

} // namespace gatehouse::providers::aws
