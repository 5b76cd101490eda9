"""Board packs: what a plan says as at a day, as one Word document in the order of the assessment."""
