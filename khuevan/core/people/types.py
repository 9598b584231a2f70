"""Vocabulary of personal profiles that other modules may use, and the refusals that they may meet."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.kernel.errors import Refusal
from khuevan.kernel.manifest import Text


class Sex(TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Relation(TextChoices):
    """What a guardian is to a child."""

    FATHER = "father", _("Cha")
    MOTHER = "mother", _("Mẹ")
    GRANDPARENT = "grandparent", _("Ông, bà")
    SIBLING = "sibling", _("Anh, chị")
    GUARDIAN = "guardian", _("Người giám hộ")


class Permission(StrEnum):
    VIEW = "people.view"
    VIEW_SENSITIVE = "people.view_sensitive"
    BROWSE = "people.browse"
    EDIT = "people.edit"
    MERGE = "people.merge"
    REQUEST_CORRECTION = "people.request_correction"
    CORRECT = "people.correct"
    OPEN_ACCOUNTS = "people.open_accounts"
    OPEN_ALL_ACCOUNTS = "people.open_all_accounts"


#: Fields whose reading is written down, and whose values the journal does not repeat (Luật 91/2025/QH15).
SENSITIVE_FIELDS = ("ethnicity", "religion", "policy_categories")


class PersonKind(TextChoices):
    """What somebody is in the sector today. A teacher whose child goes to school is both staff and guardian."""

    LEARNER = "learner", pgettext_lazy("một người", "Học sinh")
    GUARDIAN = "guardian", _("Cha mẹ, người giám hộ")
    STAFF = "staff", _("Cán bộ, giáo viên")


class AccountState(TextChoices):
    NONE = "none", _("Chưa có")
    UNUSED = "unused", _("Chưa đổi mật khẩu")
    ACTIVE = "active", _("Đang dùng")
    LOCKED = "locked", _("Đã khóa")


class DuplicateReason(TextChoices):
    """Why two profiles may be one person."""

    SAME_NAME_AND_BIRTH = "same_name_and_birth", _("Trùng họ tên và ngày sinh")
    SWAPPED_BIRTH = "swapped_birth", _("Trùng họ tên, ngày và tháng sinh đảo nhau")
    SIMILAR_NAME = "similar_name", _("Họ tên gần giống, cùng ngày sinh")
    SAME_PHONE = "same_phone", _("Trùng họ tên và số điện thoại")


class CorrectionState(TextChoices):
    """Steps of a correction request; the last three end it."""

    REQUESTED = "requested", _("Đã gửi")
    ACKNOWLEDGED = "acknowledged", _("Đã tiếp nhận")
    ACCEPTED = "accepted", _("Đã sửa")
    REFUSED = "refused", _("Không sửa")
    WITHDRAWN = "withdrawn", _("Đã rút")


CORRECTION_ENDS = (CorrectionState.ACCEPTED, CorrectionState.REFUSED, CorrectionState.WITHDRAWN)


class Side(StrEnum):
    """Whose value a merged profile takes."""

    KEEP = "keep"
    GONE = "gone"


@dataclass(frozen=True)
class Fact:
    """A line of a profile, with a smaller second line; `url` opens more."""

    label: Text
    value: Text = ""
    caption: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Part:
    """What another room adds to a profile: a card with lines. `on_card`: short enough for a child's card on the phone."""

    title: Text
    facts: tuple[Fact, ...]
    on_card: bool = False


@dataclass(frozen=True)
class PossibleDuplicate:
    """A profile that may be the person about to be added."""

    person_id: int
    uid: UUID
    full_name: str
    birth_date: date | None
    keeper: str
    reason: DuplicateReason


@dataclass(frozen=True)
class Choice:
    """A field on which two profiles to be merged differ, with both values as they are shown (identifiers masked)."""

    field: str
    label: Text
    keep: str
    gone: str
    suggested: Side


@dataclass(frozen=True)
class OpenedBatch:
    """Accounts opened or given new passwords, and where their slips are printed."""

    count: int
    slips: UUID


class AlreadyTaken(Refusal):
    """A number that another profile has. Who has it is said only to those who may see that profile."""

    code = "already_taken"
    status = 409


