"""The five kinds of page. One class per page; a page makes one domain call."""

from .base import Page
from .confirm import ConfirmPage
from .detail import DetailPage
from .form import FormPage
from .list import ListPage
from .wizard import Step, WizardPage

__all__ = ["ConfirmPage", "DetailPage", "FormPage", "ListPage", "Page", "Step", "WizardPage"]
