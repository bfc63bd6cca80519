# SPDX-License-Identifier: GPL-3.0-or-later
# One library a folder and one program a test. Every target gets the same language level and warnings from one place.

add_library(spindle_options INTERFACE)
target_compile_features(spindle_options INTERFACE cxx_std_20)
target_compile_options(spindle_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wconversion -Wno-sign-conversion $<$<BOOL:${SPINDLE_WERROR}>:-Werror>)
# GCC 12 has false alarms in optimized std::string and std::optional (GCC bugs 105651 and 80635).
target_compile_options(spindle_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>)
# Contraction into fused operations would make last bits depend on the compiler's mood.
target_compile_options(spindle_options INTERFACE -ffp-contract=off)
# LibTorch hides the type information of some of its classes, which the check of virtual calls asks for.
add_library(spindle_torch_options INTERFACE)
if(SPINDLE_SANITIZE MATCHES "undefined")
  target_compile_options(spindle_torch_options INTERFACE -fno-sanitize=vptr)
endif()
if(SPINDLE_SANITIZE)
  add_compile_options(-fsanitize=${SPINDLE_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SPINDLE_SANITIZE})
endif()

# spindle_library(core/game SOURCES a.cpp b.cpp USES Spindle::base [PRIVATE_USES Eigen3::Eigen] [AUTOMOC])
# makes spindle_core_game, also called Spindle::game. SOURCES may list headers, so that AUTOMOC finds them.
function(spindle_library folder)
  cmake_parse_arguments(arg "AUTOMOC" "" "SOURCES;USES;PRIVATE_USES" ${ARGN})
  string(REPLACE "/" "_" name "spindle_${folder}")
  get_filename_component(short ${folder} NAME)
  if(TARGET Spindle::${short})  # core/chart and ui/chart
    string(REPLACE "/" "_" short ${folder})
  endif()
  if(NOT arg_SOURCES)  # headers only
    add_library(${name} INTERFACE)
    add_library(Spindle::${short} ALIAS ${name})
    target_include_directories(${name} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
    target_link_libraries(${name} INTERFACE ${arg_USES})
    return()
  endif()
  add_library(${name} STATIC ${arg_SOURCES})
  add_library(Spindle::${short} ALIAS ${name})
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  target_link_libraries(${name} PUBLIC ${arg_USES} PRIVATE ${arg_PRIVATE_USES} spindle_options)
  if(arg_AUTOMOC)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
  endif()
endfunction()

# spindle_test(core/game moebius Spindle::game ...) builds tests/core/game/tst_moebius.cpp with Qt Test and runs it
# without a display. The label is the first part of the folder (core, ui, app).
function(spindle_test folder name)
  string(REPLACE "/" "_" prefix ${folder})
  set(target tst_${prefix}_${name})
  add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/${folder}/tst_${name}.cpp)
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${target} PRIVATE SPINDLE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    SPINDLE_GOLDEN_DIR="${PROJECT_SOURCE_DIR}/tests/golden" SPINDLE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_link_libraries(${target} PRIVATE ${ARGN} Qt6::Test spindle_options)
  add_test(NAME ${folder}/${name} COMMAND ${target} WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
  string(REGEX REPLACE "/.*" "" label ${folder})
  set(limit 120)
  if(SPINDLE_SANITIZE)
    set(limit 600)
  endif()
  set_tests_properties(${folder}/${name} PROPERTIES LABELS ${label} TIMEOUT ${limit}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=;LC_ALL=C.UTF-8;QTEST_FUNCTION_TIMEOUT=1200000")
endfunction()
