"""What pages of indicators show: standings in words, lists and charts."""
