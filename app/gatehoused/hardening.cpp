// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/hardening.h"

#include <cstdlib>
#include <initializer_list>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace gatehouse::app {

void ignoreHostileEnvironment() {
    for (const char* name : {"OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES", "QT_PLUGIN_PATH", "QML_IMPORT_PATH",
                             "QT_QPA_PLATFORM_PLUGIN_PATH"})
        ::unsetenv(name);
}

void forbidMemoryDumps() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    // The leak checker reads this process as a debugger does.
#else
    const rlimit none{0, 0};
    (void)::setrlimit(RLIMIT_CORE, &none);
    (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

} // namespace gatehouse::app
