"""Screens of the indicators: figures, and what units report."""

from .figures import Catalogue, MeasureAtUnit, MeasureNow, Rows
from .reports import CorrectReport, NewReport, Report, Reports, Silent

__all__ = ["Catalogue", "CorrectReport", "MeasureAtUnit", "MeasureNow", "NewReport", "Report", "Reports", "Rows", "Silent"]
