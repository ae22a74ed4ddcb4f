"""Days in Dutch words: the names of the months, once, for every room that writes a day."""

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip
