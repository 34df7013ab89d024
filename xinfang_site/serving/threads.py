"""Web threads (网页线程): waitress, where there is no fork."""

import waitress

from xinfang_site.serving.background import Program
from xinfang_site.serving.options import Options
from xinfang_site.serving.site import served, watch


def serve(options: Options) -> None:
    """Serve until stopped."""
    app = served()
    watch(app)
    background = Program() if options.background else None
    try:
        waitress.serve(
            app,
            host=options.host,
            port=options.port,
            threads=max(4, options.threads * options.workers),
            ident=None,
            clear_untrusted_proxy_headers=False,  # the application counts its proxies itself (trusted_proxies)
        )
    finally:
        if background:
            background.stop()
