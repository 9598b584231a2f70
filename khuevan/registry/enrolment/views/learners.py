"""Learners: the list, one learner, adding, editing, taking out."""
