"""What can be said of a list of learners by looking at the list alone: parts joined, duplicates, ages, classes."""

import re
from datetime import date

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.sheets.api import Batch
from khuevan.kernel.errors import Refusal
from khuevan.kernel.text import search_key, sort_key

from ..rules import AgeVerdict, class_key, grade_in_name, judge_age
from .places import Places

NAMES = ("full_name", "father_name", "mother_name", "guardian_name")
_YEARS = re.compile(r"(?i)năm học\s*:?\s*(20\d\d)\s*[-–—/]\s*(20\d\d)")


class OtherYear(Refusal):
    """The titles of the file name another school year than the one that is imported into."""

    code = "other_year"

    def __init__(self, found: str, chosen: str) -> None:
        super().__init__(
            _(
                "Tệp ghi năm học %(found)s, còn bạn đang nhập cho năm học %(chosen)s. "
                "Chọn đúng tệp, hoặc sửa dòng tiêu đề của tệp."
            )
            % {"found": found, "chosen": chosen}
        )


def check(batch: Batch) -> None:
    """Reject and warn; leaves the frame with one value per fact and the derived columns."""
    _refuse_other_year(batch)
    _join_parts(batch)
    _take_sex_from_number(batch)
    batch.require("full_name", "birth_date", "class_name")
    _derive(batch)
    _place_schools(batch)
    _check_grades(batch)
    _check_birth_dates(batch)
    _check_ages(batch)
    _compare_with_number(batch)
    _find_repeated_numbers(batch, "personal_id", _("Số định danh"))
    _find_repeated_numbers(batch, "sector_id", _("Mã định danh Bộ GDĐT"))
    _find_repeated_rows(batch)
    _resolve_addresses(batch)


def _refuse_other_year(batch: Batch) -> None:
    chosen = batch.context.facts["year"].code
    for title in batch.context.preamble:
        for first, second in _YEARS.findall(title):
            if f"{first}-{second}" != chosen:
                raise OtherYear(f"{first}–{second}", chosen.replace("-", "–"))


def _join_parts(batch: Batch) -> None:
    """Names from «Họ đệm» and «Tên», days from three columns, sex from a column of ticks."""
    frame = batch.frame
    joined = pl.concat_str("family_names", "given_name", separator=" ", ignore_nulls=True)
    day = pl.format("{}-{}-{}", "birth_only_year", _padded("birth_month"), _padded("birth_day")).str.to_date(
        "%Y-%m-%d", strict=False
    )
    parts = frame.filter(pl.col("birth_date").is_null() & pl.all_horizontal(_BIRTH_PARTS.is_not_null())).with_columns(
        day.alias("found")
    )
    batch.reject(
        parts.filter(pl.col("found").is_null()), "birth_day", _("Không có ngày này trong tháng. Sửa ngày, tháng hoặc năm sinh.")
    )
    unticked = "male" if frame["is_female"].count() and not frame["is_male"].count() else None
    both, female = pl.col("is_female") & pl.col("is_male"), pl.col("is_female")
    ticked = pl.when(both).then(None).when(female).then(pl.lit("female")).when("is_male").then(pl.lit("male"))
    has_parts = pl.col("family_names").is_not_null() | pl.col("given_name").is_not_null()
    lone = frame.filter(
        has_parts & pl.col("full_name").is_null() & (pl.col("family_names").is_null() | pl.col("given_name").is_null())
    )
    batch.reject(lone, "given_name", _("Họ đệm và tên phải có cả hai."))
    batch.frame = frame.with_columns(
        pl.coalesce("full_name", pl.when(has_parts).then(joined)).alias("full_name"),
        pl.coalesce("birth_date", day).alias("birth_date"),
        pl.coalesce("sex", ticked.otherwise(pl.lit(unticked, dtype=pl.String))).alias("sex"),
    )


_BIRTH_PARTS = pl.col("birth_day", "birth_month", "birth_only_year")


def _padded(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).str.zfill(2)


def _take_sex_from_number(batch: Batch) -> None:
    """The fourth digit of the personal number tells the sex: even for men, odd for women (TT 59/2021/TT-BCA)."""
    odd = pl.col("personal_id").str.slice(3, 1).cast(pl.Int8, strict=False) % 2 == 1
    batch.frame = batch.frame.with_columns(
        pl.coalesce("sex", pl.when(odd).then(pl.lit("female")).when(~odd).then(pl.lit("male"))).alias("sex")
    )


def _derive(batch: Batch) -> None:
    """Keys of names and classes; made in Python because their order is Vietnamese."""
    frame = batch.frame
    for name in NAMES:
        prefix = "" if name == "full_name" else name.removesuffix("name")
        frame = frame.with_columns(
            _mapped(frame[name], sort_key).alias(f"{prefix}sort_key"),
            _mapped(frame[name], search_key).alias(f"{prefix}search_key"),
        )
    named = _mapped(frame["class_name"], grade_in_name, pl.Int16)
    batch.frame = frame.with_columns(
        _mapped(frame["class_name"], class_key).alias("class_key"), named.alias("named_grade"), named.alias("class_grade")
    )


