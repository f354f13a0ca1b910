"""A page is made as of one place in the public log, which is looked up once however many indexes the page reads."""

from archive.models.log.public_feed import one_page


class OnePageMiddleware:
    """Holds for what is read; whoever writes asks the log anew each time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_page():
            return self.get_response(request)
