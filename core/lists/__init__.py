"""What every list shares: filters that live in its address, and counts that lead to what they count."""
