# SPDX-License-Identifier: Apache-2.0
# Run by the build: writes a source file that holds INPUT (ASCII) as the text SPACE::NAME, which HEADER declares.
if(NOT DEFINED SPACE)
  set(SPACE "gatehouse::catalog")
  set(HEADER "core/catalog/embedded.h")
endif()
file(READ "${INPUT}" content)
# Compilers limit one literal; adjacent ones are joined. Split between lines.
string(LENGTH "${content}" length)
set(literals "")
set(position 0)
while(position LESS length)
  string(SUBSTRING "${content}" ${position} 15000 part)
  string(APPEND literals "R\"gatehouse(${part})gatehouse\"\n")
  math(EXPR position "${position} + 15000")
endwhile()
file(WRITE "${OUTPUT}" "// SPDX-License-Identifier: Apache-2.0
#include \"${HEADER}\"
namespace ${SPACE} {
namespace {
constexpr char text[] =
${literals};
} // namespace
std::string_view ${NAME}() { return {text, sizeof text - 1}; }
} // namespace ${SPACE}
")
