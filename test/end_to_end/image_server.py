"""A web server, on 127.0.0.1 if nothing else is said, that remembers what was asked of it."""
import functools
import http.server
import threading


class ImageServer:
    def __init__(self, folder, address="127.0.0.1"):
        self.requests = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            requests = self.requests

            def log_message(self, *_):
                self.requests.append(self.requestline)

        self._server = http.server.ThreadingHTTPServer(
            (address, 0), functools.partial(Handler, directory=folder))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
