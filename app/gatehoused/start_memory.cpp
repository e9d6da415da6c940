// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/start_memory.h"

#include "core/http/server/memory_watch.h"

#include <cstdint>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

namespace gatehouse::app {
namespace {

// Of one program or library. Only what was never written to can be read from its file again.
int dropPages(dl_phdr_info* object, std::size_t /*size*/, void* /*unused*/) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (int i = 0; i < object->dlpi_phnum; ++i) {
        const auto& part = object->dlpi_phdr[i];
        if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0)
            continue;
        const auto begin = (object->dlpi_addr + part.p_vaddr) & ~(page - 1);
        const auto end = (object->dlpi_addr + part.p_vaddr + part.p_memsz) & ~(page - 1);
        if (end > begin)
            (void)::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED); // NOLINT: an address
    }
    return 0;
}

} // namespace

void giveBackStartMemory() {
    http::returnFreeMemory();
    (void)::dl_iterate_phdr(dropPages, nullptr);
}

} // namespace gatehouse::app
