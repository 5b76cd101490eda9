"""Workbooks that people take away: a template to fill in, and their own file with what is wrong marked in it.

What `marking` holds runs in a confined process, so that neither it nor what it imports knows Django.
"""
