# SPDX-License-Identifier: Apache-2.0
# The Debian package: the programs maek and maek-verify, and what a reader of the package needs; `./dev package` builds and tries it.
if(TARGET maek)
  install(TARGETS maek RUNTIME DESTINATION bin)
endif()
if(TARGET maek-verify)
  install(TARGETS maek-verify RUNTIME DESTINATION bin)
endif()
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION share/doc/maek)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION share/doc/maek RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME maek)
set(CPACK_PACKAGE_VENDOR "Maek")
set(CPACK_PACKAGE_CONTACT "The Maek developers <maek@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
# The libraries it was linked with become its Depends, with the versions that Debian records.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-dejavu-core")
include(CPack)
