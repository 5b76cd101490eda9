"""The pages of one figure: entering, removing and its history. Figures are append-only."""
