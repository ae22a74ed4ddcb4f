"""One example study for all tests of the simulation: writing it takes seconds."""

from pathlib import Path

import pytest

from analysis.simulation import Scenario, Simulated, simulate_study, simulate_tables


@pytest.fixture(scope="session")
def example(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("voorbeeld")
    simulate_study(target)
    return target


@pytest.fixture(scope="session")
def simulated() -> Simulated:
    return simulate_tables(Scenario(), seed=2019)
