"""From raw Dutch youth-care deliveries to a publishable impact report per IKC."""

__version__ = "0.1.0"
