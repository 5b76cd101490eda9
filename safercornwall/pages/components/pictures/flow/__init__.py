"""The golden thread: from a theme to what must be addressed, the projects, their money and what they should move."""
