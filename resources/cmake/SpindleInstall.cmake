# SPDX-License-Identifier: GPL-3.0-or-later
# Where the parts of Spindle lie after installation. The program finds them from where it lies itself (core/base/own_file.h),
# so an installed tree can be moved, and no path of the build machine stands in it.
include(GNUInstallDirs)

set(SPINDLE_LIBRARY_DESTINATION ${CMAKE_INSTALL_LIBDIR}/spindle)  # loadable modules and the reader of HDF5 samples
set(SPINDLE_DATA_DESTINATION ${CMAKE_INSTALL_DATADIR}/spindle)    # bundled runs, the recorder
file(RELATIVE_PATH SPINDLE_LIBRARY_FROM_PROGRAM ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR}/spindle)
file(RELATIVE_PATH SPINDLE_DATA_FROM_PROGRAM ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_DATADIR}/spindle)

# Libraries outside the usual folders (a LibTorch of one's own) are found after installation as in the build tree.
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)

# Names of source files: release code holds none, assertions and debug information do. Debuggers want the whole names.
add_compile_options(
  "$<$<CONFIG:Debug>:-fmacro-prefix-map=${PROJECT_SOURCE_DIR}=.>"
  "$<$<CONFIG:RelWithDebInfo>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.;-ffile-prefix-map=${PROJECT_BINARY_DIR}=./build>")
