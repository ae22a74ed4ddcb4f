from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.tidy.spells import is_shared


@given(st.lists(st.integers(-2, 6), max_size=12))
def test_a_key_is_shared_when_another_row_has_it(keys):
    times = Counter(keys)
    assert is_shared(np.array(keys, dtype="int64")).tolist() == [times[key] > 1 for key in keys]
