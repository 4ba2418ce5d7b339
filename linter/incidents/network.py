"""What this machine says of the network: whose certificates are trusted, which proxy is on the way, what went wrong."""

from __future__ import annotations

import os
import re
import ssl
from functools import cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_FOR_PROGRAMMERS = re.compile(r"^\[(?:Errno -?\d+|SSL[^\]]*)\] | \(_ssl\.c:\d+\)$")


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are trusted; to read them takes a tenth of a second, once.

    The system's authorities and those of certifi, which are all there is in many a container; or in their
    place those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Raises OSError where these cannot be read.
    """
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if file or folder:
        return _trusting(file, folder)
    context = ssl.create_default_context()
    try:
        import certifi
    except ModuleNotFoundError:
        return context
    context.load_verify_locations(certifi.where())
    return context


def proxy_for(url: str) -> str:
    """Host and port of the proxy that the environment sets for an address, without its password; empty for none."""
    target = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(target.scheme) or proxies.get("all") or ""
    if not proxy or proxy_bypass(target.netloc):
        return ""
    return proxy.rpartition("://")[2].rpartition("@")[2].rstrip("/")


def in_words(error: Exception) -> str:
    """What the network says, without the numbers that only its programmers know."""
    said = _FOR_PROGRAMMERS.sub("", str(error)) or type(error).__name__
    return f"{said}; SSL_CERT_FILE names whom to trust" if "CERTIFICATE_VERIFY_FAILED" in str(error) else said


def _trusting(file: str | None, folder: str | None) -> ssl.SSLContext:
    """Nobody but the authorities in a file and in a folder. Raises OSError."""
    try:
        return ssl.create_default_context(cafile=file or None, capath=folder or None)
    except OSError as error:
        reason = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
        raise OSError(f"the certificates that SSL_CERT_FILE names cannot be read: {file}: {reason}") from None
