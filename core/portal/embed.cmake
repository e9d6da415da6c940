# SPDX-License-Identifier: Apache-2.0
# Run by the build: writes OUTPUT, a source file with all files of the folder DIST (none where it is empty) and their
# gzipped forms, which lie beside them.
set(arrays "")
set(rows "")
set(count 0)

function(hold file name)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  set(arrays "${arrays}constexpr unsigned char ${name}[] = {\n${bytes}};\n" PARENT_SCOPE)
endfunction()

if(DIST)
  file(GLOB_RECURSE files RELATIVE "${DIST}" "${DIST}/*")
  list(FILTER files EXCLUDE REGEX "\\.gz$")
  list(SORT files)
  foreach(file ${files})
    hold("${DIST}/${file}" "plain${count}")
    hold("${DIST}/${file}.gz" "gzip${count}")
    string(APPEND rows "    {\"${file}\", text(plain${count}), text(gzip${count})},\n")
    math(EXPR count "${count} + 1")
  endforeach()
endif()

file(WRITE "${OUTPUT}.new" "// SPDX-License-Identifier: Apache-2.0
#include \"core/portal/portal_files.h\"

#include <cstddef>
#include <vector>

namespace gatehouse::portal {
namespace {

${arrays}
template <std::size_t size>
[[maybe_unused]] std::string_view text(const unsigned char (&bytes)[size]) {
    return {reinterpret_cast<const char*>(bytes), size};
}

} // namespace

std::span<const PortalFile> portalFiles() {
    static const std::vector<PortalFile> files{
${rows}    };
    return files;
}

} // namespace gatehouse::portal
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
