"""The guardians that a list of learners names: one father, one mother, one other guardian."""

GUARDIANS = ("father", "mother", "guardian")
PARTS = ("name", "birth_year", "phone", "occupation")
