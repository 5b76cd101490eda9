"""One search over the whole plan: what is searched of each noun, the words of it, and where they stand.

`sources` says what of each noun is searched. `entries` makes an entry of each record, `changes` makes it anew when the
record changes. `words` brings a text and a question into one form, so that both databases find the same.
"""
