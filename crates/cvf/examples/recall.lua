-- What the page of a Word document does not show as words of its own: descriptions of images, the
-- numbers of notes (their text stays), and formulas, which pandoc prints as TeX.
function Image() return {} end
function Math() return {} end
-- With spaces around it: a note is no part of the word that calls it.
function Note(note)
  local text = pandoc.utils.blocks_to_inlines(note.content, { pandoc.Space() })
  return pandoc.Inlines({ pandoc.Space() }) .. text .. pandoc.Inlines({ pandoc.Space() })
end
-- Raised and lowered letters are those of their words.
function Superscript(raised) return raised.content end
function Subscript(lowered) return lowered.content end
