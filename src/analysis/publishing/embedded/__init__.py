"""The renderer without Quarto: the same document from the same notebook, by pandoc and typst."""
