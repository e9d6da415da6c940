// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/options.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::app {
namespace {

constexpr std::string_view help = R"(gatehoused, an AI gateway without a screen

  gatehoused serve [--config FILE.yaml] [--data-dir DIR] [--listen HOST:PORT] [--admin HOST:PORT]
                   [--admin-token-file FILE] [--vault-key-file FILE] [--threads N] [--drain-seconds S]
                   [--log-level LEVEL]
  gatehoused apply FILE.yaml [--dry-run] [--prune]   make the configuration what the file says
  gatehoused export                                  print the configuration as YAML, without secrets
  gatehoused check FILE.yaml                         say whether the file is right, change nothing
  gatehoused schema                                  print the JSON Schema of the file
  gatehoused key new APP                             make a gateway key and print it, once
  gatehoused secret set NAME | list | remove NAME    provider keys; set reads standard input
  gatehoused vault rotate                            seal the vault with the passphrase on standard input,
      [--make-key-file | --new-key-file FILE]        with a fresh key file in its place, or with FILE's content
  gatehoused conform [--route R] [--dialect D]       try routes in every client dialect with real calls, which a
      [--dry-run] [--json]                           provider bills; --dry-run says what they cost at most
  gatehoused backup FILE                             store and sealed vault into a file; also while it serves
  gatehoused restore FILE [--force]                  make the store what a backup holds; nothing may run
  gatehoused --help | --version

All but check and schema take --data-dir DIR, and --config FILE.yaml to say where the store is.
Defaults: gateway 127.0.0.1:8642, admin 127.0.0.1:8643, data in $XDG_DATA_HOME/gatehouse.
LEVEL is debug, info, warning, error or off. The admin token is read from GATEHOUSE_ADMIN_TOKEN, else from
--admin-token-file, else made in the data folder. The vault opens with GATEHOUSE_VAULT_PASSPHRASE, else with
--vault-key-file, else with a key file made in the data folder.
)";

struct Form {
    std::string_view words; // "key new"
    Command command;
    std::string_view operand; // its name in messages; empty = none
};

constexpr std::array forms{
    Form{"serve", Command::Serve, ""},
    Form{"apply", Command::Apply, "FILE.yaml"},
    Form{"export", Command::Export, ""},
    Form{"check", Command::Check, "FILE.yaml"},
    Form{"schema", Command::Schema, ""},
    Form{"backup", Command::Backup, "FILE"},
    Form{"restore", Command::Restore, "FILE"},
    Form{"key new", Command::KeyNew, "APP"},
    Form{"secret set", Command::SecretSet, "NAME"},
    Form{"secret list", Command::SecretList, ""},
    Form{"secret remove", Command::SecretRemove, "NAME"},
    Form{"vault rotate", Command::VaultRotate, ""},
    Form{"conform", Command::Conform, ""},
};

tl::unexpected<Error> usage(std::string message) {
    return failure(ErrorKind::Invalid, "usage", std::move(message) + " See gatehoused --help.");
}

bool takesStore(Command command) {
    return command != Command::Check && command != Command::Schema;
}

struct TextOption {
    std::string_view name;
    std::optional<std::string> Options::*member;
    bool serveOnly;
};

constexpr std::array textOptions{
    TextOption{"--config", &Options::config, false},
    TextOption{"--data-dir", &Options::dataDir, false},
    TextOption{"--listen", &Options::listen, true},
    TextOption{"--admin", &Options::admin, true},
    TextOption{"--admin-token-file", &Options::adminTokenFile, false},
    TextOption{"--vault-key-file", &Options::vaultKeyFile, false},
};

