"""What people enter by hand: one figure at a time, and commentary. Each is judged by the rules of uploads, and append-only."""
