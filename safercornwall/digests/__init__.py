"""What a digest says: gathered from what the pages tell of two days, written as an e-mail. Knows pages, and no page knows it."""
