"""Drafts of forms: kept while a form is open, and thrown away when its author says so."""