def _mapped(series: pl.Series, function, dtype=pl.String) -> pl.Series:
    """A function of texts applied to each different value once."""
    known = {value: function(value) for value in series.unique().to_list() if value is not None}
    return pl.Series([known.get(value) for value in series.to_list()], dtype=dtype)


def _place_schools(batch: Batch) -> None:
    """Which school a row belongs to: the one that imports, or the one its cell names."""
    places: Places = batch.context.facts["places"]
    named = _mapped(batch.frame["school"], places.find, pl.Int64)
    batch.frame = batch.frame.with_columns(pl.Series("school_id", named, dtype=pl.Int64))
    frame = batch.frame
    if places.only is not None:
        other = frame.filter(
            pl.col("school").is_not_null() & (pl.col("school_id").is_null() | (pl.col("school_id") != places.only))
        )
        batch.reject(other, "school", pl.format(_("Dòng này ghi trường «{}», không phải trường bạn đang nhập."), "school"))
        batch.frame = frame.with_columns(pl.lit(places.only, dtype=pl.Int64).alias("school_id"))
        return
    batch.reject(frame.filter(pl.col("school").is_null()), "school", _("Chưa có trường. Ghi mã hoặc tên trường của em."))
    unknown = frame.filter(pl.col("school").is_not_null() & pl.col("school_id").is_null())
    batch.reject(unknown, "school", pl.format(_("Không có trường «{}» trong phạm vi của bạn."), "school"))


def _check_grades(batch: Batch) -> None:
    places: Places = batch.context.facts["places"]
    classes = places.classes
    frame = batch.frame.join(classes, on=["school_id", "class_key"], how="left")
    if places.only is not None or frame["school_id"].count():
        unknown = frame.filter(
            pl.col("class_key").is_not_null() & pl.col("school_id").is_not_null() & pl.col("known_grade").is_null()
        )
        batch.reject(*_unknown_class(batch, unknown))
    frame = frame.with_columns(pl.coalesce("known_grade", "grade", "class_grade").alias("class_grade"))
    other = frame.filter(pl.col("grade").is_not_null() & (pl.col("grade") != pl.col("class_grade")))
    batch.reject(other, "grade", pl.format(_("Ghi khối {} nhưng lớp {} là khối {}."), "grade", "class_name", "class_grade"))
    batch.frame = frame.drop("known_grade")


def _unknown_class(batch: Batch, unknown: pl.DataFrame) -> tuple[pl.DataFrame, str, pl.Expr]:
    if not batch.context.options.get("create_classes"):
        text = pl.format(_("Trường chưa có lớp {} trong năm học này. Sửa tên lớp, hoặc chọn «Tạo lớp chưa có»."), "class_name")
        return unknown, "class_name", text
    text = pl.format(_("Không biết lớp {} thuộc khối nào. Thêm cột Khối, hoặc tạo lớp trước."), "class_name")
    return unknown.filter(pl.coalesce("grade", "class_grade").is_null()), "class_name", text


def _check_birth_dates(batch: Batch) -> None:
    today: date = batch.context.facts["today"]
    late = batch.frame.filter(pl.col("birth_date") > today)
    batch.reject(late, "birth_date", pl.format(_("Ngày sinh {} ở tương lai."), pl.col("birth_date").dt.strftime("%d/%m/%Y")))


_AGE_WORDS = {
    AgeVerdict.EARLY: gettext_lazy("học sớm hơn tuổi quy định; kiểm tra lại năm sinh hoặc quyết định học vượt lớp"),
    AgeVerdict.LATE: gettext_lazy("học muộn hơn tuổi quy định; chỉ các trường hợp nêu ở Điều 28 Luật Giáo dục"),
    AgeVerdict.TOO_YOUNG: gettext_lazy("chưa đủ tuổi học lớp này; kiểm tra lại năm sinh hoặc lớp"),
    AgeVerdict.TOO_OLD: gettext_lazy("quá tuổi học lớp này; kiểm tra lại năm sinh hoặc lớp"),
}


def _check_ages(batch: Batch) -> None:
    """Luật Giáo dục 2019 Điều 28: warned about, or refused, as the user chose."""
    start, rules = batch.context.facts["start_year"], batch.context.facts["age_rules"]
    frame = batch.frame.with_columns(pl.col("birth_date").dt.year().alias("born"))
    pairs = frame.select("class_grade", "born").drop_nulls().unique().filter(pl.col("born") <= start)
    verdicts = [judge_age(grade, start, born, rules) for grade, born in pairs.iter_rows()]
    judged = frame.join(
        pairs.with_columns(
            pl.Series("verdict", verdicts, dtype=pl.String),
            pl.Series("why", [str(_AGE_WORDS.get(verdict, "")) for verdict in verdicts], dtype=pl.String),
        ),
        on=["class_grade", "born"],
    )
    text = pl.format(_("Sinh năm {} học lớp {}: {}."), "born", "class_name", "why")
    refused = [] if batch.context.options.get("ages_warn_only") else [AgeVerdict.TOO_YOUNG, AgeVerdict.TOO_OLD]
    batch.reject(judged.filter(pl.col("verdict").is_in(refused)), "birth_date", text)
    batch.warn(judged.filter(~pl.col("verdict").is_in([*refused, AgeVerdict.STANDARD])), "birth_date", text)


