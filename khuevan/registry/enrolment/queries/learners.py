"""Reading learners."""
