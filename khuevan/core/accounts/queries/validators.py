"""What makes a good password. Named in `settings.AUTH_PASSWORD_VALIDATORS`; says what to do in plain Vietnamese."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import rules
from ..models import PastPassword, User

REMEMBERED = 5


class LongEnough:
    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < rules.LEAST_LENGTH:
            raise ValidationError(
                _("Mật khẩu có %(length)d ký tự, cần ít nhất %(least)d. Ghép vài từ không liên quan với nhau cho dễ nhớ.")
                % {"length": len(password), "least": rules.LEAST_LENGTH},
                code="too_short",
            )

    def get_help_text(self) -> str:
        return _("Ít nhất %(least)d ký tự.") % {"least": rules.LEAST_LENGTH}


class NotCommon(CommonPasswordValidator):
    """Django's list of twenty thousand, and whatever is made of common Vietnamese words with digits."""

    def validate(self, password: str, user: User | None = None) -> None:
        if password.lower().strip() in self.passwords or rules.is_common(password):
            raise ValidationError(
                _("Mật khẩu này nhiều người dùng, dễ bị đoán. Thêm vài từ mà chỉ bạn nghĩ ra."), code="too_common"
            )

    def get_help_text(self) -> str:
        return _("Không chỉ gồm những từ hay gặp như “matkhau”, “truonghoc” kèm chữ số.")


class NotLikeOwner:
    def validate(self, password: str, user: User | None = None) -> None:
        own = [text for text in (user.full_name, user.username, user.email, user.phone) if text] if user else []
        if rules.is_like_owner(password, own):
            raise ValidationError(
                _("Mật khẩu gần giống tên, tên đăng nhập, số điện thoại hoặc thư điện tử của bạn. Chọn từ khác."),
                code="too_similar",
            )

    def get_help_text(self) -> str:
        return _("Không giống tên, tên đăng nhập, số điện thoại của bạn.")


class NotUsedBefore:
    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        past = PastPassword.objects.filter(user=user).order_by("-replaced_at").values_list("password", flat=True)
        if any(check_password(password, known) for known in [user.password, *past[: REMEMBERED - 1]]):
            raise ValidationError(
                _("Bạn đã dùng mật khẩu này gần đây. Chọn mật khẩu khác với %(count)d lần gần nhất.") % {"count": REMEMBERED},
                code="used_before",
            )

    def get_help_text(self) -> str:
        return _("Không trùng %(count)d mật khẩu gần nhất.") % {"count": REMEMBERED}
