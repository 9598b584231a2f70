"""Every read of classes and learners."""
