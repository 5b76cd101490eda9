"""The pages on which statements of performance are edited. They are read on their theme's page."""
