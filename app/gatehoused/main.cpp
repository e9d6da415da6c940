// SPDX-License-Identifier: Apache-2.0
#include "app/engine/version.h"
#include "app/gatehoused/commands.h"
#include "app/gatehoused/hardening.h"
#include "app/gatehoused/options.h"
#include "app/gatehoused/serve.h"

#include <QCoreApplication>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

using namespace gatehouse::app;

int run(const Options& options) {
    switch (options.command) {
    case Command::Help:
        std::fwrite(helpText().data(), 1, helpText().size(), stdout);
        return exitDone;
    case Command::Version:
        std::printf("gatehoused %s\n", versionText);
        return exitDone;
    case Command::Serve:
        return serve(options);
    default:
        return runCommand(options);
    }
}

} // namespace

int main(int count, char** words) {
    ignoreHostileEnvironment();
    const std::vector<std::string> arguments(words + 1, words + count);
    const auto options = parseOptions(arguments);
    if (!options) {
        std::fprintf(stderr, "gatehoused: %s\n", options.error().message.c_str());
        return exitUsage;
    }
    try {
        QCoreApplication application(count, words);
        return run(*options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "gatehoused: stopped by an unexpected failure: %s\n", error.what());
        return exitFailed;
    }
}
