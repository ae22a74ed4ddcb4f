"""Dutch: numbers, money, words and Markdown."""
