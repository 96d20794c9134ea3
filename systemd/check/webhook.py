"""A webhook receiver that checks signatures: webhook.py SECRET_FILE LOG_FILE

Listens on 127.0.0.1:9800. Appends one line for each request: "good" or "bad", its webhook-id, and the
keywords. The signature is that of Standard Webhooks: HMAC-SHA256 over id.timestamp.body.
"""
import base64
import hashlib
import hmac
import http.server
import json
import sys

SECRET_FILE, LOG_FILE = sys.argv[1:]


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(SECRET_FILE, encoding="ascii") as file:
            key = base64.b64decode(file.read().strip().removeprefix("whsec_"))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        good = wanted in self.headers.get("webhook-signature", "").split()
        with open(LOG_FILE, "a", encoding="utf-8") as log:
            keywords = ",".join(json.loads(body)["data"]["keywords"])
            log.write(f"{'good' if good else 'bad'} {self.headers['webhook-id']} {keywords}\n")
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.HTTPServer(("127.0.0.1", 9800), Receiver).serve_forever()
