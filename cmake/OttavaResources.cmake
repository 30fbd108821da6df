# Programs look for their data in ../share/ottava beside their own folder: in an installed tree it is copied there, in a
# build tree it is made of links, so no program carries an absolute path. The demo planner's tokenizer is made here.

find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)

set(OTTAVA_DEMO_LM demo-model/acestep-5Hz-lm-0.6B)
set(resource_folder ${CMAKE_BINARY_DIR}/share/ottava)
if(IS_SYMLINK ${resource_folder})
    file(REMOVE ${resource_folder})
endif()
file(GLOB_RECURSE resources RELATIVE ${CMAKE_SOURCE_DIR}/resources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/resources/*)
foreach(resource ${resources})
    get_filename_component(folder ${resource_folder}/${resource} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/resources/${resource} ${resource_folder}/${resource} SYMBOLIC)
endforeach()

set(OTTAVA_DEMO_LM_TOKENIZER ${resource_folder}/${OTTAVA_DEMO_LM}/tokenizer.json)
set(text_encoder_tokenizer ${CMAKE_SOURCE_DIR}/resources/demo-model/Qwen3-Embedding-0.6B/tokenizer.json)
set(make_lm_tokenizer ${CMAKE_SOURCE_DIR}/cmake/make_lm_tokenizer.py)
add_custom_command(OUTPUT ${OTTAVA_DEMO_LM_TOKENIZER}
    COMMAND ${Python3_EXECUTABLE} ${make_lm_tokenizer} ${text_encoder_tokenizer} ${OTTAVA_DEMO_LM_TOKENIZER}
    DEPENDS ${make_lm_tokenizer} ${text_encoder_tokenizer}
    COMMENT "Making the demo planner's tokenizer" VERBATIM)
add_custom_target(demo_planner ALL DEPENDS ${OTTAVA_DEMO_LM_TOKENIZER})
