"""Made-up names for the tests of this package, and a writer of text in the two old encodings."""

import itertools
import random

_SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lương Trịnh Mai Tạ Quách Thái Kiều "
    "Cù Lò Vàng Giàng Sùng Thào Lường Cà Quàng Tòng Hà Lô Vi Nông Triệu Bàn Chu Tô Tống Khổng Ông Âu Ứng Ưng"
)
_MIDDLES = (
    "Văn Thị Hữu Đức Minh Quang Ngọc Thanh Thuỳ Khánh Bảo Gia Như Xuân Kim Diệu Công Đình Quốc Hoài Mỹ Ánh Thế Trọng Tuấn "
    "Nhật Phương Yến Uyên A Y"
)
_GIVENS = (
    "An Anh Ảnh Ánh Ân Bắc Bích Bình Cường Châu Chiến Dũng Duy Dương Đạt Đông Đức Giang Hà Hải Hạnh Hằng Hậu Hiền Hiếu Hoa Hoà "
    "Hoàn Hồng Huế Huệ Hùng Huyền Hương Khoa Khuê Kiên Lan Liễu Linh Loan Lộc Lương Ly Mạnh Mận Mỵ Nga Nghĩa Ngoan Nguyệt Nhàn "
    "Nhung Oanh Phúc Phượng Quân Quế Quý Quyên Quỳnh Sáng Sỹ Tâm Thảo Thắng Thêu Thoa Thuận Thuý Thuỷ Thư Tiến Toàn Trang Trâm "
    "Trí Tú Tuệ Tuyết Ước Uyển Vĩ Việt Vỹ Xoan Yên Yến Ý Ẩn Ỷ"
)

#: Correct Unicode names that use only Latin-1 letters, or are not of Vietnamese spelling.
DIFFICULT_NAMES = (
    "Hoàng Kim Anh",
    "Lê Công Vinh",
    "Bùi Thanh Hoà",
    "Bùi Thanh Hòa",
    "Hà Lê Minh",
    "Lý Nam Hà",
    "Lô Thanh Hà",
    "Lò A Páo",
    "Giàng A Sình",
    "H'Hen Niê",
    "Y Moan Êban",
    "Y Thô Hmôk",
    "K'Brơ",
    "K'Să Ha Póh",
    "Rơ Châm H'Ngát",
    "Bríu Pố",
    "Alăng Bhuôch",
    "Thạch Sô Phiếp",
    "Điểu Krí",
    "José García",
    "François Lê",
    "Jürgen Müller",
    "Noël Zoé",
    "Peña Núñez",
    "Søren Ågård",
    "Renée Côté",
    "NGUYỄN VĂN Ý",
    "LÊ HÀ",
    "lê thuý hà",
    "Qúy",
    "Nguyễn Thị Hoà-Bình",
    "«Lê Hà»",
)


def generated_names(count: int) -> list[str]:
    """The same `count` made-up names in every run."""
    everything = list(itertools.product(_SURNAMES.split(), _MIDDLES.split(), _GIVENS.split()))
    return [" ".join(parts) for parts in random.Random(2026).sample(everything, count)]


_TCVN3_BYTES = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9"
            "eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        strict=True,
    )
)


def as_tcvn3(text: str) -> str:
    """What a sheet shows without the font. Capitals with a tone do not exist in TCVN3 and are written small."""
    chars = (char if char in _TCVN3_BYTES else char.lower() for char in text)
    return "".join(
        bytes([_TCVN3_BYTES[char]]).decode("latin-1") if char in _TCVN3_BYTES else kept
        for char, kept in zip(chars, text, strict=True)
    )


_TONED_LETTERS = "àảãáạ ăằẳẵắặ âầẩẫấậ èẻẽéẹ êềểễếệ ìỉĩíị òỏõóọ ôồổỗốộ ơờởỡớợ ùủũúụ ưừửữứự ỳỷỹýỵ đ"
_VNI_WRITING = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î ñ"
)
_VNI_FORMS = dict(zip(_TONED_LETTERS.replace(" ", ""), _VNI_WRITING.split(), strict=True))


def as_vni(text: str) -> str:
    """What a sheet shows without the font."""
    forms = _VNI_FORMS | {char.upper(): form.upper() for char, form in _VNI_FORMS.items()}
    return "".join(forms.get(char, char) for char in text)
