"""Fixtures that tests of publishing share."""

import pytest
from toy_notebooks import parameters, text, write
from toy_study import STUDY

from analysis.publishing import report_tasks
from analysis.publishing.report_tasks import RESEARCH_NOTEBOOKS


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A study folder, and a project whose notebooks are toys."""
    books = [write(tmp_path / "project", name, text("# A"), parameters()) for name in RESEARCH_NOTEBOOKS]
    monkeypatch.setattr(report_tasks, "project_files", lambda: {path.name: path for path in books})
    folder = tmp_path / "studie"
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "data" / "raw" / "populatie.csv").write_bytes(b"abc")
    (folder / "study.yml").write_text(STUDY)
    return folder
