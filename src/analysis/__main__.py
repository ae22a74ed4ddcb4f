"""Run `python -m analysis` as `ikc`."""

from analysis.cli import main

main()
