from accounts.sessions import touch


def count_idle_time(get_response):
    """A session ends after a time without a request. A page that looks by itself how some work is going does not count."""

    def middleware(request):
        if not looks_by_itself(request):
            touch(request)
        return get_response(request)

    return middleware


def looks_by_itself(request):
    return (
        request.method in ("GET", "HEAD")
        and request.headers.get("Sec-Fetch-Dest") == "empty"
        and "HX-Request" not in request.headers
    )


def keep_pages_private(get_response):
    """No page is kept by a browser or by a proxy, unless its view says that the reader's browser may.

    It asks what the response says, not who is signed in: a page that forgets is private too.
    """

    def middleware(request):
        response = get_response(request)
        if "private" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        response.setdefault("Permissions-Policy", UNUSED_FEATURES)
        return response

    return middleware


# What a page could ask the browser for and the planner never does.
UNUSED_FEATURES = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