Result<void> setNumber(Options& options, std::string_view name, std::string_view value) {
    const auto number = parseUnsigned(value);
    if (name == "--threads") {
        if (!number || *number < 1 || *number > 256)
            return usage("--threads takes a number from 1 to 256, not \"" + std::string(value) + "\".");
        options.threads = *number;
    } else {
        if (!number || *number > 86'400)
            return usage("--drain-seconds takes a number from 0 to 86400, not \"" + std::string(value) + "\".");
        options.drainSeconds = static_cast<int>(*number);
    }
    return {};
}

Result<void> setLogLevel(Options& options, std::string_view value) {
    static constexpr std::array<std::string_view, 5> names{"debug", "info", "warning", "error", "off"};
    const auto* found = std::find(names.begin(), names.end(), value);
    if (found == names.end())
        return usage("--log-level takes debug, info, warning, error or off, not \"" + std::string(value) + "\".");
    options.logLevel = static_cast<LogLevel>(found - names.begin());
    return {};
}

Result<void> setOption(Options& options, std::string_view name, std::string_view value) {
    const bool serving = options.command == Command::Serve;
    if (name == "--new-key-file" && options.command == Command::VaultRotate && !value.empty()) {
        options.newKeyFile = std::string(value);
        return {};
    }
    if (options.command == Command::Conform && (name == "--route" || name == "--dialect")) {
        if (value.empty())
            return usage(std::string(name) + " needs a value.");
        if (name == "--route")
            options.routes.emplace_back(value);
        else
            options.dialects = options.dialects ? *options.dialects + "," + std::string(value) : std::string(value);
        return {};
    }
    for (const auto& option : textOptions) {
        if (option.name != name || (option.serveOnly && !serving) || !takesStore(options.command))
            continue;
        if (value.empty())
            return usage(std::string(name) + " needs a value.");
        options.*option.member = std::string(value);
        return {};
    }
    if (serving && (name == "--threads" || name == "--drain-seconds"))
        return setNumber(options, name, value);
    if (serving && name == "--log-level")
        return setLogLevel(options, value);
    return usage("This command has no option " + std::string(name) + ".");
}

bool setFlag(Options& options, std::string_view name) {
    if (options.command == Command::VaultRotate && name == "--make-key-file")
        return options.makeKeyFile = true;
    if (options.command == Command::Restore && name == "--force")
        return options.force = true;
    if (options.command == Command::Conform && name == "--json")
        return options.json = true;
    if (options.command == Command::Conform && name == "--dry-run")
        return options.dryRun = true;
    if (options.command != Command::Apply)
        return false;
    if (name == "--dry-run")
        return options.dryRun = true;
    if (name == "--prune")
        return options.prune = true;
    return false;
}

// The command's words may stand before, between or behind its options; an option's value never counts as a word.
Result<void> readWords(Options& options, const std::vector<std::string>& words, std::string_view& wantedOperand) {
    for (const auto& form : forms) {
        const auto blank = form.words.find(' ');
        const std::string_view first = form.words.substr(0, blank);
        const std::string_view second = blank == std::string_view::npos ? "" : form.words.substr(blank + 1);
        if (words.empty() || words[0] != first)
            continue;
        if (!second.empty() && (words.size() < 2 || words[1] != second))
            continue;
        const std::size_t used = second.empty() ? 1 : 2;
        const std::size_t operands = form.operand.empty() ? 0 : 1;
        options.command = form.command;
        wantedOperand = form.operand;
        if (words.size() < used + operands)
            return usage("\"" + std::string(form.words) + "\" needs " + std::string(form.operand) + ".");
        if (words.size() > used + operands)
            return usage("\"" + words[used + operands] + "\" is one word too many.");
        if (operands == 1)
            options.operand = words[used];
        return {};
    }
    return usage(words.empty() ? "Name a command." : "There is no command \"" + words[0] + "\".");
}

bool takesValue(std::string_view name) {
    return name != "--dry-run" && name != "--prune" && name != "--force" && name != "--make-key-file" &&
           name != "--json" && name != "--help" && name != "--version";
}

} // namespace

std::string_view helpText() {
    return help;
}

Result<Options> parseOptions(const std::vector<std::string>& arguments) {
    Options options;
    std::vector<std::string> words;
    std::vector<std::pair<std::string, std::string>> given;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& argument = arguments[i];
        if (argument == "--help" || argument == "-h")
            return options;
        if (argument == "--version") {
            options.command = Command::Version;
            return options;
        }
        if (!argument.starts_with("--")) {
            words.push_back(argument);
            continue;
        }
        const auto equals = argument.find('=');
        const std::string name = argument.substr(0, equals);
        if (equals != std::string::npos)
            given.emplace_back(name, argument.substr(equals + 1));
        else if (!takesValue(name))
            given.emplace_back(name, "");
        else if (i + 1 < arguments.size())
            given.emplace_back(name, arguments[++i]);
        else
            return usage(name + " needs a value.");
    }
    std::string_view operand;
    if (auto read = readWords(options, words, operand); !read)
        return tl::unexpected(read.error());
    for (const auto& [name, value] : given) {
        if (setFlag(options, name))
            continue;
        if (auto set = setOption(options, name, value); !set)
            return tl::unexpected(set.error());
    }
    return options;
}

} // namespace gatehouse::app
