"""Invented people: names, birth dates and identifiers that pass every structure check, deterministic by seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

import yaml

# Multipliers coprime with the size of their space turn a counter into scattered, never repeating serial numbers.
PERSONAL_SPACE, PERSONAL_STEP = 1_000_000, 271_829
SECTOR_SPACE, SECTOR_STEP = 100_000_000, 31_415_927
BIRTH_PROVINCES = ("037", "036", "035", "038", "001", "034")
BIRTH_WEIGHTS = (46, 32, 16, 2, 2, 2)
ETHNIC_GROUPS = ("01", "06", "02", "04")
ETHNIC_WEIGHTS = (972, 22, 3, 3)
KINH, MUONG = "01", "06"


@dataclass(frozen=True, slots=True)
class Invented:
    """A person who does not exist. `personal_id` or `sector_id` may be "": some profiles are to be mended."""

    full_name: str
    sex: str
    birth_date: date
    ethnicity: str
    birth_province: str
    personal_id: str
    sector_id: str


class _Choice:
    """Weighted choice with the sums made once."""

    def __init__(self, weights: dict[str, int] | list[str]) -> None:
        self.items = list(weights)
        self.sums = list(accumulate(weights.values() if isinstance(weights, dict) else [1] * len(self.items)))

    def __call__(self, random: Random) -> str:
        return random.choices(self.items, cum_weights=self.sums)[0]


class Inventor:
    """Makes people up, one after another; two inventors with one seed make the same people."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- invented data, no secret
        parts = yaml.safe_load((Path(__file__).parent / "data/names.yaml").read_text())
        self.villages, self.occupations = parts["villages"], parts["occupations"]
        self._choices = {name: _Choice(parts[name]) for name in parts}
        self._personal: dict[str, int] = {}
        self._sector = 0

    def person(
        self,
        birth_date: date,
        sex: str | None = None,
        *,
        surname: str = "",
        has_personal_id: bool = True,
        has_sector_id: bool = True,
    ) -> Invented:
        """Somebody born that day."""
        random = self.random
        sex = sex or ("male" if random.random() < 0.515 else "female")
        ethnicity = random.choices(ETHNIC_GROUPS, ETHNIC_WEIGHTS)[0]
        province = random.choices(BIRTH_PROVINCES, BIRTH_WEIGHTS)[0]
        return Invented(
            full_name=self._name(sex, ethnicity, surname),
            sex=sex,
            birth_date=birth_date,
            ethnicity=ethnicity,
            birth_province=province,
            personal_id=self._personal_id(province, sex, birth_date.year) if has_personal_id else "",
            sector_id=self._sector_id() if has_sector_id else "",
        )

    def birthday(self, year: int) -> date:
        return date(year, 1, 1) + timedelta(days=self.random.randrange(365))

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _name(self, sex: str, ethnicity: str, surname: str) -> str:
        surname = surname or self._choices["muong_surnames" if ethnicity == MUONG else "surnames"](self.random)
        middle = self._choices[f"middle_{sex}"](self.random)
        given = self._choices[f"given_{sex}"](self.random)
        return " ".join(part for part in (surname, middle, given) if part)

    def _personal_id(self, province: str, sex: str, year: int) -> str:
        """Structure of NĐ 137/2015: province of birth, century and sex, year, serial."""
        century_and_sex = (year // 100 - 19) * 2 + (sex == "female")
        prefix = f"{province}{century_and_sex}{year % 100:02}"
        serial = self._personal[prefix] = self._personal.get(prefix, 0) + 1
        return f"{prefix}{serial * PERSONAL_STEP % PERSONAL_SPACE:06}"

    def _sector_id(self) -> str:
        self._sector += 1
        return f"37{self._sector * SECTOR_STEP % SECTOR_SPACE:08}"
