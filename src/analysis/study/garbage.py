"""How often Python looks for objects that only hold one another."""

import gc

NEW_OBJECTS = 50_000


def collect_seldom() -> None:
    """Look after so many new objects instead of 700: pandas makes many, which go by themselves.

    Looking takes 7 per cent of the processor time of results otherwise (docs/scale.md).
    """
    gc.set_threshold(NEW_OBJECTS, 10, 10)


def leave_what_is_left() -> None:
    """Look at nothing once more when a process ends: all that it made goes with it."""
    gc.freeze()
