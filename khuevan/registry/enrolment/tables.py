"""Tables of learners and classes."""
