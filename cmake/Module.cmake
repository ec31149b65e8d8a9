# SPDX-License-Identifier: Apache-2.0
# A module is a folder, a target and a namespace of one name. In its folder and in internal/:
#   *.cc        the library maek_NAME        *_test.cc   the tests, maek_NAME_test
#   *_fuzz.cc   one fuzz target each, replayed over tests/corpus/TARGET by the test run
#   *_cxx17.cc  compiled as C++17 (files that include gemmi: it does not build with clang in C++20)
#   *_main.cc   left to the module's own CMakeLists.txt (a program)
# maek_module(NAME DEPENDS maek_... PRIVATE libraries that no header of ours shows)

# What `./dev test` builds: all of it, or tests_NAME for one module.
add_custom_target(maek_tests)

# maek_test(NAME SOURCES files LIBRARIES targets): the test program maek_NAME_test, run by ctest as NAME.
function(maek_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(maek_${name}_test ${ARG_SOURCES})
  target_include_directories(maek_${name}_test PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(maek_${name}_test PRIVATE MAEK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(maek_${name}_test PRIVATE ${ARG_LIBRARIES} GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND maek_${name}_test --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS ${name} TIMEOUT 900)
  maek_tests_of(${name} maek_${name}_test)
endfunction()

# maek_tests_of(NAME targets): what must be built before the tests labelled NAME can run.
function(maek_tests_of name)
  if(NOT TARGET tests_${name})
    add_custom_target(tests_${name})
    add_dependencies(maek_tests tests_${name})
  endif()
  add_dependencies(tests_${name} ${ARGN})
endfunction()

function(maek_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE;TEST" ${ARGN})
  file(GLOB all CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc ${CMAKE_CURRENT_SOURCE_DIR}/internal/*.cc)
  set(sources ${all})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz|bench|main)\\.cc$")
  set(tests ${all})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  set(fuzzers ${all})
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")
  set(cxx17 ${all})
  list(FILTER cxx17 INCLUDE REGEX "_cxx17\\.cc$")

  if(sources)
    add_library(maek_${name} STATIC ${sources})
    target_include_directories(maek_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(maek_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE})
  else()  # headers only, so far
    add_library(maek_${name} INTERFACE)
    target_include_directories(maek_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(maek_${name} INTERFACE ${ARG_DEPENDS})
  endif()
  if(cxx17)
    set_source_files_properties(${cxx17} PROPERTIES COMPILE_OPTIONS -std=c++17)
  endif()

  if(tests AND NOT MAEK_FUZZ)
    maek_test(${name} SOURCES ${tests} LIBRARIES maek_${name} ${ARG_PRIVATE} ${ARG_TEST})
  endif()

  foreach(file ${fuzzers})
    get_filename_component(target ${file} NAME_WE)
    add_executable(${target} ${file})
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE maek_${name} ${ARG_PRIVATE})
    if(MAEK_FUZZ)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    else()
      target_sources(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests/replay_main.cc)
      add_test(NAME ${target} COMMAND ${target} ${CMAKE_SOURCE_DIR}/tests/corpus/${target})
      set_tests_properties(${target} PROPERTIES LABELS ${name} TIMEOUT 300)
      maek_tests_of(${name} ${target})
    endif()
  endforeach()
endfunction()

# maek_bench(NAME DEPENDS maek_... PRIVATE libraries): bench/NAME/*.cc becomes bench_NAME. Not part of `all`:
# `./dev bench NAME` builds and runs it, with the release preset.
function(maek_bench name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  add_executable(bench_${name} EXCLUDE_FROM_ALL ${sources})
  target_include_directories(bench_${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(bench_${name} PRIVATE MAEK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(bench_${name} PRIVATE ${ARG_DEPENDS} ${ARG_PRIVATE})
endfunction()
