"""Who may open the portal's pages: everyone signed in; what they hold is theirs."""

from tests.access.table import Row

SIGNED_IN = {"ha": 200, "hieutruong": 200, "nguyet": 200, "hanh": 200, "quantri": 200, "": 302}

ACCESS = [
    Row("portal:home", lambda world: {}, SIGNED_IN),
    Row("portal:search", lambda world: {}, SIGNED_IN),
    Row("portal:api_docs", lambda world: {}, SIGNED_IN),
]
