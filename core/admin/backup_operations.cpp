// SPDX-License-Identifier: Apache-2.0
// The backup of a running gateway.
#include "core/admin/operation.h"

#include <utility>

namespace gatehouse::admin {
namespace {

Result<SpooledFile> makeBackup(AdminDependencies& with, const Request& request) {
    if (!with.backup)
        return failure(ErrorKind::Unavailable, "not_available", "This gateway has no store to back up.");
    auto made = with.backup();
    if (made)
        with.log.info("backup.made", {{"bytes", made->size()}, {"actor", request.actor}});
    return made;
}

} // namespace

void addBackupOperations(Operations& out) {
    Operation backup;
    backup.method = http::Method::Post;
    backup.path = "/admin/v1/backup";
    backup.id = "makeBackup";
    backup.tag = "process";
    backup.summary = "Back up the store and the sealed vault";
    backup.description = "The answer is the file that `gatehoused restore` takes: all tables as they stood at one "
                         "moment, and the vault as it lies on the disk. The vault's key is not in it. It begins when "
                         "the backup is whole.";
    backup.responses = {{200, "The backup.", {"application/octet-stream"}, "", false, false}};
    backup.problems = {503};
    backup.run = FileRun{makeBackup};
    out.push_back(std::move(backup));
}

} // namespace gatehouse::admin
