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
