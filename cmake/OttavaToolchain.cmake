# One INTERFACE target carries the flags of our own code; ccache and a fast linker are used when they are there.

find_program(OTTAVA_CCACHE ccache)
if(OTTAVA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without this sloppiness ccache refuses every file that uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${OTTAVA_CCACHE})
endif()

add_library(ottava_flags INTERFACE)
target_compile_options(ottava_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Winvalid-pch $<$<BOOL:${OTTAVA_WERROR}>:-Werror>)
target_link_libraries(ottava_flags INTERFACE Threads::Threads)

if(NOT OTTAVA_SANITIZE STREQUAL "")
    target_compile_options(ottava_flags INTERFACE -fsanitize=${OTTAVA_SANITIZE} -fno-omit-frame-pointer -g)
    target_link_options(ottava_flags INTERFACE -fsanitize=${OTTAVA_SANITIZE})
    if(OTTAVA_SANITIZE MATCHES undefined)
        target_compile_options(ottava_flags INTERFACE -fno-sanitize-recover=undefined)
    endif()
endif()

# Not mold: 1.10, which Debian 12 has, lets a program's read-only part begin on a page that nothing is mapped to when the
# code before it happens to end there, and such a program cannot be started.
find_program(OTTAVA_LINKER_lld NAMES ld.lld)
if(OTTAVA_LINKER_lld)
    add_link_options(-fuse-ld=lld)
endif()
