"""Generating the province: about 1,400 schools and 900,000 learners by COPY."""

from django.core.management import call_command
from django.db import connection

from .figures import Figure, stopwatch


def measure() -> list[Figure]:
    """Builds the province in an empty bench database; when it is there already, its size is reported and not its time."""
    from khuevan.portal import demo

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    figures = []
    if not demo.exists():
        with stopwatch() as seconds:
            demo.build("province", lambda text: None)
        figures.append(Figure("dựng tỉnh (1.400 trường)", seconds(), "s", wanted=600))
    return [*figures, *_sizes()]


def _sizes() -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM enrolment_enrolment WHERE status = 'studying'")
        learners = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM org_orgunit WHERE kind = 'school'")
        schools = cursor.fetchone()[0]
        cursor.execute("SELECT pg_database_size(current_database()) / 1e9")
        size = float(cursor.fetchone()[0])
    return [
        Figure("người học đang học", learners, ""),
        Figure("cơ sở giáo dục", schools, ""),
        Figure("cơ sở dữ liệu", size, "GB"),
    ]
