"""What people call the browser that a request came from."""

# What a browser's name for itself holds, and what people call it. The first that fits counts: many name others too.
BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome")),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux")),
)


def browser_in_words(name: str) -> str:
    """ "Firefox on Windows"; what is not known is left out."""
    browser = next((words for part, words in BROWSERS if part in name), "")
    system = next((words for part, words in SYSTEMS if part in name), "")
    return " on ".join(filter(None, (browser, system))) or "Unknown browser"
