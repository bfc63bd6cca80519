# SPDX-License-Identifier: GPL-3.0-or-later
# Run by cpack before it packs: adds what a Debian package has and `cmake --install` does not install.
if(NOT CPACK_GENERATOR STREQUAL DEB)
  return()
endif()
# Debian's libraries are found without; what is linked by another folder (HDF5) lies in the usual one too.
set(usr ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr)
file(GLOB programs ${usr}/bin/* ${usr}/lib/spindle/* ${usr}/lib/*/spindle/*)
foreach(program IN LISTS programs)
  if(NOT IS_DIRECTORY ${program})
    file(RPATH_REMOVE FILE ${program})
  endif()
endforeach()
set(share ${usr}/share)
set(doc ${share}/doc/spindle)
file(COPY_FILE ${CPACK_SPINDLE_COPYRIGHT} ${doc}/copyright)
file(REMOVE ${doc}/LICENSE)  # Debian has it in /usr/share/common-licenses
file(RENAME ${doc}/CHANGELOG.md ${doc}/changelog)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${doc}/changelog.Debian
  "spindle (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
  "  * Made by cpack from the sources of this version.\n\n -- ${CPACK_SPINDLE_MAINTAINER}  ${date}\n")
execute_process(COMMAND gzip -9n ${doc}/changelog ${doc}/changelog.Debian ${share}/man/man1/spindle.1
  COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE files LIST_DIRECTORIES false ${doc}/*)
file(CHMOD ${files} ${share}/man/man1/spindle.1.gz PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
