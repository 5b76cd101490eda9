"""Word documents from plain contents. What opens a template runs confined, and knows neither Django nor the plan."""
