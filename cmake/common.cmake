# SPDX-License-Identifier: Apache-2.0
# Compiler settings and third-party packages that every room shares.

option(GATEHOUSE_TESTS "Build the tests" ON)
set(GATEHOUSE_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them (address,undefined or thread)")
option(GATEHOUSE_COVERAGE "Instrument for gcov" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Sloppiness: precompiled headers are cached only when time stamps and defines are left out of the key.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(tl-expected REQUIRED)
find_package(simdjson REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Sql Network DBus Gui Widgets Svg LinguistTools Test)
find_package(Qt6Keychain REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)

# Warnings, hardening and definitions: linked by every room, so that none is compiled otherwise.
add_library(gatehouse_options INTERFACE)
target_include_directories(gatehouse_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(gatehouse_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Woverloaded-virtual
  -Werror -fstack-protector-strong -fcf-protection=full -fno-plt)
# GCC 12 sees overlaps and uninitialised members in inlined std::string and std::variant that are not there
# (gcc.gnu.org bugs 105651, 105562, 105937).
target_compile_options(gatehouse_options INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized;-Wno-stringop-overread;-Wno-array-bounds;-Wno-stringop-overflow>)
target_link_options(gatehouse_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
target_compile_definitions(gatehouse_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_USE_QSTRINGBUILDER)
target_link_libraries(gatehouse_options INTERFACE tl::expected Threads::Threads)
if(GATEHOUSE_SANITIZE)
  if(GATEHOUSE_SANITIZE MATCHES "thread")
    # Asio fences once where GCC's thread sanitizer cannot follow, and says so as a warning.
    target_compile_options(gatehouse_options INTERFACE -Wno-tsan)
  endif()
  target_compile_options(gatehouse_options INTERFACE -fsanitize=${GATEHOUSE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(gatehouse_options INTERFACE -fsanitize=${GATEHOUSE_SANITIZE})
else()
  # _FORTIFY_SOURCE needs the optimiser; the sanitizers bring stronger checks of their own.
  target_compile_options(gatehouse_options INTERFACE
    $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
endif()
if(GATEHOUSE_COVERAGE)
  target_compile_options(gatehouse_options INTERFACE --coverage)
  target_link_options(gatehouse_options INTERFACE --coverage)
endif()
