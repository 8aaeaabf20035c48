"""A web server on 127.0.0.1 that can be told to misbehave."""
import http.server
import socket
import threading

PAGE = b"<!DOCTYPE html>\n<html><title>Please log in</title></html>\n"


class Listener(http.server.ThreadingHTTPServer):
    allow_reuse_port = True


class ImageServer:
    """Serves the files of a folder. TROUBLE is None, a status, "half", "page" or "no sums"."""

    def __init__(self, folder):
        self.trouble = None
        # Bound and never listening: the port stays ours while the server is stopped.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind(("127.0.0.1", 0))
        self.port = self._place.getsockname()[1]
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

        self._handler = Handler
        self.start()

    def start(self):
        self._server = Listener(("127.0.0.1", self.port), self._handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
