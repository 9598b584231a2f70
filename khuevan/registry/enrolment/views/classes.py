"""Classes of a school year: the list, one class, making classes."""
