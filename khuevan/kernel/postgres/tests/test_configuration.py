"""The text of the configuration files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.postgres import configuration

GIB = 2**30


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        (4 * GIB, ("512MB", "2048MB", "256MB")),
        (8 * GIB, ("1024MB", "4096MB", "512MB")),
        (24 * GIB, ("2048MB", "12288MB", "512MB")),
    ],
)
def test_memory_settings_of_common_machines(memory: int, expected: tuple[str, str, str]):
    settings = configuration.memory_settings(memory)

    names = ("shared_buffers", "effective_cache_size", "maintenance_work_mem")
    assert tuple(settings[name] for name in names) == expected


@given(st.integers(min_value=256 * 2**20, max_value=4096 * GIB))
def test_memory_settings_leave_room_for_the_rest(memory: int):
    megabytes = {name: int(value.removesuffix("MB")) for name, value in configuration.memory_settings(memory).items()}

    assert 64 <= megabytes["shared_buffers"] <= 2048
    assert 64 <= megabytes["maintenance_work_mem"] <= 512
    assert (megabytes["shared_buffers"] + megabytes["maintenance_work_mem"]) * 2**20 <= memory // 2


def test_machine_memory_is_that_of_a_machine():
    assert configuration.machine_memory() % 1024 == 0
    assert configuration.machine_memory() > 2**28


def settings(**changes: object) -> str:
    usual = {"run": Path("/run"), "log": Path("/log"), "memory": 4 * GIB, "preload": False, "durable": True}
    return configuration.server_settings(**(usual | changes))


def test_settings_quote_paths():
    text = settings(run=Path("/a'b,c\\d\"e"))

    assert "unix_socket_directories = '\"/a''b,c\\\\d\"\"e\"'\n" in text


def test_settings_preload_only_what_is_there():
    added = "shared_preload_libraries = 'pg_stat_statements'\n"

    assert settings(preload=True) == settings() + added


def test_settings_give_up_durability_only_when_told():
    added = "fsync = 'off'\nsynchronous_commit = 'off'\nfull_page_writes = 'off'\n"

    assert settings(durable=False) == settings() + added


def test_builtin_collation_from_seventeen_on():
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]

    assert configuration.initdb_options(17, durable=True) == configuration.initdb_options(16, durable=True) + builtin


def test_identities_map_each_account_once():
    assert configuration.identities({"root", "an"}) == 'khuevan "an" khuevan\nkhuevan "root" khuevan\n'
