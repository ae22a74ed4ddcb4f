"""A synthetic study with known truth, written as raw deliveries."""

from .deliveries import simulate_study
from .scenario import Scenario
from .studies import Simulated, find_truth, simulate_tables
from .threats import Bedreigingen
from .truth import Truth

__all__ = ["Bedreigingen", "Scenario", "Simulated", "Truth", "find_truth", "simulate_study", "simulate_tables"]
