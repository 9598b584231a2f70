"""The IT focal point of a school imports 1,200 learners from Excel, 37 of whose rows are bad, and mends nothing blindly."""

from collections.abc import Iterator
from datetime import date

from khuevan.core.jobs.api import run_pending
from khuevan.portal.demo.people import Inventor
from khuevan.registry.enrolment.models import Enrolment
from khuevan.registry.enrolment.tests.lists import row, xlsx

CLASSES = {"7A1": 2014, "7A2": 2014, "9A": 2012}
ROWS, BAD = 1200, 37


def learners(inventor: Inventor) -> Iterator[list]:
    """Good rows for the classes of the school, each with identifiers of its own."""
    while True:
        for class_name, year in CLASSES.items():
            person = inventor.person(date(year, 1, 2 + inventor.random.randrange(27)))
            born = f"{person.birth_date:%d/%m/%Y}"
            sex = "Nam" if person.sex == "male" else "Nữ"
            yield row(person.full_name, born, sex, "Kinh", class_name, person.sector_id, person.personal_id)


def spoil(rows: list[list]) -> None:
    """Make 37 rows bad, as schools do: dates that do not exist, digits lost by Excel, classes that are not there, names left out."""
    for number, line in enumerate(rows[100 : 100 + BAD * 20 : 20]):
        wrongs = {0: (2, "31/02/2014"), 1: (7, "3.7214E+10"), 2: (5, "7A99"), 3: (1, ""), 4: (2, "hôm qua")}
        place, value = wrongs[number % 5]
        line[place] = value


def test_focal_point_imports_1200_learners_with_37_bad_rows(world, visit, tmp_path):
    source = learners(Inventor(1200))
    rows = [next(source) for _ in range(ROWS)]
    spoil(rows)
    path = tmp_path / "Danh sách học sinh đầu năm.xlsx"
    path.write_bytes(xlsx(rows, above=[["TRƯỜNG THCS NINH KHÁNH"], ["DANH SÁCH HỌC SINH NĂM HỌC 2026–2027"], []]).read())
    before = Enrolment.objects.filter(school=world.units["lower_a"]).count()
    tuan = visit("tuan")

    tuan.open("/nhap-excel/moi/enrolment.learners/")
    tuan.page.set_input_files("input[type=file]", path)
    tuan.shoot("import-upload")
    tuan.submit("Tải lên và ghép cột")
    tuan.shoot("import-columns")
    columns = tuan.page.url
    tuan.submit("Kiểm tra và xem trước")
    run_pending()
    run = columns.removesuffix("cot/").removeprefix(tuan.address)
    tuan.open(run)
    tuan.shoot("import-preview")
    preview = tuan.page.locator("main").inner_text()
    nothing_yet = Enrolment.objects.filter(school=world.units["lower_a"]).count()
    tuan.page.get_by_role("button", name="Nhập 1.163").or_(tuan.page.get_by_role("link", name="Nhập 1.163")).first.click()
    tuan.page.wait_for_load_state("networkidle")
    run_pending()
    tuan.open(run)
    tuan.shoot("import-done")
    tuan.open("/hoc-sinh/")
    tuan.shoot("learners")

    assert "31/02/2014" in preview
    assert nothing_yet == before
    assert Enrolment.objects.filter(school=world.units["lower_a"]).count() == before + ROWS - BAD
    assert "1.167 em đang học" in tuan.page.locator("main").inner_text()
    assert tuan.complaints == []
