"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with the parameters of the OWASP password storage cheat sheet; a hash made with others is renewed at sign-in."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
