# SPDX-License-Identifier: GPL-3.0-or-later
# Finds libraries such that all that are missing are named at once, with their Debian packages.

set(SPINDLE_TORCH "" CACHE PATH "Folder of a Python environment's PyTorch (torch.__path__[0]); empty: the system's LibTorch")
set(spindle_missing "")

macro(spindle_found name packages found)
  if(NOT "${found}")
    list(APPEND spindle_missing "${name} (Debian: ${packages})")
  endif()
endmacro()

# spindle_find("Qt 6" "qt6-base-dev" Qt6 COMPONENTS Core): arguments from the third on as for find_package.
macro(spindle_find name packages package)
  find_package(${package} ${ARGN} QUIET)
  spindle_found("${name}" "${packages}" "${${package}_FOUND}")
endmacro()

# libzip, whose own CMake files want programs that Debian has in another package: by pkg-config, or where there is none by
# its header and library. Sets the target Spindle::libzip.
macro(spindle_find_libzip)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(libzip QUIET IMPORTED_TARGET libzip)
  endif()
  add_library(Spindle::libzip INTERFACE IMPORTED)
  if(TARGET PkgConfig::libzip)
    target_link_libraries(Spindle::libzip INTERFACE PkgConfig::libzip)
  else()
    find_path(SPINDLE_LIBZIP_INCLUDE zip.h)
    find_library(SPINDLE_LIBZIP_LIBRARY zip)
    target_include_directories(Spindle::libzip SYSTEM INTERFACE ${SPINDLE_LIBZIP_INCLUDE})
    target_link_libraries(Spindle::libzip INTERFACE ${SPINDLE_LIBZIP_LIBRARY})
    if(NOT SPINDLE_LIBZIP_INCLUDE OR NOT SPINDLE_LIBZIP_LIBRARY)
      spindle_found(libzip libzip-dev FALSE)
    endif()
  endif()
endmacro()

# The system's LibTorch, or that of SPINDLE_TORCH, whose own CMake files want CUDA's compiler where it was built for CUDA.
# Sets TORCH_LIBRARIES.
macro(spindle_find_torch)
  if(NOT SPINDLE_TORCH)
    spindle_find(LibTorch libtorch-dev Torch)
  elseif(NOT EXISTS "${SPINDLE_TORCH}/lib/libtorch_cpu.so")
    list(APPEND spindle_missing
      "PyTorch in SPINDLE_TORCH=${SPINDLE_TORCH} (give what python3 -c 'import torch; print(torch.__path__[0])' prints)")
  else()
    spindle_torch_of_python()
  endif()
endmacro()

function(spindle_torch_of_python)
  set(lib ${SPINDLE_TORCH}/lib)
  add_library(spindle_python_torch INTERFACE)
  target_include_directories(spindle_python_torch SYSTEM INTERFACE ${SPINDLE_TORCH}/include
    ${SPINDLE_TORCH}/include/torch/csrc/api/include)
  # libtorch.so brings the device's library, which registers itself and which nothing refers to.
  target_link_libraries(spindle_python_torch INTERFACE -Wl,--no-as-needed ${lib}/libtorch.so -Wl,--as-needed
    ${lib}/libtorch_cpu.so ${lib}/libc10.so)
  target_link_options(spindle_python_torch INTERFACE -Wl,-rpath,${lib} -Wl,--allow-shlib-undefined)
  set(TORCH_LIBRARIES spindle_python_torch PARENT_SCOPE)

  # The one function whose name tells which std::string the library was built with.
  set(source ${CMAKE_BINARY_DIR}/torch_abi.cpp)
  file(WRITE ${source} "#include <c10/util/Exception.h>\n"
    "int main() { try { throw c10::Error(std::string(\"x\"), nullptr); } catch (const c10::Error&) {} }\n")
  if(NOT spindle_torch_abi STREQUAL SPINDLE_TORCH)
    try_compile(fits ${CMAKE_BINARY_DIR}/torch_abi SOURCES ${source} CXX_STANDARD 20
      CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${SPINDLE_TORCH}/include"
      LINK_LIBRARIES ${lib}/libc10.so LINK_OPTIONS -Wl,--allow-shlib-undefined OUTPUT_VARIABLE output)
    if(NOT fits)
      file(WRITE ${CMAKE_BINARY_DIR}/torch_abi.log "${output}")
      message(FATAL_ERROR "The PyTorch in ${SPINDLE_TORCH} does not fit this compiler (its C++ ABI is another one, as before "
        "PyTorch 2.7, or its headers do not compile: ${CMAKE_BINARY_DIR}/torch_abi.log); install PyTorch 2.7 or newer there.")
    endif()
    set(spindle_torch_abi ${SPINDLE_TORCH} CACHE INTERNAL "")
  endif()
endfunction()

macro(spindle_require_found)
  if(spindle_missing)
    list(JOIN spindle_missing "\n  " spindle_missing)
    message(FATAL_ERROR "Missing:\n  ${spindle_missing}")
  endif()
endmacro()
