"""Forms and filters of learners and classes."""
