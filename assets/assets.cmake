# What the programs need beside their code, made from the drawings and catalogues in this folder into build/share:
#   icons/96, icons/384   masks of the icons, two sizes, so that the kiosk only ever scales down
#   art/                  the drawings in colour
#   locale/*.mo           catalogues, checked as they are compiled
#   fonts, region, demo   copied
set(COACHBELL_SHARE "${CMAKE_BINARY_DIR}/share")
find_program(RSVG_CONVERT rsvg-convert)
find_program(MSGFMT msgfmt)
if(NOT RSVG_CONVERT OR NOT MSGFMT)
  message(FATAL_ERROR "rsvg-convert and msgfmt are needed: sudo apt-get install librsvg2-bin gettext")
endif()

set(share_files)
# coachbell_bake(FOLDER WIDTH drawing ...): one command for all of them, so that a build says one line
function(coachbell_bake folder width)
  set(pictures)
  set(commands)
  foreach(drawing ${ARGN})
    get_filename_component(name ${drawing} NAME_WE)
    set(picture "${COACHBELL_SHARE}/${folder}/${name}.png")
    list(APPEND pictures ${picture})
    list(APPEND commands COMMAND ${RSVG_CONVERT} --width ${width} --keep-aspect-ratio --output ${picture} ${drawing})
  endforeach()
  list(LENGTH pictures count)
  add_custom_command(OUTPUT ${pictures}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${COACHBELL_SHARE}/${folder}"
    ${commands}
    DEPENDS ${ARGN} COMMENT "Drawing ${count} pictures, ${width} wide: ${folder}" VERBATIM)
  set(share_files ${share_files} ${pictures} PARENT_SCOPE)
endfunction()

# coachbell_share(FOLDER file ...): copied as they are
function(coachbell_share folder)
  set(copies)
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME)
    list(APPEND copies "${COACHBELL_SHARE}/${folder}/${name}")
  endforeach()
  add_custom_command(OUTPUT ${copies}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${COACHBELL_SHARE}/${folder}"
    COMMAND ${CMAKE_COMMAND} -E copy ${ARGN} "${COACHBELL_SHARE}/${folder}"
    DEPENDS ${ARGN} COMMENT "Copying ${folder}" VERBATIM)
  set(share_files ${share_files} ${copies} PARENT_SCOPE)
endfunction()

file(GLOB icons CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/icons/*.svg")
foreach(size 96 384)
  coachbell_bake(icons/${size} ${size} ${icons})
endforeach()

# Portraits are shown up to 292 wide, the scene of the home page up to 450, on displays up to 1.5 times the drawn size.
file(GLOB portraits CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/art/*.svg")
set(scene "${CMAKE_SOURCE_DIR}/assets/art/home.svg")
list(REMOVE_ITEM portraits ${scene})
coachbell_bake(art 480 ${portraits})
coachbell_bake(art 720 ${scene})

file(GLOB catalogues CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/locale/*.po")
foreach(catalogue ${catalogues})
  get_filename_component(name ${catalogue} NAME_WE)
  set(compiled "${COACHBELL_SHARE}/locale/${name}.mo")
  add_custom_command(OUTPUT ${compiled}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${COACHBELL_SHARE}/locale"
    COMMAND ${MSGFMT} -c --check-format --output-file=${compiled} ${catalogue}
    DEPENDS ${catalogue} COMMENT "Compiling the words: ${name}" VERBATIM)
  list(APPEND share_files ${compiled})
endforeach()

file(GLOB fonts CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/fonts/*.ttf"
  "${CMAKE_SOURCE_DIR}/assets/fonts/*.otf" "${CMAKE_SOURCE_DIR}/assets/fonts/*.txt")
coachbell_share(fonts ${fonts})
file(GLOB regions CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/region/*.ini")
coachbell_share(region ${regions})
# A board made up for pictures and tests.
coachbell_share(demo "${CMAKE_SOURCE_DIR}/assets/demo/board.json")

add_custom_target(assets ALL DEPENDS ${share_files})
