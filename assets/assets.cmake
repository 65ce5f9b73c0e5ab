# What the programs need beside their code, made from the drawings and catalogues in this folder into build/share.
set(COACHBELL_SHARE "${CMAKE_BINARY_DIR}/share")
add_custom_target(assets ALL)
