// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/backup_commands.h"

#include "app/engine/foundation.h"
#include "app/gatehoused/config_file.h"
#include "app/gatehoused/output_file.h"
#include "core/store/backup.h"

#include <cstdio>

namespace gatehouse::app {
namespace {

void tell(const char* what, const store::BackupFacts& facts) {
    std::printf("%s %llu rows, configuration sha256:%s\n", what, static_cast<unsigned long long>(facts.rows),
                facts.configuration.c_str());
}

Result<store::BackupFacts> writeChecked(Desk& desk, const std::string& path) {
    auto file = OutputFile::create(path);
    if (!file)
        return tl::unexpected(file.error());
    if (auto done = desk.backup([&](std::string_view bytes) { return file->append(bytes); }); !done)
        return tl::unexpected(done.error());
    if (auto done = file->sync(); !done)
        return tl::unexpected(done.error());
    // Read back before it gets its name: a backup that cannot be restored is none.
    auto facts = store::inspectBackup(file->beside());
    if (!facts)
        return facts;
    if (auto done = file->moveIntoPlace(); !done)
        return tl::unexpected(done.error());
    return facts;
}

} // namespace

int backUp(Desk& desk, const std::string& path) {
    const auto facts = writeChecked(desk, path);
    if (!facts)
        return complain(facts.error());
    tell("saved", *facts);
    return exitDone;
}

int restore(const Options& options, const contract::Document& process) {
    auto folder = DataFolder::open(options.dataDir.value_or(DataFolder::defaultPath()));
    if (!folder)
        return complain(folder.error());
    if (auto locked = folder->lock(); !locked) {
        std::fprintf(stderr, "gatehoused: A gateway runs in the data folder %s. Stop it before you restore.\n",
                     folder->path().c_str());
        return exitCodeOf(locked.error());
    }
    auto where = storeOptions(*folder, process);
    if (!where)
        return complain(where.error());
    store::RestoreOptions with;
    with.store = std::move(*where);
    with.replace = options.force;
    with.files = filesBesideStore(*folder);
    const auto facts = store::restoreBackup(options.operand, with);
    if (!facts)
        return complain(facts.error());
    tell("restored", *facts);
    return exitDone;
}

} // namespace gatehouse::app
