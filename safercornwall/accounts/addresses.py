import ipaddress


def address_behind_proxy(request):
    """The address that our own proxy saw: the last in X-Forwarded-For.

    Whatever stands before it was written by the caller, who could be anyone each time.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return request.META["REMOTE_ADDR"]
