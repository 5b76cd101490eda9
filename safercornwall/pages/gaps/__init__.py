"""The pages of delivery gaps: the list, and one gap."""
