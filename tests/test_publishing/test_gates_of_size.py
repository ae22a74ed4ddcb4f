import pytest

from analysis.publishing.gates import BouwFout
from analysis.publishing.gates_of_size import LIMITS, MOST_TOGETHER, check_sizes


def written(folder, name, size):
    path = folder / name
    path.write_bytes(b"x" * size)
    return path


@pytest.mark.parametrize("ending", [".html", ".pdf", ".docx"])
def test_a_file_above_its_limit_is_refused_by_name(tmp_path, ending):
    check_sizes([written(tmp_path, f"goed{ending}", LIMITS[ending])])
    with pytest.raises(BouwFout, match=r"fout\.\w+: \d+,0 MB is meer dan de grens van \d+,0 MB"):
        check_sizes([written(tmp_path, f"fout{ending}", LIMITS[ending] + 1)])


def test_the_pages_of_a_book_have_a_limit_together(tmp_path):
    count = MOST_TOGETHER // LIMITS[".html"]
    pages = [written(tmp_path, f"{number:02d}.html", LIMITS[".html"]) for number in range(count)]
    check_sizes(pages)
    with pytest.raises(BouwFout, match="de bladzijden samen"):
        check_sizes([*pages, written(tmp_path, "laatste.html", 1)])
