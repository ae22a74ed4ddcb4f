"""Notebooks to reports: assembly, papermill, rendering, batch, index, manifest."""
