"""A web server on 127.0.0.1 that can be told to misbehave."""
import http.server
import threading

PAGE = b"<!DOCTYPE html>\n<html><title>Please log in</title></html>\n"


class ImageServer:
    """Serves the files of a folder. TROUBLE is None, a status, "half", "page" or "no sums"."""

    def __init__(self, folder):
        self.trouble = None
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                path = folder / self.path.lstrip("/")
                if isinstance(server.trouble, int):
                    return self.send_error(server.trouble)
                if not path.is_file() or server.trouble == "no sums" and path.name == "SUMS":
                    return self.send_error(404)
                body = PAGE if server.trouble == "page" else path.read_bytes()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[:len(body) // 2] if server.trouble == "half" else body)

            def log_message(self, *_):
                pass

        self._handler, self.port = Handler, 0
        self.start()

    def start(self):
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self._handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
