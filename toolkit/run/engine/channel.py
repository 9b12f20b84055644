"""How do a forked child and the process that asked for it talk? In JSON, one message a line."""

from __future__ import annotations

import json
import select
import socket
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
_AT_ONCE = 1 << 16


class Channel:
    """One end of a private pair of sockets."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._held = bytearray()

    @classmethod
    def pair(cls) -> tuple[Channel, socket.socket]:
        """Our end, and the other one to hand over."""
        ours, theirs = socket.socketpair()
        return cls(ours), theirs

    def send(self, message: Mapping[str, Any], timeout: float | None = None) -> None:
        """Raises OSError when nobody is at the other end any more, TimeoutError when nobody takes it in."""
        self._end.settimeout(timeout)
        try:
            self._end.sendall(json.dumps(message).encode() + b"\n")
        finally:
            self._end.settimeout(None)

    def receive(self, timeout: float | None = None) -> Json | None:
        """The next message; None when the other end is closed. Raises TimeoutError in seconds."""
        while b"\n" not in self._held:
            ready, _, _ = select.select([self._end], [], [], timeout)
            if not ready:
                raise TimeoutError
            try:
                part = self._end.recv(_AT_ONCE)
            except ConnectionResetError:
                part = b""
            if not part:
                return None
            self._held += part
        line, _, self._held = self._held.partition(b"\n")
        message: Json = json.loads(line)
        return message

    def close(self) -> None:
        self._end.close()
