"""Result tables: what each of them is (a card per table), how they are computed, typed, sorted and written."""
