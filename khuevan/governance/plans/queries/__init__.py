"""Every read of plans and of how far they are."""

from .home import home_card, search
from .plans import at_unit, duties, headings, newest_own, own_codes, plan, plan_list, plans, task_leads, tasks, unit_choices
from .targets import children, drawn, progress, target_line, targets_with_values, trend

__all__ = [
    "at_unit",
    "children",
    "drawn",
    "duties",
    "headings",
    "home_card",
    "newest_own",
    "own_codes",
    "plan",
    "plan_list",
    "plans",
    "progress",
    "search",
    "target_line",
    "targets_with_values",
    "task_leads",
    "tasks",
    "trend",
    "unit_choices",
]
