"""The server's settings, as text for its configuration files."""

from collections.abc import Mapping
from pathlib import Path

__all__ = [
    "DATABASE_ROLE",
    "authentication",
    "identities",
    "initdb_options",
    "machine_memory",
    "memory_settings",
    "server_settings",
]

DATABASE_ROLE = "khuevan"
PEER_MAP = "khuevan"
MIB = 2**20


def initdb_options(major: int, *, durable: bool) -> list[str]:
    """Options of initdb: UTF-8, page checksums, code-point collation with Unicode-aware case and word rules.

    The libc locale matters besides the built-in provider: full-text search takes its word borders from it, and
    under "C" would take Vietnamese quotation marks and dashes for letters.
    """
    options = [f"--username={DATABASE_ROLE}", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
    options += ["--auth-local=peer", "--auth-host=reject", "--no-instructions"]
    if major >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options if durable else [*options, "--no-sync"]


def authentication() -> str:
    """pg_hba.conf: only the local socket, only accounts the operating system vouches for."""
    return f"local all all peer map={PEER_MAP}\nlocal replication all peer map={PEER_MAP}\n"


def identities(names: set[str]) -> str:
    """pg_ident.conf: the accounts of this machine that may be the database role."""
    return "".join(f'{PEER_MAP} "{name}" {DATABASE_ROLE}\n' for name in sorted(names))


def server_settings(*, run: Path, log: Path, memory: int, preload: bool, durable: bool) -> str:
    """The settings file that the supervisor rewrites at every start; `memory` in bytes."""
    settings = {
        "listen_addresses": "",
        "port": "5432",
        # The value is itself a comma-separated list: quoted, a comma in a folder's name is only a comma.
        "unix_socket_directories": '"{}"'.format(str(run).replace('"', '""')),
        "max_connections": "100",
        "random_page_cost": "1.1",
        "wal_compression": "pglz",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "jit": "off",
        # In files, not /dev/shm: containers give that 64 MB, and logind empties it when a user logs out.
        "dynamic_shared_memory_type": "mmap",
        "logging_collector": "on",
        "log_directory": str(log),
        "log_filename": "postgresql-%Y%m%d-%H%M%S.log",
        "log_rotation_size": "10MB",
        "log_rotation_age": "0",
        "log_line_prefix": "%m [%p] %u@%d ",
        **memory_settings(memory),
    }
    if preload:
        settings["shared_preload_libraries"] = "pg_stat_statements"
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return "# Rewritten at every start. Your own settings: ALTER SYSTEM, or the end of postgresql.conf.\n" + _lines(settings)


def memory_settings(memory: int) -> dict[str, str]:
    """Shares of a machine with `memory` bytes, of which the database is one tenant among web and job workers."""
    return {
        "shared_buffers": f"{_clamp(memory // 8 // MIB, 64, 2048)}MB",
        "effective_cache_size": f"{max(memory // 2 // MIB, 64)}MB",
        "maintenance_work_mem": f"{_clamp(memory // 16 // MIB, 64, 512)}MB",
        "work_mem": "32MB",
    }


def machine_memory() -> int:
    """Memory in bytes that this machine has, or that its container may use."""
    fields = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    total = int(fields["MemTotal"].split()[0]) * 1024
    limit = Path("/sys/fs/cgroup/memory.max")
    allowed = limit.read_text().strip() if limit.exists() else "max"
    return total if allowed == "max" else min(total, int(allowed))


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))


def _lines(settings: Mapping[str, str]) -> str:
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
