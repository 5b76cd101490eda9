"""Where a request came from, as tries to sign in are counted."""

import ipaddress

# What one house or office has in IPv6: whoever is in it could call from any address of these.
ONE_CALLER = 64


def address_of_caller(request):
    """The address at the other end of the connection."""
    return caller_address(request.META.get("REMOTE_ADDR", ""))


def address_behind_proxy(request):
    """The address that our own proxy saw: the last in X-Forwarded-For.

    Whatever stands before it was written by the caller, who could be anyone each time.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
    return caller_address(seen) or address_of_caller(request)


def caller_address(written):
    """One caller's addresses as one; None where `written` is no address, as on a socket without a number."""
    try:
        address = ipaddress.ip_address(written.strip())
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), ONE_CALLER), strict=False).network_address)
