// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/gatehoused/options.h"
#include "core/config/document.h"

#include <optional>
#include <string>
#include <variant>

namespace gatehouse::app {

struct ConfigFile {
    std::string path;
    std::string text;
    config::Format format = config::Format::Yaml;
    config::ParsedDocument parsed;
};

// Reads and checks a configuration file; what is wrong is said on standard error, line by line, and answered as an
// exit code.
std::variant<ConfigFile, ExitCode> readConfigFile(const std::string& path);

// The parts that a process reads at start: of --config where it is given, else the defaults.
std::variant<contract::Document, ExitCode> processDocument(const Options& options);

// Exit code of an error by its kind and code.
ExitCode exitCodeOf(const Error& error);

// "gatehoused: message" on standard error; answers the exit code.
ExitCode complain(const Error& error);

} // namespace gatehouse::app
