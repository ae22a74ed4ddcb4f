"""The audit from outside: what can be recovered of small or hidden cells from the published files alone.

It reads an edition's folder as a stranger would and knows nothing of how the edition was made: no other room than
`errors` is imported here (tested), so that a mistake in disclosure cannot hide itself.
"""

from analysis.attack.audit import attack_edition
from analysis.attack.report import AttackReport, Finding

__all__ = ["AttackReport", "Finding", "attack_edition"]
