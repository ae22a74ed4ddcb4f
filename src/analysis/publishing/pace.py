"""How fast reports are being made, from the last ones: a rate, and the time that is left."""

import time
from collections import deque
from collections.abc import Callable

RECENT, ROUNDS = 20, 5
"""The rate is that of the last so many reports, or of so many rounds of all workers where that is more."""
MINUTE = 60.0
Clock = Callable[[], float]


class Pace:
    """The rate of the reports made lately. A report that was done already tells nothing of how long one takes."""

    def __init__(self, jobs: int, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        self.begin = clock()
        self.ends: deque[float] = deque(maxlen=max(RECENT, ROUNDS * jobs) + 1)

    def start(self) -> None:
        """Note that the first report is begun: what came before is not counted."""
        if not self.ends:
            self.ends.append(self.clock())

    def made(self) -> None:
        """Note that a report was made, or failed after it was begun."""
        self.start()
        self.ends.append(self.clock())

    def per_minute(self) -> float | None:
        """Give the reports per minute up to now, so that it falls when nothing ends; None as long as none was made."""
        if len(self.ends) < 2:
            return None
        return (len(self.ends) - 1) * MINUTE / max(self.clock() - self.ends[0], 1e-6)

    def seconds_for(self, count: int) -> float | None:
        """Give how long so many reports take at this rate; None when the rate is not known yet."""
        rate = self.per_minute()
        return None if rate is None else count / rate * MINUTE

    def elapsed(self) -> float:
        """Give the seconds since the run began."""
        return self.clock() - self.begin


def in_words(seconds: float) -> str:
    """Give a duration as a person says it: `40 seconden`, `3 minuten`, `1 uur en 5 minuten`, `2 dagen en 3 uur`."""
    if seconds < 90:
        return f"{max(round(seconds / 10) * 10, 10)} seconden"
    minutes = round(seconds / MINUTE)
    if minutes < 60:
        return f"{minutes} minuten"
    if minutes >= 48 * 60:
        days, hours = divmod(round(minutes / 60), 24)
        return f"{days} dagen en {hours} uur" if hours else f"{days} dagen"
    return f"{minutes // 60} uur en {minutes % 60} minuten" if minutes % 60 else f"{minutes // 60} uur"


def rate_in_words(rate: float) -> str:
    """Give a rate as a person says it: `12 rapporten per minuut`, `0,4 rapporten per minuut`."""
    number = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}".replace(".", ",")
    return f"{number} rapporten per minuut"
