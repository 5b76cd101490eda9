"""Work in the background: jobs of any kind, in the database, done one after another by whoever holds their lease."""
