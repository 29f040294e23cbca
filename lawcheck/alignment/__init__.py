"""One aligner of two texts."""
