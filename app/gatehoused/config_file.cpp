// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/config_file.h"

#include "core/admin/catalogue_presets.h"
#include "core/catalog/presets.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace gatehouse::app {
namespace {

constexpr std::uintmax_t largestFile = std::uintmax_t{4} << 20U;

} // namespace

std::variant<ConfigFile, ExitCode> readConfigFile(const std::string& path) {
    ConfigFile file;
    file.path = path;
    std::error_code code;
    const auto size = std::filesystem::file_size(path, code);
    if (!code && size > largestFile) {
        std::fprintf(stderr, "gatehoused: %s is larger than 4 MiB; a configuration file is not.\n", path.c_str());
        return exitConfiguration;
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        std::fprintf(stderr, "gatehoused: %s cannot be read (%s).\n", path.c_str(), std::strerror(errno));
        return exitConfiguration;
    }
    std::ostringstream text;
    text << stream.rdbuf();
    file.text = text.str();
    if (path.ends_with(".json"))
        file.format = config::Format::Json;
    const catalog::Presets catalogue;
    const admin::CataloguePresets presets(catalogue);
    auto parsed = config::parseDocument(file.text, file.format, presets);
    if (!parsed) {
        const auto name = std::filesystem::path(path).filename().string();
        std::fputs(config::report(parsed.error(), name).c_str(), stderr);
        return exitConfiguration;
    }
    file.parsed = std::move(*parsed);
    return file;
}

std::variant<contract::Document, ExitCode> processDocument(const Options& options) {
    if (!options.config)
        return contract::Document{};
    auto file = readConfigFile(*options.config);
    if (const auto* code = std::get_if<ExitCode>(&file))
        return *code;
    return std::get<ConfigFile>(file).parsed.document;
}

ExitCode exitCodeOf(const Error& error) {
    if (error.code == "cannot_bind" || error.code == "bad_listen_address")
        return exitBind;
    if (error.code.starts_with("store_") || error.code.starts_with("data_folder_"))
        return exitStore;
    if (error.code == "usage")
        return exitUsage;
    return exitFailed;
}

ExitCode complain(const Error& error) {
    std::fprintf(stderr, "gatehoused: %s\n", error.message.c_str());
    return exitCodeOf(error);
}

} // namespace gatehouse::app
