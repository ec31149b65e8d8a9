# SPDX-License-Identifier: Apache-2.0
# Every library comes from a Debian 12 package; docs/dependencies.md gives reason and licence of each.
find_package(Threads REQUIRED)
if(MAEK_FUZZ)  # one thread: coverage depends on the input alone
  add_library(OpenMP::OpenMP_CXX INTERFACE IMPORTED)
  target_include_directories(OpenMP::OpenMP_CXX INTERFACE ${CMAKE_SOURCE_DIR}/cmake/serial_openmp)
  target_compile_options(OpenMP::OpenMP_CXX INTERFACE -Wno-unknown-pragmas)
else()
  find_package(OpenMP REQUIRED)
endif()
find_package(GTest REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Eigen3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(LibArchive REQUIRED)             # tests read their data with it
find_package(hwy REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
find_package(zstd REQUIRED)
find_package(SQLite3 REQUIRED)

# RDKit ships neither a CMake nor a pkg-config file in Debian.
add_library(rdkit INTERFACE IMPORTED)
target_include_directories(rdkit SYSTEM INTERFACE /usr/include/rdkit)
foreach(part MolStandardize MolDraw2D Depictor ForceFieldHelpers ForceField DistGeomHelpers MolAlign
             FileParsers SmilesParse SubstructMatch CIPLabeler ChemTransforms Descriptors DistGeometry GraphMol RDGeometryLib
             RDGeneral)
  find_library(RDKIT_${part} RDKit${part} REQUIRED)
  target_link_libraries(rdkit INTERFACE ${RDKIT_${part}})
endforeach()

# InChI, for which Debian's RDKit is built without.
find_library(INCHI_LIBRARY inchi REQUIRED)
add_library(inchi UNKNOWN IMPORTED)
set_target_properties(inchi PROPERTIES IMPORTED_LOCATION ${INCHI_LIBRARY})
