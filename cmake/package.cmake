# SPDX-License-Identifier: Apache-2.0
# make package: a Debian package under build/packages.

install(FILES README.md CHANGELOG.md LICENSES/Apache-2.0.txt LICENSES/GPL-3.0-or-later.txt
        LICENSES/MIT-tabler-icons.txt DESTINATION share/doc/gatehouse)
install(FILES docs/architecture.md docs/configuration.md docs/dependencies.md docs/performance.md
        docs/faults.md docs/secrets.md docs/store.md docs/records.md docs/networks.md docs/overload.md docs/surface.md docs/translation.md docs/conformance.md docs/mappings.md docs/credentials.md docs/clients.md docs/import.md docs/portal.md docs/prompts.md docs/jobs.md docs/chains.md
        DESTINATION share/doc/gatehouse)
install(FILES packaging/gatehoused.service DESTINATION lib/systemd/user)
add_subdirectory(packaging/desktop)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gatehouse)
set(CPACK_PACKAGE_VENDOR "Gatehouse")
set(CPACK_PACKAGE_CONTACT "Gatehouse <gatehouse@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "AI gateway that a person can own")
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_SOURCE_DIR}/build/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What is opened at run time: the SQLite driver, the key chain.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite, libsecret-1-0, ca-certificates, tzdata")
include(CPack)
