"""Adding and changing one learner."""
