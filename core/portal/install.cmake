# SPDX-License-Identifier: Apache-2.0
# Run by the build: installs the tools of SOURCES/package-lock.json into FOLDER. No script of a package is run.
file(COPY "${SOURCES}/package.json" "${SOURCES}/package-lock.json" DESTINATION "${FOLDER}")
execute_process(
  COMMAND "${NPM}" ci --omit=dev --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
  WORKING_DIRECTORY "${FOLDER}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "npm could not install the tools that build the portal. The first build needs npm's registry; "
    "without it name a folder with the portal as built elsewhere (-DGATEHOUSE_PORTAL_DIST=FOLDER) or build without it "
    "(-DGATEHOUSE_PORTAL=OFF). See docs/portal.md.")
endif()
file(TOUCH "${FOLDER}/installed")
