"""papermill's engine without its saving: a notebook runs in memory, and whoever ran it has it also when it failed.

papermill writes the whole notebook to disk before and after every cell, figures and all: for a report of a hundred
cells that takes longer than the cells.
"""

from typing import Any

from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

IN_MEMORY = "ikc"
"""The engine's name, for `papermill.execute_notebook(engine_name=...)`; it needs `output_path=None` as well."""


class InMemoryEngine(NBClientEngine):
    """Runs a notebook as papermill does, and puts it in the list `running` before its first cell runs."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, running: list[NotebookNode], **kwargs: Any
    ) -> Any:
        """Run every cell; those that ran have their outputs and times in the notebook in `running`, however it ends."""
        running.append(nb_man.nb)
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


papermill_engines.register(IN_MEMORY, InMemoryEngine)
