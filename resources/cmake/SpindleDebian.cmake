# SPDX-License-Identifier: GPL-3.0-or-later
# `cpack` in the build folder makes a Debian package for the Debian that builds it; what it depends on is read from the
# programs by dpkg-shlibdeps. Who hands one out sets DEBFULLNAME and DEBEMAIL when configuring, as Debian's own tools want.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME spindle)
set(CPACK_PACKAGE_VENDOR "The Spindle authors")
set(name "The Spindle authors")
set(mail spindle@example.org)
if(DEFINED ENV{DEBFULLNAME} AND DEFINED ENV{DEBEMAIL})
  set(name $ENV{DEBFULLNAME})
  set(mail $ENV{DEBEMAIL})
endif()
set(CPACK_PACKAGE_CONTACT "${name} <${mail}>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "interactions of a neural network through training")
set(CPACK_PACKAGE_DESCRIPTION "Opens a folder of checkpoints that a training left behind and some input
samples, masks parts of each input in every combination, evaluates the
network at every checkpoint, and splits each score into AND and OR
interactions. Plays how their strength moves across orders through training,
and marks where the network begins to learn interactions of growing order.
.
A window, figures and animations for papers, and a command line that needs
no display.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
# Figures hold these fonts. Without OpenBLAS networks run 25 times slower (see debian-packages.txt).
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-dejavu-core, fonts-liberation2 | fonts-liberation")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ffmpeg, libopenblas0-pthread")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS dataset-fashion-mnist)

# What Debian wants in /usr/share/doc, and compressed. Names of variables with CPACK_ reach the script.
set(CPACK_SPINDLE_MAINTAINER "${CPACK_PACKAGE_CONTACT}")
set(CPACK_SPINDLE_COPYRIGHT ${PROJECT_SOURCE_DIR}/resources/debian/copyright)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/resources/debian/debian_files.cmake)
include(CPack)
