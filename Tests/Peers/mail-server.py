"""A mail server on loopback (aiosmtpd) that reads each mail strictly and tells what it found.

    mail-server.py SETTINGS

SETTINGS is a JSON object, all optional: "tls" ("none", "start", "always"), "certificate", "key",
"user" and "password" (a login is then required), "replies" (by recipient, or "MAIL", "DATA": what is
answered, one after the other, the last one repeated), "stall" (a command that is never answered).
Prints {"port": N}, then one line for each mail.
"""
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult
from peer import end_with_input, tell

settings = json.loads(sys.argv[1])


class Handler:
    def __init__(self):
        self.replies = settings.get("replies", {})

    async def reply(self, name, usual):
        if settings.get("stall") == name:
            await asyncio.sleep(3600)
        replies = self.replies.get(name)
        if not replies:
            return usual
        return replies.pop(0) if len(replies) > 1 else replies[0]

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return await self.reply("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = await self.reply(address, "250 OK")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):
        reply = await self.reply("DATA", "250 OK")
        login = session.auth_data.login.decode() if session.auth_data else None
        tell(
            sender=envelope.mail_from, recipients=envelope.rcpt_tos, login=login, reply=reply,
            encrypted=session.ssl is not None or settings.get("tls") == "always",
            **read(envelope.content),
        )
        return reply


def read(content):
    """Reads a mail as strictly as Python's parser can."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    defects = [repr(defect) for part in mail.walk() for defect in part.defects]
    for part in mail.walk():
        for name, value in part.items():
            defects += [f"{name}: {defect!r}" for defect in value.defects]
    lines = content.split(b"\r\n")
    head = content.split(b"\r\n\r\n")[0].split(b"\r\n")
    return {
        "headers": [[name, str(value)] for name, value in mail.items()],
        "defects": defects,
        "parts": [
            {"type": part.get_content_type(), "encoding": part["Content-Transfer-Encoding"],
             "text": part.get_content().replace("\r\n", "\n")}
            for part in mail.walk() if not part.is_multipart()
        ],
        "longestLine": max(len(line) for line in lines),
        "longestHeadLine": max(len(line) for line in head),
        "longestEncodedWord": max(
            [len(word) for line in head for word in line.split() if word.startswith(b"=?")] or [0]),
        "bareLineEnds": content.replace(b"\r\n", b"").count(b"\n")
        + content.replace(b"\r\n", b"").count(b"\r"),
        "isASCII": content.isascii(),
    }


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login.decode(), data.password.decode()) == (
        settings["user"], settings["password"])
    return AuthResult(success=right, handled=False, auth_data=data if right else None)


class Server(SMTP):
    async def smtp_EHLO(self, hostname):
        if settings.get("stall") == "EHLO":
            await asyncio.sleep(3600)
        await super().smtp_EHLO(hostname)


async def main():
    kind = settings.get("tls", "none")
    context = None
    if kind != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(settings["certificate"], settings["key"])
    handler = Handler()
    login = {}
    if "user" in settings:
        login = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(
            handler, hostname="localhost", tls_context=context if kind == "start" else None, **login),
        "127.0.0.1", 0, ssl=context if kind == "always" else None,
    )
    tell(port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


end_with_input()
asyncio.run(main())
