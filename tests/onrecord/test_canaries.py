"""Published rows against answers: what counts as right, wrong and missing."""
