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
# coachbell_bake(SVG PNG WIDTH)
function(coachbell_bake drawing picture width)
  get_filename_component(folder ${picture} DIRECTORY)
  add_custom_command(OUTPUT ${picture}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND ${RSVG_CONVERT} --width ${width} --keep-aspect-ratio --output ${picture} ${drawing}
    DEPENDS ${drawing} COMMENT "" VERBATIM)
  set(share_files ${share_files} ${picture} PARENT_SCOPE)
endfunction()

# coachbell_share(FILE FOLDER): copied as it is
function(coachbell_share file folder)
  get_filename_component(name ${file} NAME)
  set(copy "${COACHBELL_SHARE}/${folder}/${name}")
  add_custom_command(OUTPUT ${copy}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${COACHBELL_SHARE}/${folder}"
    COMMAND ${CMAKE_COMMAND} -E copy ${file} ${copy}
    DEPENDS ${file} COMMENT "" VERBATIM)
  set(share_files ${share_files} ${copy} PARENT_SCOPE)
endfunction()

file(GLOB icons CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/icons/*.svg")
foreach(icon ${icons})
  get_filename_component(name ${icon} NAME_WE)
  foreach(size 96 384)
    coachbell_bake(${icon} "${COACHBELL_SHARE}/icons/${size}/${name}.png" ${size})
  endforeach()
endforeach()

# Portraits are shown up to 292 wide, the scene of the home page up to 450, on displays up to 1.5 times the drawn size.
file(GLOB drawings CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/art/*.svg")
foreach(drawing ${drawings})
  get_filename_component(name ${drawing} NAME_WE)
  set(width 480)
  if(name STREQUAL "home")
    set(width 720)
  endif()
  coachbell_bake(${drawing} "${COACHBELL_SHARE}/art/${name}.png" ${width})
endforeach()

file(GLOB catalogues CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/locale/*.po")
foreach(catalogue ${catalogues})
  get_filename_component(name ${catalogue} NAME_WE)
  set(compiled "${COACHBELL_SHARE}/locale/${name}.mo")
  add_custom_command(OUTPUT ${compiled}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${COACHBELL_SHARE}/locale"
    COMMAND ${MSGFMT} -c --check-format --output-file=${compiled} ${catalogue}
    DEPENDS ${catalogue} COMMENT "" VERBATIM)
  list(APPEND share_files ${compiled})
endforeach()

file(GLOB fonts CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/fonts/*.ttf"
  "${CMAKE_SOURCE_DIR}/assets/fonts/*.otf" "${CMAKE_SOURCE_DIR}/assets/fonts/*.txt")
foreach(font ${fonts})
  coachbell_share(${font} fonts)
endforeach()
file(GLOB regions CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/assets/region/*.ini")
foreach(region ${regions})
  coachbell_share(${region} region)
endforeach()

# A board made up for pictures and tests.
coachbell_share("${CMAKE_SOURCE_DIR}/assets/demo/board.json" demo)

add_custom_target(assets ALL DEPENDS ${share_files})
