"""What the plans ask and no daily work tells yet: units report it, with evidence. Only questions that a unit can answer itself.

When a room comes that holds the data, its own measure takes the place in the plan's file, and the question goes.
"""

from .conditions import DIRECTION, INFRASTRUCTURE, PEOPLE
from .work import GOVERNMENT, TEACHING

MEASURES = (*DIRECTION, *INFRASTRUCTURE, *PEOPLE, *TEACHING, *GOVERNMENT)
