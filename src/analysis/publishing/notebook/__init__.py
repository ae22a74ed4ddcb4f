"""From the notebooks of a report to one executed notebook that can be published."""
