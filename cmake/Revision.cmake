# SPDX-License-Identifier: Apache-2.0
# Writes maek_revision.h on every build, but touches it only when the commit changed:
#   cmake -D SOURCE=folder -D VERSION=x.y.z -D HEADER=file -P Revision.cmake
find_program(GIT git)
set(revision "unknown")
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE found ERROR_QUIET RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT failed AND found MATCHES "^[0-9a-f]+(-dirty)?$")
    set(revision ${found})
  endif()
endif()
set(text "#define MAEK_VERSION \"${VERSION}\"\n#define MAEK_REVISION \"${revision}\"\n")
set(old "")
if(EXISTS ${HEADER})
  file(READ ${HEADER} old)
endif()
if(NOT text STREQUAL old)
  file(WRITE ${HEADER} "${text}")
endif()
