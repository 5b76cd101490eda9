"""The pages on which key dates are edited. They are read beside the decisions."""
