"""A receiver of webhooks on loopback that judges each request by the reference libraries.

    webhook-receiver.py SECRET

Checks the signature of every request with `standardwebhooks`, and reads requests of CloudEvents'
media type with `cloudevents`. Prints {"port": N}, then one line for each request; answers 204 where
all was right, else 400.
"""
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from peer import end_with_input, tell
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = {"size": len(body), "id": headers.get("webhook-id"),
                 "contentType": headers.get("content-type"),
                 "timestamp": headers.get("webhook-timestamp")}
        try:
            found["body"] = Webhook(sys.argv[1]).verify(body, headers)
            found["genuine"] = True
        except WebhookVerificationError as error:
            found.update(genuine=False, why=str(error))
        if found["contentType"].startswith("application/cloudevents+json"):
            found["event"] = self.event(headers, body)
        tell(**found)
        self.send_response(204 if found["genuine"] else 400)
        self.end_headers()

    def event(self, headers, body):
        event = from_structured_event(HTTPMessage(headers=headers, body=body))
        attributes = {name: str(value) for name, value in event.get_attributes().items()}
        return {"attributes": attributes, "data": event.get_data()}

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
end_with_input()
tell(port=server.server_address[1])
server.serve_forever()
