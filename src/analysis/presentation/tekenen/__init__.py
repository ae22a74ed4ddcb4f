"""Drawing: style, canvas, panels."""
