"""What every kind of record shares. Knows no app; every app may know it."""
