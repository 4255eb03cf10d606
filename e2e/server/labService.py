"""What a student may have listening in a lab: HTTP/1.1 with kept connections, and a WebSocket that echoes."""

import base64
import hashlib
import http.server
import json
import time

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
BIG = bytes(range(256)) * 40_000


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, status=200, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/ws":
            self.websocket()
        elif self.path == "/big":
            self.answer(BIG)
        elif self.path == "/cookie":
            cookies = ["a=1; Domain=localhost; Path=/", "atelier-apercu=forged; Path=/"]
            self.answer(b"", headers=[("Set-Cookie", cookie) for cookie in cookies])
        elif self.path == "/away":
            self.answer(b"", 302, [("Location", "http://localhost:8080/there")])
        elif self.path == "/slow":
            time.sleep(5)
            self.answer(b"enfin")
        elif self.path == "/odd":
            self.wfile.write(b"HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n")
        elif self.path == "/cut":
            self.close_connection = True
        elif self.path == "/stream":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"un,", b"deux,", b"trois"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        else:
            told = {"path": self.path, "headers": self.headers.items(), "peer": self.client_address[1]}
            self.answer(json.dumps(told).encode())

    def do_POST(self):
        digest = hashlib.sha256()
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                digest.update(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        else:
            digest.update(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(digest.hexdigest().encode())

    def websocket(self):
        key = self.headers["Sec-WebSocket-Key"] + MAGIC
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.send_header("Sec-WebSocket-Accept", accept)
        self.end_headers()
        while head := self.rfile.read(2):
            size = head[1] & 127
            more = self.rfile.read({126: 2, 127: 8}.get(size, 0))
            if more:
                size = int.from_bytes(more, "big")
            mask = self.rfile.read(4)
            masked = self.rfile.read(size)
            pad = (mask * (size // 4 + 1))[:size]
            clear = int.from_bytes(masked, "big") ^ int.from_bytes(pad, "big")
            self.wfile.write(bytes([head[0], head[1] & 127]) + more + clear.to_bytes(size, "big"))
            if head[0] & 15 == 8:
                break
        self.close_connection = True


http.server.ThreadingHTTPServer(("127.0.0.1", 8080), Handler).serve_forever()