class PersonalIdTaken(AlreadyTaken):
    code = "personal_id_taken"
    message = _("Số định danh cá nhân này đã có ở một hồ sơ khác. Kiểm tra lại số, hoặc tìm hồ sơ đó.")

    def __init__(self, holder: str = "") -> None:
        message = _("Số định danh cá nhân này đang ở hồ sơ của %(holder)s. Kiểm tra lại số, hoặc gộp hai hồ sơ.")
        super().__init__(message % {"holder": holder} if holder else None, field="personal_id")


class SectorIdTaken(AlreadyTaken):
    code = "sector_id_taken"
    message = _("Mã định danh Bộ GDĐT này đã có ở một hồ sơ khác. Kiểm tra lại mã, hoặc tìm hồ sơ đó.")

    def __init__(self, holder: str = "") -> None:
        message = _("Mã định danh Bộ GDĐT này đang ở hồ sơ của %(holder)s. Kiểm tra lại mã, hoặc gộp hai hồ sơ.")
        super().__init__(message % {"holder": holder} if holder else None, field="sector_id")


class SectorIdFixed(Refusal):
    """The sector's number of a person is lifelong (TT 42/2021/TT-BGDĐT): it can be filled in, not changed."""

    code = "sector_id_fixed"
    message = _("Mã định danh Bộ GDĐT không đổi suốt đời nên không sửa được ở đây.")

    def __init__(self) -> None:
        super().__init__(field="sector_id")


class AlreadyMerged(Refusal):
    code = "already_merged"
    status = 409
    message = _("Hồ sơ này đã được gộp vào hồ sơ khác. Mở hồ sơ được giữ lại để làm tiếp.")


class InvalidValue(Refusal):
    """A value that the field cannot hold; the sentence says why."""

    code = "invalid_value"


class LooksLikeDuplicate(Refusal):
    """Profiles like the one to be added exist. The clerk looks at them, then says that it is somebody else."""

    code = "looks_like_duplicate"
    status = 409
    message = _("Đã có hồ sơ gần giống. Mở từng hồ sơ dưới đây để xem; nếu đúng là người khác, đánh dấu ô xác nhận rồi thêm.")


class AlreadyGuardian(Refusal):
    code = "already_guardian"
    status = 409
    message = _("Người này đang là cha mẹ, người giám hộ của em rồi.")


class OwnGuardian(Refusal):
    code = "own_guardian"
    message = _("Một người không thể là người giám hộ của chính mình. Chọn người khác.")


class GuardianshipEnded(Refusal):
    code = "guardianship_ended"
    status = 409
    message = _("Quan hệ giám hộ này đã kết thúc.")


class WrongEndDay(Refusal):
    code = "wrong_end_day"
    message = _("Ngày kết thúc phải từ ngày bắt đầu quan hệ (%(starts_on)s) đến hôm nay.")


class SamePerson(Refusal):
    code = "same_person"
    message = _("Không gộp một hồ sơ với chính nó.")


class MergeConflict(Refusal):
    """Both profiles have something of which a person has only one; somebody must settle that first."""

    code = "merge_conflict"
    status = 409


class FieldNotCorrectable(Refusal):
    code = "field_not_correctable"
    message = _("Thông tin này không đính chính được ở đây. Hỏi trường, hoặc đơn vị quản lý hồ sơ.")


class NothingToCorrect(Refusal):
    code = "nothing_to_correct"
    message = _("Giá trị đề nghị giống giá trị đang có. Nhập giá trị đúng.")


class AlreadyRequested(Refusal):
    code = "already_requested"
    status = 409
    message = _("Đã có một yêu cầu đính chính thông tin này đang chờ xử lý.")


class CorrectionEnded(Refusal):
    code = "correction_ended"
    status = 409
    message = _("Yêu cầu này đã được xử lý xong.")


class OwnCorrection(Refusal):
    """Nobody decides on a correction of himself or of his own child."""

    code = "own_correction"
    status = 403
    message = _("Yêu cầu này là của chính bạn hoặc của con bạn. Người khác có quyền phải xử lý.")


class NoAccount(Refusal):
    code = "no_account"
    status = 409
    message = _("Người này chưa có tài khoản.")


class NobodyToOpen(Refusal):
    code = "nobody_to_open"
    message = _("Không có ai trong danh sách đã chọn cần cấp tài khoản.")