def _compare_with_number(batch: Batch) -> None:
    """Sex and year in the number may differ from the record: such numbers were really issued, so it is a warning."""
    frame = batch.frame.filter(pl.col("personal_id").is_not_null()).with_columns(
        pl.col("personal_id").str.slice(3, 1).cast(pl.Int32).alias("century_and_sex"),
        pl.col("personal_id").str.slice(4, 2).cast(pl.Int32).alias("year_of_number"),
    )
    frame = frame.with_columns(
        (1900 + 100 * (pl.col("century_and_sex") // 2) + pl.col("year_of_number")).alias("year_of_number")
    )
    born = frame.filter(pl.col("birth_date").dt.year() != pl.col("year_of_number"))
    text = _("Năm sinh khác với năm trong số định danh ({}). Kiểm tra lại một trong hai.")
    batch.warn(born, "personal_id", pl.format(text, "year_of_number"))
    of_number = pl.when(pl.col("century_and_sex") % 2 == 1).then(pl.lit("female")).otherwise(pl.lit("male"))
    batch.warn(
        frame.filter(pl.col("sex") != of_number),
        "personal_id",
        _("Giới tính khác với giới tính trong số định danh. Kiểm tra lại."),
    )


def _find_repeated_numbers(batch: Batch, code: str, label: str) -> None:
    """The same number in two rows: nobody can say whose it is, so all of them are refused."""
    numbers = batch.frame.filter(pl.col(code).is_not_null())
    groups = numbers.group_by(code).agg("row_no", pl.len().alias("times")).filter(pl.col("times") > 1)
    repeated = numbers.join(groups.rename({"row_no": "rows"}), on=code)
    others = pl.col("rows").list.set_difference(pl.concat_list("row_no")).list.sort().list.head(5)
    words = others.cast(pl.List(pl.String)).list.join(", ")
    batch.reject(repeated, code, pl.format(_("{} trùng với dòng {} của tệp. Sửa một trong các dòng."), pl.lit(label), words))


def _find_repeated_rows(batch: Batch) -> None:
    """The same name, day and class without different numbers: the later row says nothing new."""
    key = ["search_key", "birth_date", "school_id", "class_key"]
    rows = batch.good().drop_nulls(key)
    numbered = pl.coalesce("personal_id", "sector_id")
    groups = rows.group_by(key).agg(
        pl.col("row_no").min().alias("first"),
        pl.len().alias("times"),
        numbered.n_unique().alias("numbers"),
        numbered.null_count().alias("unnumbered"),
    )
    later = rows.join(groups.filter(pl.col("times") > 1), on=key).filter(pl.col("row_no") > pl.col("first"))
    same = later.filter((pl.col("numbers") == 1) | (pl.col("unnumbered") > 0))
    text = _("Trùng họ tên, ngày sinh và lớp với dòng {} của tệp. Xóa một dòng, hoặc ghi số định danh của cả hai em.")
    batch.reject(same, "full_name", pl.format(text, "first"))
    twins = later.join(same.select("row_no"), on="row_no", how="anti")
    batch.warn(
        twins, "full_name", pl.format(_("Cùng họ tên, ngày sinh và lớp với dòng {} nhưng khác số. Kiểm tra lại."), "first")
    )


def _resolve_addresses(batch: Batch) -> None:
    """Names of provinces and communes become codes; a name that is not found is left out with a warning."""
    places: Places = batch.context.facts["places"]
    frame = batch.frame
    for kind in ("hometown", "residence"):
        pairs = frame.select(f"{kind}_province", f"{kind}_commune").unique()
        found = [(province, commune, *places.address(province, commune)) for province, commune in pairs.iter_rows()]
        schema = {f"{kind}_province": pl.String, f"{kind}_commune": pl.String, f"{kind}_code": pl.String, "unknown": pl.String}
        frame = frame.drop(f"{kind}_code", "unknown", strict=False).join(
            pl.DataFrame(found, schema=schema, orient="row"),
            on=[f"{kind}_province", f"{kind}_commune"],
            nulls_equal=True,
            how="left",
        )
        batch.warn(
            frame.filter(pl.col("unknown").is_not_null()),
            f"{kind}_commune",
            pl.format(_("Không tìm thấy «{}» trong danh mục tỉnh, xã sau ngày 01/7/2025. Ô này được bỏ qua."), "unknown"),
        )
    batch.frame = frame.drop("unknown")
