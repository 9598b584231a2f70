import pytest

from khuevan.kernel.text import legacy, title_case_name
from khuevan.kernel.text.legacy import Encoding
from khuevan.kernel.text.tests.names import DIFFICULT_NAMES, as_tcvn3, as_vni, generated_names

NAMES = generated_names(1500)


@pytest.mark.parametrize(
    ("cell", "encoding", "meaning"),
    [
        ("NguyÔn V¨n A", Encoding.TCVN3, "Nguyễn Văn A"),
        ("§Æng ThÞ Th­", Encoding.TCVN3, "Đặng Thị Thư"),
        ("NGUYÔN V¡N HïNG", Encoding.TCVN3, "NGUYỄN VĂN HÙNG"),
        ("HÊu", Encoding.TCVN3, "Hấu"),
        ("Tæ 5, x· §ång S¬n", Encoding.TCVN3, "Tổ 5, xã Đồng Sơn"),
        ("Nguyeãn Vaên Huøng", Encoding.VNI_WINDOWS, "Nguyễn Văn Hùng"),
        ("NGUYEÃN THÒ ÖÙNG", Encoding.VNI_WINDOWS, "NGUYỄN THỊ ỨNG"),
        ("Ñoã Myõ Leä", Encoding.VNI_WINDOWS, "Đỗ Mỹ Lệ"),
        ("Phöôøng Chaâu Sôn", Encoding.VNI_WINDOWS, "Phường Châu Sơn"),
    ],
)
def test_cell_in_an_old_font_is_read(cell, encoding, meaning):
    assert legacy.detect(cell) is encoding
    assert legacy.to_unicode(cell, encoding) == meaning


@pytest.mark.parametrize("name", DIFFICULT_NAMES)
def test_difficult_unicode_name_is_not_taken_for_an_old_font(name):
    assert legacy.detect(name) is Encoding.UNICODE


def test_unicode_names_are_never_taken_for_an_old_font():
    cases = [form for name in NAMES for form in (name, name.upper(), name.lower())]
    assert [name for name in cases if legacy.detect(name) is not Encoding.UNICODE] == []


def test_unicode_syllables_alone_are_never_taken_for_an_old_font():
    syllables = sorted({word for name in NAMES for word in name.split()})
    assert [word for word in syllables if legacy.detect(word) is not Encoding.UNICODE] == []


def test_tcvn3_round_trip_of_generated_names():
    wrong = [name for name in NAMES if title_case_name(legacy.to_unicode(as_tcvn3(name), Encoding.TCVN3)) != name]
    assert wrong == []


def test_vni_round_trip_of_generated_names():
    cases = [form for name in NAMES for form in (name, name.upper(), name.lower())]
    assert [name for name in cases if legacy.to_unicode(as_vni(name), Encoding.VNI_WINDOWS) != name] == []


def test_tcvn3_names_are_recognised_one_by_one():
    """A name whose letters all have another meaning as Unicode («Lª Hà») cannot be told alone; a column can."""
    cells = [cell for cell in map(as_tcvn3, NAMES) if not cell.isascii()]
    recognised = sum(legacy.detect(cell) is Encoding.TCVN3 for cell in cells)
    mistaken = [cell for cell in cells if legacy.detect(cell) is Encoding.VNI_WINDOWS]
    assert mistaken == []
    assert recognised >= 0.97 * len(cells)


def test_vni_names_are_recognised_one_by_one():
    cells = [cell for cell in map(as_vni, NAMES) if not cell.isascii()]
    recognised = sum(legacy.detect(cell) is Encoding.VNI_WINDOWS for cell in cells)
    mistaken = [cell for cell in cells if legacy.detect(cell) is Encoding.TCVN3]
    assert mistaken == []
    assert recognised >= 0.97 * len(cells)


@pytest.mark.parametrize(
    ("cells", "encoding"),
    [
        ([as_tcvn3(name) for name in NAMES[:40]], Encoding.TCVN3),
        ([as_vni(name) for name in NAMES[:40]], Encoding.VNI_WINDOWS),
        (NAMES[:40], Encoding.UNICODE),
        (["Phan Thò Hoa", "Hoà", "Vuõ Vaên Nam"], Encoding.VNI_WINDOWS),
        (["Hoà", "Lê Hà", None, 12], Encoding.UNICODE),
        ([], Encoding.UNICODE),
        ([as_tcvn3(name) for name in NAMES[:20]] + NAMES[:20], Encoding.UNKNOWN),
    ],
)
def test_column_tells_its_encoding(cells, encoding):
    assert legacy.detect_column(cells) is encoding


def test_column_settles_the_cells_that_could_be_either():
    assert legacy.detect("Hoà") is Encoding.UNICODE
    assert legacy.to_unicode("Hoà", Encoding.VNI_WINDOWS) == "Hồ"


def test_broken_text_is_unknown():
    assert legacy.detect("K'Br¬") is Encoding.UNKNOWN


def test_unicode_text_is_not_converted_again():
    assert legacy.to_unicode("Nguyễn Văn Hoà", Encoding.VNI_WINDOWS) == "Nguyễn Văn Hoà"
    assert legacy.to_unicode("Nguyeãn", Encoding.UNKNOWN) == "Nguyeãn"
