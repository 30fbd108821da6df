#[[
Finds libtorch's C++ parts without demanding a CUDA toolkit, which libtorch's own package file does.

Looks in OTTAVA_LIBTORCH (CMake or environment variable: a folder with include/ and lib/), else in the folder that
packaging/libtorch.sh fills: ${OTTAVA_DEPS}, ${XDG_CACHE_HOME}/ottava or ${HOME}/.cache/ottava.

Libtorch::Libtorch links libtorch_cpu and libc10 alone: the CUDA kernels are loaded at run time when a driver is there.
Libtorch::Cuda, for libraries that are opened after those kernels, is there where CUDA's headers are, too: in cuda/include
beside libtorch's own, as packaging/libtorch.sh lays them, or in the toolkit that CUDA_HOME names.
Libtorch::Threads links the OpenMP library that libtorch brings along, so that our loops and its own share their threads.
]]
if(NOT OTTAVA_LIBTORCH AND DEFINED ENV{OTTAVA_LIBTORCH})
    set(OTTAVA_LIBTORCH $ENV{OTTAVA_LIBTORCH})
endif()
if(NOT "$ENV{OTTAVA_DEPS}" STREQUAL "")
    set(_libtorch_shared $ENV{OTTAVA_DEPS})
elseif(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
    set(_libtorch_shared $ENV{XDG_CACHE_HOME}/ottava)
else()
    set(_libtorch_shared $ENV{HOME}/.cache/ottava)
endif()
set(_libtorch_roots ${OTTAVA_LIBTORCH})
if(NOT OTTAVA_LIBTORCH)
    set(_libtorch_roots ${_libtorch_shared}/libtorch-2.11.0-${CMAKE_SYSTEM_PROCESSOR})
endif()

find_path(Libtorch_INCLUDE_DIR NAMES ATen/core/Tensor.h PATHS ${_libtorch_roots} PATH_SUFFIXES include NO_DEFAULT_PATH)
find_library(Libtorch_CPU_LIBRARY NAMES torch_cpu PATHS ${_libtorch_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)
find_library(Libtorch_OPENMP_LIBRARY NAMES libgomp.so.1 PATHS ${_libtorch_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)
find_library(Libtorch_C10_LIBRARY NAMES c10 PATHS ${_libtorch_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)

find_library(Libtorch_CUDA_LIBRARY NAMES torch_cuda PATHS ${_libtorch_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)
find_library(Libtorch_C10_CUDA_LIBRARY NAMES c10_cuda PATHS ${_libtorch_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)
find_library(Libtorch_CUDART_LIBRARY NAMES libcudart.so.13 libcudart.so.12 PATHS ${_libtorch_roots} PATH_SUFFIXES lib
             NO_DEFAULT_PATH)
find_path(Libtorch_CUDA_INCLUDE_DIR NAMES cuda_runtime_api.h PATHS ${_libtorch_roots} $ENV{CUDA_HOME}
          PATH_SUFFIXES cuda/include include NO_DEFAULT_PATH)

foreach(_header torch/headeronly/version.h torch/csrc/api/include/torch/version.h)
    if(Libtorch_INCLUDE_DIR AND EXISTS ${Libtorch_INCLUDE_DIR}/${_header} AND NOT Libtorch_VERSION)
        file(STRINGS ${Libtorch_INCLUDE_DIR}/${_header} _libtorch_lines REGEX "TORCH_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
        string(REGEX REPLACE ".*MAJOR +([0-9]+).*MINOR +([0-9]+).*PATCH +([0-9]+).*" "\\1.\\2.\\3" Libtorch_VERSION "${_libtorch_lines}")
    endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libtorch
    REQUIRED_VARS Libtorch_CPU_LIBRARY Libtorch_C10_LIBRARY Libtorch_INCLUDE_DIR
    VERSION_VAR Libtorch_VERSION
    REASON_FAILURE_MESSAGE "Run packaging/libtorch.sh, or set OTTAVA_LIBTORCH to a folder that holds libtorch.")

if(Libtorch_FOUND AND NOT TARGET Libtorch::Libtorch)
    add_library(Libtorch::C10 SHARED IMPORTED)
    set_target_properties(Libtorch::C10 PROPERTIES IMPORTED_LOCATION ${Libtorch_C10_LIBRARY})
    add_library(Libtorch::Libtorch SHARED IMPORTED)
    set_target_properties(Libtorch::Libtorch PROPERTIES
        IMPORTED_LOCATION ${Libtorch_CPU_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES "${Libtorch_INCLUDE_DIR};${Libtorch_INCLUDE_DIR}/torch/csrc/api/include"
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${Libtorch_INCLUDE_DIR};${Libtorch_INCLUDE_DIR}/torch/csrc/api/include"
        # fmt header-only: libtorch ships headers of another fmt release than the system's compiled library.
        INTERFACE_COMPILE_DEFINITIONS "AT_PER_OPERATOR_HEADERS;FMT_HEADER_ONLY"
        INTERFACE_LINK_LIBRARIES Libtorch::C10)
    find_package(OpenMP REQUIRED COMPONENTS CXX)
    add_library(Libtorch::Threads INTERFACE IMPORTED)
    if(Libtorch_OPENMP_LIBRARY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_library(Libtorch::Gomp SHARED IMPORTED)
        set_target_properties(Libtorch::Gomp PROPERTIES IMPORTED_LOCATION ${Libtorch_OPENMP_LIBRARY})
        set_target_properties(Libtorch::Threads PROPERTIES INTERFACE_LINK_LIBRARIES Libtorch::Gomp)
    else()
        set_target_properties(Libtorch::Threads PROPERTIES INTERFACE_LINK_LIBRARIES "${OpenMP_CXX_LIBRARIES}")
    endif()
endif()
if(TARGET Libtorch::Libtorch AND NOT TARGET Libtorch::Cuda AND Libtorch_CUDA_LIBRARY AND Libtorch_C10_CUDA_LIBRARY
   AND Libtorch_CUDART_LIBRARY AND Libtorch_CUDA_INCLUDE_DIR)
    add_library(Libtorch::Cuda INTERFACE IMPORTED)
    set_target_properties(Libtorch::Cuda PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES ${Libtorch_CUDA_INCLUDE_DIR}
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${Libtorch_CUDA_INCLUDE_DIR}
        INTERFACE_LINK_LIBRARIES
            "Libtorch::Libtorch;${Libtorch_CUDA_LIBRARY};${Libtorch_C10_CUDA_LIBRARY};${Libtorch_CUDART_LIBRARY}")
endif()
mark_as_advanced(Libtorch_CUDA_LIBRARY Libtorch_C10_CUDA_LIBRARY Libtorch_CUDART_LIBRARY Libtorch_CUDA_INCLUDE_DIR)
mark_as_advanced(Libtorch_INCLUDE_DIR Libtorch_CPU_LIBRARY Libtorch_C10_LIBRARY Libtorch_OPENMP_LIBRARY)
