"""Who may open the gallery of components: everybody, it holds no data."""

from tests.access.table import Row

ACCESS = [Row("web:gallery", lambda world: {}, {"ha": 200, "nguyet": 200, "": 200})]
